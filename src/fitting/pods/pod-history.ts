/** What a recording tells of each pod, put together from its observations: the ground on which everything about pods is fitted. */

import type { PodTemplate } from '../../objects/pod.ts';
import type { NodeAddedObservation, Observation } from '../../recording/observation.ts';

/** How a run ended. `evicted`: by the cluster (preemption, drain, eviction), which a replay brings about itself. */
export type EndCause = 'succeeded' | 'failed' | 'deleted' | 'evicted';

/** Times are seconds since the recording's start; negative before it. */
export interface PodHistory {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly group: string | undefined;
  readonly templateHash: string;
  readonly template: PodTemplate;
  readonly created: number;
  /** Whether it was there before the recording. */
  readonly wasThere: boolean;
  readonly bound: number | undefined;
  /** Where it was bound to; undefined before that, or where the source does not tell. */
  readonly node: string | undefined;
  readonly started: number | undefined;
  readonly ready: number | undefined;
  readonly ended: number | undefined;
  readonly cause: EndCause | undefined;
}

export interface ClusterHistory {
  readonly pods: readonly PodHistory[];
  readonly nodes: readonly NodeAddedObservation[];
  /** Length of the window in seconds: to its close, or to the last thing seen. */
  readonly window: number;
  /** Stretches during which pods were not seen. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

export interface HistoryCollector {
  observe(observation: Observation): void;
  history(): ClusterHistory;
}

type Draft = { -readonly [Key in keyof PodHistory]: PodHistory[Key] };

const SECOND = 1e6;
const BY_THE_CLUSTER = /preempt|evict|drain|taint|node.?lost|disruption/i;

/** Takes a recording's observations in their order. */
export function collectHistory(): HistoryCollector {
  const templates = new Map<string, PodTemplate>();
  const pods = new Map<string, Draft>();
  const nodes: NodeAddedObservation[] = [];
  const gaps: { from: number; to: number }[] = [];
  let window = 0;

  function note(uid: string, key: 'bound' | 'started' | 'ready', at: number): void {
    const pod = pods.get(uid);
    if (pod && pod[key] === undefined) pod[key] = at;
  }

  function noteEnd(uid: string, at: number, cause: EndCause): void {
    const pod = pods.get(uid);
    if (!pod || pod.ended !== undefined) return;
    pod.ended = at;
    pod.cause = cause;
  }

  return {
    observe(observation) {
      const at = observation.at / SECOND;
      window = Math.max(window, at);
      switch (observation.kind) {
        case 'template':
          templates.set(observation.hash, observation.template);
          return;
        case 'node-added':
          nodes.push(observation);
          return;
        case 'pod-created': {
          const { uid, namespace, name, group, template: templateHash, age } = observation;
          const template = templates.get(templateHash);
          if (!template) return;
          const created = (observation.intended ?? observation.at) / SECOND - (age ?? 0) / SECOND;
          pods.set(uid, {
            uid,
            namespace,
            name,
            group,
            templateHash,
            template,
            created,
            wasThere: age !== undefined,
            bound: undefined,
            node: undefined,
            started: undefined,
            ready: undefined,
            ended: undefined,
            cause: undefined,
          });
          return;
        }
        case 'pod-bound': {
          const pod = pods.get(observation.uid);
          if (pod) pod.node ??= observation.node ?? undefined;
          return note(observation.uid, 'bound', at);
        }
        case 'pod-started':
          return note(observation.uid, 'started', at);
        case 'pod-ready':
          return note(observation.uid, 'ready', at);
        case 'pod-finished': {
          const isEvicted = observation.phase === 'Failed' && BY_THE_CLUSTER.test(observation.reason ?? '');
          const cause = observation.phase === 'Succeeded' ? 'succeeded' : 'failed';
          return noteEnd(observation.uid, at, isEvicted ? 'evicted' : cause);
        }
        case 'pod-deleted':
          return noteEnd(
            observation.uid,
            at,
            BY_THE_CLUSTER.test(observation.reason ?? '') ? 'evicted' : 'deleted',
          );
        case 'gap':
          gaps.push({ from: observation.from / SECOND, to: at });
          return;
        default:
          return;
      }
    },
    history: () => ({ pods: [...pods.values()], nodes, window, gaps }),
  };
}
