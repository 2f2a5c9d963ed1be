/** Makes a load busier or quieter: each pod of a timeline comes several times, or only some of them come. */
import { randomStream } from '../../distributions/random-stream.ts';
import { UserError } from '../../errors/user-error.ts';
import type { PlannedPod, PlannedWorkload, TimelineAction, TimelineEvent } from '../timeline-event.ts';
import { namespacedName } from './kept-load.ts';

type ScaleWorkload = Extract<TimelineAction, { kind: 'scale-workload' }>;

/** More do not fit into the memory of a process. */
const MOST_PODS = 2_000_000;

export interface Copies {
  /** How many pods in place of this one: 0 or more. */
  countOf(pod: PlannedPod): number;
  /** Integer microseconds by which a copy comes later than the pod; 0 for copy 0, the pod itself. */
  delayOf(pod: PlannedPod, copy: number): number;
  /** That of the pod for copy 0; no other pod of the timeline has it. */
  nameOf(pod: PlannedPod, copy: number): string;
}

/**
 * Plans copies so that each group has `factor` times its pods, within half a pod. A copy comes at a random time between its pod and the next
 * one of its group, so that a rate that changes over the day keeps its shape, and pods that arrive together stay together.
 *
 * @param factor above 0.
 * @throws {UserError} (usage) for more than two million pods.
 */
export function planCopies(events: readonly TimelineEvent[], factor: number, seed: number): Copies {
  const nextArrival = new Map<PlannedPod, number>();
  const counts = new Map<PlannedPod, number>();
  const lastOf = new Map<string, { readonly pod: PlannedPod; readonly at: number }>();
  const sums = new Map<string, number>();
  const stems = new CopyStems(events);
  /** The most at one time, or the completions of a Job. */
  const replicas = new Map<PlannedWorkload, number>();
  let all = 0;
  for (const { at, action } of events) {
    if (action.kind === 'scale-workload') {
      const { workload } = action;
      replicas.set(workload, Math.max(replicas.get(workload) ?? 0, podsOf(action)));
    }
    if (action.kind !== 'create-pod') continue;
    const { pod } = action;
    if (daemonSetOf(pod) !== undefined) continue;
    const last = lastOf.get(pod.group);
    if (last) nextArrival.set(last.pod, at - last.at);
    lastOf.set(pod.group, { pod, at });
    const before = sums.get(pod.group) ?? 0;
    sums.set(pod.group, before + 1);
    const count = Math.round((before + 1) * factor) - Math.round(before * factor);
    counts.set(pod, count);
    if (count > 1) stems.choose(pod);
    all += count;
  }
  for (const count of replicas.values()) all += Math.round(count * factor);
  if (all > MOST_PODS && factor > 1) {
    throw new UserError(
      `--amplify ${factor} makes more than ${MOST_PODS / 1e6} million pods: about ${all.toLocaleString('en')}`,
      { next: 'give a smaller factor, or play a part of the time with --duration, or --from and --to' },
    );
  }
  return {
    countOf: (pod) => counts.get(pod) ?? 1,
    delayOf(pod, copy) {
      if (copy === 0) return 0;
      const gap = nextArrival.get(pod) ?? 0;
      return Math.floor(randomStream(seed, 'amplify', pod.namespace, stems.of(pod), String(copy))() * gap);
    },
    nameOf: (pod, copy) => (copy === 0 ? pod.name : `${stems.of(pod)}-copy-${copy}`),
  };
}

/** The number of pods that this step of a workload makes at least. */
function podsOf({ workload, pods }: ScaleWorkload): number {
  return workload.kind === 'DaemonSet' ? 0 : Math.max(pods, workload.job?.completions ?? 0);
}

/** A recording has the pods of a DaemonSet one by one. They follow the nodes, and a copy could only go to the node of its pod. */
export function daemonSetOf({ namespace, owners = [] }: PlannedPod): string | undefined {
  const owner = owners.find(({ kind }) => kind === 'DaemonSet');
  return owner && namespacedName({ namespace, name: owner.name });
}

/**
 * What the names of copies begin with. A pod of a StatefulSet comes back under its name while a copy of the pod before may still run, and a
 * recording may have copies of its own, so the name of the pod is not always free.
 */
class CopyStems {
  readonly #used = new Set<string>();
  readonly #others = new Map<PlannedPod, string>();

  constructor(events: readonly TimelineEvent[]) {
    for (const { action } of events) {
      if (action.kind !== 'create-pod') continue;
      const [, stem] = /^(.+)-copy-\d+$/.exec(namespacedName(action.pod)) ?? [];
      if (stem !== undefined) this.#used.add(stem);
    }
  }

  choose(pod: PlannedPod): void {
    const { namespace, name } = pod;
    let stem = name;
    for (let next = 2; this.#used.has(namespacedName({ namespace, name: stem })); next += 1) {
      stem = `${name}-${next}`;
    }
    this.#used.add(namespacedName({ namespace, name: stem }));
    if (stem !== name) this.#others.set(pod, stem);
  }

  of(pod: PlannedPod): string {
    return this.#others.get(pod) ?? pod.name;
  }
}

/** The same action for a copy of its pod, which has this name. */
export function actionOfCopy(
  action: TimelineAction,
  copy: number,
  name: string,
  delay: number,
): TimelineAction {
  if (copy === 0) return action;
  switch (action.kind) {
    case 'create-pod': {
      const { pod } = action;
      return {
        ...action,
        pod: {
          ...pod,
          name,
          withdrawnAt: pod.withdrawnAt === null ? null : pod.withdrawnAt + delay,
        },
      };
    }
    case 'delete-pod':
    case 'disrupt-pod':
    case 'update-pod':
      return { ...action, name };
    default:
      return action;
  }
}
