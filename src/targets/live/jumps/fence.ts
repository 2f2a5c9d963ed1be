/** Writes a gated pod that no scheduler places: a watch that has seen it has seen every pod that keg wrote before. */
import type { PodObject } from '../../../core/observing/pod-object.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { WallClock } from '../../../kubernetes/wall-clock.ts';
import type { WatchReport } from '../../../kubernetes/watch-loop.ts';
import { runLabels } from '../objects/run-names.ts';
import { create, remove } from '../play/cluster-calls.ts';

const FENCE_LABEL = 'keg.dev/fence';

export interface Fence {
  /** Takes a report of the run's watch of pods. @returns whether it is about a fence, which is no pod of the scenario. */
  take(report: WatchReport<PodObject & KubernetesObject>): boolean;
  /** Gated pods of the run, fences among them, as its watch has seen them. */
  readonly gatedSeen: number;
  /** Pods of the run that wait for a node, and are not gated. */
  readonly unboundSeen: number;
  /** Real wall time at which the run's watch last saw a pod change. */
  readonly changedAt: number;
  /** Pods of the run that were deleted before they were bound, as its watch has seen them. */
  readonly deletedUnbound: number;
  /** Writes a fence, or removes the one that stands. @param avoid not to leave this number of gated pods, which would prove nothing. */
  write(avoid: number | undefined): Promise<void>;
  /** Whether the run's watch has seen the last write. */
  readonly isSeen: boolean;
  /** Removes what stands. */
  clear(): Promise<void>;
}

/** @param clock of the wall: it does not jump. */
export function createFence(transport: Transport, clock: WallClock, run: string, namespace: string): Fence {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  /** Names of the fences that stand. */
  const standing: string[] = [];
  const fences = new Map<string, string>();
  const gated = new Set<string>();
  const unbound = new Set<string>();
  let deletedUnbound = 0;
  let serial = 0;
  let changedAt = 0;

  async function raise(): Promise<void> {
    const name = `keg-fence-${serial}`;
    serial += 1;
    standing.push(name);
    await create(transport, path, fencePod(name, run));
  }

  return {
    take(report) {
      if (report.type === 'deleted') {
        if (!fences.has(report.uid)) changedAt = clock.now();
        gated.delete(report.uid);
        if (unbound.delete(report.uid)) deletedUnbound += 1;
        return fences.delete(report.uid);
      }
      if (report.type !== 'added' && report.type !== 'changed') return false;
      const { metadata, spec } = report.object;
      const isGated = (spec.schedulingGates?.length ?? 0) > 0;
      if (isGated) gated.add(metadata.uid);
      else gated.delete(metadata.uid);
      if (metadata.labels?.[FENCE_LABEL] !== undefined) {
        fences.set(metadata.uid, metadata.name);
        return true;
      }
      changedAt = clock.now();
      if (isGated || spec.nodeName) unbound.delete(metadata.uid);
      else unbound.add(metadata.uid);
      return false;
    },
    get gatedSeen() {
      return gated.size;
    },
    get unboundSeen() {
      return unbound.size;
    },
    get changedAt() {
      return changedAt;
    },
    get deletedUnbound() {
      return deletedUnbound;
    },
    async write(avoid) {
      const last = standing.at(-1);
      const others = gated.size - fences.size;
      if (last === undefined || others + standing.length - 1 === avoid) {
        await raise();
        if (others + standing.length === avoid) await raise();
        return;
      }
      standing.pop();
      await remove(transport, `${path}/${last}`);
    },
    get isSeen() {
      const seen = new Set(fences.values());
      return seen.size === standing.length && standing.every((name) => seen.has(name));
    },
    async clear() {
      for (const name of standing.splice(0)) await remove(transport, `${path}/${name}`);
    },
  };
}

function fencePod(name: string, run: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { ...runLabels(run), [FENCE_LABEL]: run } },
    spec: {
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      schedulingGates: [{ name: FENCE_LABEL }],
      containers: [{ name: 'fence', image: 'registry.k8s.io/pause:3.10' }],
    },
  };
}
