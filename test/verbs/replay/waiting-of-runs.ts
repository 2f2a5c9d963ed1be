/** Measures how long pods of a run waited, and how long after room appeared. */
import type { Observation } from '../../../src/core/recording/observation.ts';
import type { Play } from '../../../src/targets/target.ts';

export interface Stay {
  readonly added: number;
  readonly bound: number;
  readonly deleted: number;
  readonly node: string;
  readonly cpu: number;
}

/** Of the pods that waited: the median time from when a node first had room for it to its binding, in seconds. */
export function medianAfterRoom(all: readonly Stay[]): number {
  const waits = all
    .filter((pod) => pod.bound - pod.added > 0.2)
    .map((pod) => pod.bound - firstRoom(pod, all));
  return waits.sort((left, right) => left - right)[Math.ceil(waits.length / 2) - 1] ?? 0;
}

export function firstRoom(pod: Stay, all: readonly Stay[]): number {
  const moments = [
    pod.added,
    ...all.flatMap(({ deleted }) => (deleted > pod.added && deleted <= pod.bound ? [deleted] : [])),
  ];
  const nodes = new Set(all.map(({ node }) => node));
  for (const moment of moments.sort((left, right) => left - right)) {
    for (const node of nodes) {
      const used = all.filter(
        (each) => each !== pod && each.node === node && each.bound <= moment && each.deleted > moment,
      );
      if (used.reduce((sum, each) => sum + each.cpu, 0) + pod.cpu <= 4000) return moment;
    }
  }
  return pod.bound;
}

export function waits(observations: readonly Observation[]): number[] {
  const created = new Map<string, number>();
  return observations.flatMap((each) => {
    if (each.kind === 'pod-created' && each.namespace !== 'wake') created.set(each.uid, each.at);
    return each.kind === 'pod-bound' && created.has(each.uid)
      ? [(each.at - created.get(each.uid)!) / 1e6]
      : [];
  });
}

export function stays(observations: readonly Observation[], play: Play): Stay[] {
  const requests = new Map(
    [...play.timeline].flatMap(({ action }) =>
      action.kind === 'create-pod'
        ? [[action.pod.name, action.pod.template.spec.containers[0]!.resources!.requests!.cpu] as const]
        : [],
    ),
  );
  const pods = new Map<string, { -readonly [Key in keyof Stay]: Stay[Key] }>();
  for (const each of observations) {
    if (each.kind === 'pod-created' && each.namespace !== 'wake') {
      const cpu = milli(String(requests.get(each.name)));
      pods.set(each.uid, { added: each.at / 1e6, bound: Infinity, deleted: Infinity, node: '', cpu });
    }
    if (each.kind === 'pod-bound')
      Object.assign(pods.get(each.uid) ?? {}, { bound: each.at / 1e6, node: each.node });
    if (each.kind === 'pod-deleted') Object.assign(pods.get(each.uid) ?? {}, { deleted: each.at / 1e6 });
  }
  return [...pods.values()];
}

export function milli(cpu: string): number {
  return cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;
}
