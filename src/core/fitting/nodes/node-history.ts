/** Collects the states of each node from the observations of a recording, so that a scenario can have its joins, changes and removals. */

import type { Node } from '../../objects/node.ts';
import { UNSCHEDULABLE_TAINT } from '../../objects/taints.ts';
import type { Observation } from '../../recording/observation.ts';
import { addedNode, changedNode, grownNode } from '../../recording/recorded-node.ts';
import type { Microseconds } from '../../time/microseconds.ts';

/** A node from one time on. */
export interface RecordedNodeState {
  /** Seconds since the window opened, at least 0. */
  readonly at: number;
  readonly node: Node;
  /** Whether its kubelet reports it as ready; undefined where the source does not contain it. */
  readonly isReady: boolean | undefined;
}

export interface NodeHistory {
  readonly name: string;
  readonly pool: string | undefined;
  /** Whether it was there when the window opened. */
  readonly wasThere: boolean;
  /** In order of time, at least one. */
  readonly states: readonly RecordedNodeState[];
  /** Seconds; undefined if it is there at the end. */
  readonly removed: number | undefined;
}

export interface NodeCollector {
  observe(observation: Observation): void;
  /** @param opened when the window opened, in seconds. Nodes that were gone by then are left out. */
  history(opened: number): NodeHistory[];
}

interface Draft {
  readonly name: string;
  readonly pool: string | undefined;
  readonly states: {
    readonly at: Microseconds;
    readonly node: Node;
    readonly isReady: boolean | undefined;
  }[];
  /** Whether it has from the start on what is inferred of it later. */
  readonly isInferred: boolean;
  removed: Microseconds | undefined;
}

const SECOND = 1e6;

export function collectNodes(): NodeCollector {
  const nodes = new Map<string, Draft>();
  /** By name: a node replaces the one that had its name before. */
  const latest = new Map<string, Draft>();
  return {
    observe(observation) {
      switch (observation.kind) {
        case 'node-added': {
          const { at, uid, name, pool, ready } = observation;
          const node = withoutCordonTaint(addedNode(observation));
          const before = latest.get(name);
          if (before) before.removed ??= at;
          const isInferred = observation.inferred === true;
          const added = {
            name,
            pool,
            isInferred,
            states: [{ at, node, isReady: ready }],
            removed: undefined,
          };
          nodes.set(uid, added);
          latest.set(name, added);
          return;
        }
        case 'node-changed': {
          const known = nodes.get(observation.uid);
          const last = known?.states.at(-1);
          if (!known || !last) return;
          if (known.isInferred) {
            known.states[0] = { ...last, node: grownNode(last.node, observation) };
            return;
          }
          const node = withoutCordonTaint(changedNode(last.node, observation));
          known.states.push({ at: observation.at, node, isReady: observation.ready ?? last.isReady });
          return;
        }
        case 'node-removed': {
          const known = nodes.get(observation.uid);
          if (known) known.removed = observation.at;
          return;
        }
        default:
          return;
      }
    },
    history: (opened) =>
      [...nodes.values()]
        .filter(({ removed }) => removed === undefined || removed / SECOND > opened)
        .map((draft) => sinceOpened(draft, opened)),
  };
}

/** A node that is cordoned gets this taint by itself. */
function withoutCordonTaint(node: Node): Node {
  const taints = (node.spec?.taints ?? []).filter(({ key }) => key !== UNSCHEDULABLE_TAINT.key);
  return { ...node, spec: { ...node.spec, taints } };
}

/** Of the states before the window, only the last one counts. */
function sinceOpened({ name, pool, states, removed }: Draft, opened: number): NodeHistory {
  const since = states.map(({ at, ...state }) => ({ ...state, at: at / SECOND - opened }));
  const first = Math.max(
    0,
    since.findLastIndex(({ at }) => at <= 0),
  );
  return {
    name,
    pool,
    wasThere: since[0]!.at <= 0,
    states: since.slice(first).map((state) => ({ ...state, at: Math.max(0, state.at) })),
    removed: removed === undefined ? undefined : removed / SECOND - opened,
  };
}
