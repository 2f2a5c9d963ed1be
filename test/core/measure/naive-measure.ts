/** Measures utilisation in another way: it computes every state of the cluster from scratch and sums integers. Slow and easy to check. */
import { podRequest } from '../../../src/core/objects/pod-request.ts';
import { parseResourceList } from '../../../src/core/objects/quantity.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';

export interface NaiveState {
  readonly from: number;
  readonly to: number;
  readonly nodes: readonly NaiveNode[];
  readonly unplaced: ReadonlyMap<string, number>;
  readonly pending: number;
}

export interface NaiveNode {
  readonly uid: string;
  readonly pool: string | null;
  readonly allocatable: ReadonlyMap<string, number>;
  readonly requested: ReadonlyMap<string, number>;
}

interface Pod {
  request: ReadonlyMap<string, number>;
  /** A node's uid, 'unplaced', or null while it is not bound. */
  place: string | null;
  terminal: boolean;
}

/** Every state that lasted for some time, in order. For well-formed recordings only. */
export function naiveStates(observations: readonly Observation[]): NaiveState[] {
  const templates = new Map<string, ReadonlyMap<string, number>>();
  const nodes = new Map<string, { name: string; pool: string | null; allocatable: Map<string, number> }>();
  const pods = new Map<string, Pod>();
  const states: NaiveState[] = [];
  let now = 0;
  for (const observation of observations) {
    if (observation.at > now) {
      states.push(snapshot(now, observation.at, nodes, pods));
      now = observation.at;
    }
    switch (observation.kind) {
      case 'template': {
        const request = podRequest(observation.template.spec);
        templates.set(observation.hash, new Map([...request, ['pods', 1]]));
        break;
      }
      case 'node-added':
        nodes.set(observation.uid, {
          name: observation.name,
          pool: observation.pool ?? null,
          allocatable: parseResourceList(observation.allocatable),
        });
        break;
      case 'node-changed': {
        const node = nodes.get(observation.uid);
        if (node && observation.allocatable) node.allocatable = parseResourceList(observation.allocatable);
        break;
      }
      case 'node-removed':
        nodes.delete(observation.uid);
        break;
      case 'pod-created':
        pods.set(observation.uid, {
          request: templates.get(observation.template) ?? new Map(),
          place: null,
          terminal: false,
        });
        break;
      case 'pod-bound': {
        const pod = pods.get(observation.uid);
        const found = [...nodes].find(([, node]) => node.name === observation.node);
        if (pod) pod.place = found?.[0] ?? 'unplaced';
        break;
      }
      case 'pod-resized': {
        const pod = pods.get(observation.uid);
        if (pod) pod.request = templates.get(observation.template) ?? new Map();
        break;
      }
      case 'pod-finished': {
        const pod = pods.get(observation.uid);
        if (pod) pod.terminal = true;
        break;
      }
      case 'pod-deleted':
        pods.delete(observation.uid);
        break;
    }
  }
  return states;
}

function snapshot(
  from: number,
  to: number,
  nodes: ReadonlyMap<string, { pool: string | null; allocatable: ReadonlyMap<string, number> }>,
  pods: ReadonlyMap<string, Pod>,
): NaiveState {
  const held = (place: string) => {
    const requested = new Map<string, number>();
    for (const pod of pods.values())
      if (pod.place === place && !pod.terminal)
        for (const [resource, amount] of pod.request)
          requested.set(resource, (requested.get(resource) ?? 0) + amount);
    return requested;
  };
  return {
    from,
    to,
    nodes: [...nodes].map(([uid, { pool, allocatable }]) => ({
      uid,
      pool,
      allocatable,
      requested: held(uid),
    })),
    unplaced: held('unplaced'),
    pending: [...pods.values()].filter(({ place, terminal }) => place === null && !terminal).length,
  };
}

/** Σ value × duration in integers, converted to a double at the end. */
export function integralOf(states: readonly NaiveState[], value: (state: NaiveState) => number): number {
  let sum = 0n;
  for (const state of states) sum += BigInt(value(state)) * BigInt(state.to - state.from);
  return Number(sum);
}

/** Mean over the time with a value. */
export function timeMean(
  states: readonly NaiveState[],
  value: (state: NaiveState) => number | null,
): number | null {
  let sum = 0;
  let time = 0;
  for (const state of states) {
    const current = value(state);
    if (current === null) continue;
    sum += current * (state.to - state.from);
    time += state.to - state.from;
  }
  return time === 0 ? null : sum / time;
}

/** Nearest rank in time. */
export function timeQuantile(
  states: readonly NaiveState[],
  share: number,
  value: (state: NaiveState) => number | null,
): number | null {
  const stood = states
    .flatMap((state) => {
      const current = value(state);
      return current === null ? [] : [{ current, time: state.to - state.from }];
    })
    .sort((a, b) => a.current - b.current);
  const total = stood.reduce((sum, { time }) => sum + time, 0);
  let below = 0;
  for (const { current, time } of stood) {
    below += time;
    if (below >= share * total) return current;
  }
  return null;
}
