/** What a recording tells of each pod, put together from its observations: the ground on which everything about pods is fitted. */

import type { PodTemplate } from '../../objects/pod.ts';
import type { NodeAddedObservation, Observation } from '../../recording/observation.ts';
import type { Microseconds } from '../../time/microseconds.ts';

/** How a run ended. `evicted`: by the cluster (preemption, drain, eviction), which a replay brings about itself. */
export type EndCause = 'succeeded' | 'failed' | 'deleted' | 'evicted';

/** Times are seconds since pods began to be seen; negative before that. */
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
  /** When it was seen first: for a pod that was there before, had it ended earlier, it would not be here. */
  readonly seen: number;
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
  /** Length of the window in seconds: from when pods began to be seen to its close, or to the last thing seen. */
  readonly window: number;
  /** Stretches during which pods were not seen. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

export interface HistoryCollector {
  observe(observation: Observation): void;
  history(): ClusterHistory;
}

/** What a step's observation tells. */
interface Step {
  readonly uid: string;
  readonly at: Microseconds;
  readonly stamp?: Microseconds;
}

type Draft = { -readonly [Key in keyof PodHistory]: PodHistory[Key] };

/** How fine the times of a recording are, in seconds. */
export interface TimeGrain {
  /** Times are rounded down to whole multiples of it. */
  readonly resolution: number;
  /** Of Kubernetes' own stamps beside them. */
  readonly stamps: number;
}

const SECOND = 1e6;
/** Ticks that a quotient of whole ones may be short of by rounding. */
const ROUNDING = 1e-6;
const EXACT: TimeGrain = { resolution: 0, stamps: 0 };
const BY_THE_CLUSTER = /preempt|evict|drain|taint|node.?lost|disruption/i;

/**
 * Takes a recording's observations in their order. Left out is what had ended before it was seen at all (completed pods stay until somebody
 * removes them): nothing of its life lies in the window.
 */
export function collectHistory({ resolution, stamps }: TimeGrain = EXACT): HistoryCollector {
  const templates = new Map<string, PodTemplate>();
  const pods = new Map<string, Draft>();
  /** Of pods that were there before. */
  const firstSights = new Map<string, Microseconds>();
  const nodes: NodeAddedObservation[] = [];
  const gaps: { from: number; to: number }[] = [];
  let window = 0;
  /** Listing what is there takes a while. */
  let opened: number | undefined;

  function secondsOf(time: Microseconds): number {
    const exact = time / SECOND;
    return resolution > 0 ? Math.floor(exact / resolution + ROUNDING) * resolution : exact;
  }

  /** In the middle of the time in which a step that was over at first sight can have been taken, by its stamp. */
  function before(seen: Microseconds, stamp: Microseconds): number {
    return secondsOf((stamp + Math.max(stamp, Math.min(stamp + stamps * SECOND, seen))) / 2);
  }

  /** Of a pod that was there before, steps taken before that are known by their stamps alone. */
  function note(key: 'bound' | 'started' | 'ready', { uid, at, stamp }: Step): void {
    const pod = pods.get(uid);
    if (!pod || pod[key] !== undefined) return;
    if (firstSights.get(uid) !== at) pod[key] = secondsOf(at);
    else if (stamp !== undefined) pod[key] = before(at, stamp);
    else pod[key] = pod.created;
  }

  function noteEnd(uid: string, at: Microseconds, cause: EndCause): void {
    const pod = pods.get(uid);
    if (!pod || pod.ended !== undefined) return;
    if (firstSights.get(uid) === at) pods.delete(uid);
    pod.ended = secondsOf(at);
    pod.cause = cause;
  }

  return {
    observe(observation) {
      window = Math.max(window, observation.at / SECOND);
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
          const seen = secondsOf(observation.at);
          if (age !== undefined) firstSights.set(uid, observation.at);
          if (opened === undefined) opened = age === undefined ? 0 : seen;
          const created =
            age === undefined
              ? secondsOf(observation.intended ?? observation.at)
              : before(observation.at, observation.at - age);
          pods.set(uid, {
            uid,
            namespace,
            name,
            group,
            templateHash,
            template,
            created,
            wasThere: age !== undefined,
            seen,
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
          return note('bound', observation);
        }
        case 'pod-started':
          return note('started', observation);
        case 'pod-ready':
          return note('ready', observation);
        case 'pod-finished': {
          const isEvicted = observation.phase === 'Failed' && BY_THE_CLUSTER.test(observation.reason ?? '');
          const cause = observation.phase === 'Succeeded' ? 'succeeded' : 'failed';
          return noteEnd(observation.uid, observation.at, isEvicted ? 'evicted' : cause);
        }
        case 'pod-deleted':
          return noteEnd(
            observation.uid,
            observation.at,
            BY_THE_CLUSTER.test(observation.reason ?? '') ? 'evicted' : 'deleted',
          );
        case 'gap':
          gaps.push({ from: observation.from / SECOND, to: observation.at / SECOND });
          return;
        default:
          return;
      }
    },
    history() {
      const start = opened ?? 0;
      return {
        pods: [...pods.values()].map((pod) => shifted(pod, start)),
        nodes,
        window: window - start,
        gaps,
      };
    },
  };
}

function shifted(pod: Draft, start: number): PodHistory {
  const since = (time: number | undefined): number | undefined =>
    time === undefined ? undefined : time - start;
  return {
    ...pod,
    created: pod.created - start,
    seen: pod.seen - start,
    bound: since(pod.bound),
    started: since(pod.started),
    ready: since(pod.ready),
    ended: since(pod.ended),
  };
}
