/** Computes which API calls a timeline needs, and at which scenario times: the load that a cluster must sustain. */
import { type Distribution, quantile } from '../../../core/distributions/families/distribution.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { PlannedPod, PlannedWorkload, TimelineEvent } from '../../../core/timeline/timeline-event.ts';

/** What becomes of pods by calls of keg, and not of the cluster: deletions and changes of nodes always are its own. */
export interface OwnCalls {
  /** Starts and readiness. */
  readonly phases: boolean;
  /** Ends of lifetimes. */
  readonly ends: boolean;
}

/** What becomes of a pod of a play, as a mean of all that are created. */
export interface PodMix {
  /** Changes of its status by keg. */
  readonly patches: number;
  /** Ends by itself. */
  readonly ends: number;
  readonly deletions: number;
}

/** Ascending scenario times. */
export interface CallTimes {
  /** The calls of keg. Those of the scheduler and of KWOK are part of what a probe measures. */
  readonly calls: Float64Array;
  /** The calls by which the scheduler binds a pod. */
  readonly bindings: Float64Array;
  /** How long each pod that ends holds its node, as planned. */
  readonly holdings: readonly Microseconds[];
  readonly mix: PodMix;
}

/**
 * Counts one call each for a pod's creation and deletion, for its start, readiness (unless it is ready at its start) and end where keg makes
 * them, and one for each node event after the start. Assumes that a pod is bound as soon as it is created. A workload counts the pods by which it is scaled up, spread
 * over its distributions. Pods that its controller creates later as replacements are not known here.
 *
 * @param own the calls that keg makes besides.
 * @param until scenario time after which nothing more is played.
 */
export function callTimes(
  timeline: Iterable<TimelineEvent>,
  own: OwnCalls,
  until: Microseconds = Number.POSITIVE_INFINITY,
): CallTimes {
  const calls: number[] = [];
  const bindings: number[] = [];
  const holdings: number[] = [];
  /** Bare pods that have not been deleted, with what still happens to them. */
  const alive = new Map<string, Life>();
  const scale = new Map<string, number>();
  let [created, ended, deleted] = [0, 0, 0];
  const bury = (life: Life, deletedAt: number): void => {
    for (const at of life.transitions) if (at < deletedAt) calls.push(at);
    const end = Math.min(life.end, deletedAt);
    if (end < Number.POSITIVE_INFINITY) holdings.push(end - life.createdAt);
    if (deletedAt < Number.POSITIVE_INFINITY) calls.push(deletedAt);
    if (end === Number.POSITIVE_INFINITY || end > until) return;
    if (life.isDeleted || deletedAt <= end) deleted += 1;
    else ended += 1;
  };
  const create = (at: number, pod: PlannedPhases): Life => {
    calls.push(at);
    if (at <= until) created += 1;
    if (pod.template.spec.nodeName === undefined) bindings.push(at);
    return lifeOf(at, pod, own);
  };

  for (const { at, action } of timeline) {
    switch (action.kind) {
      case 'create-pod': {
        const life = create(at, action.pod);
        if (action.pod.withdrawnAt !== null) bury(life, action.pod.withdrawnAt);
        else alive.set(`${action.pod.namespace}/${action.pod.name}`, life);
        break;
      }
      case 'delete-pod': {
        const key = `${action.namespace}/${action.name}`;
        const life = alive.get(key);
        if (life) bury(life, at);
        else calls.push(at);
        alive.delete(key);
        break;
      }
      case 'scale-workload': {
        const key = `${action.workload.kind} ${action.workload.namespace}/${action.workload.name}`;
        const more = action.pods - (scale.get(key) ?? 0);
        scale.set(key, action.pods);
        calls.push(at);
        for (const pod of scaledUpPods(action.workload, more))
          bury(create(at, pod), Number.POSITIVE_INFINITY);
        for (let fewer = more; fewer < 0; fewer += 1) calls.push(at);
        break;
      }
      default:
        if (at > 0) calls.push(at);
    }
  }
  for (const life of alive.values()) bury(life, Number.POSITIVE_INFINITY);
  const sent = sorted(calls, until);
  const perPod = (count: number): number => count / Math.max(1, created);
  const mix = {
    patches: perPod(Math.max(0, sent.length - created - deleted)),
    ends: perPod(ended),
    deletions: perPod(deleted),
  };
  return { calls: sent, bindings: sorted(bindings, until), holdings, mix };
}

export type PlannedPhases = Pick<PlannedPod, 'template' | 'startDelay' | 'readyDelay' | 'lifetime' | 'end'>;

interface Life {
  readonly createdAt: number;
  /** Infinite for a pod that never ends by itself. */
  readonly end: number;
  /** Its end is its deletion. */
  readonly isDeleted: boolean;
  /** Status changes that keg sends. */
  readonly transitions: readonly number[];
}

function lifeOf(
  createdAt: number,
  { startDelay, readyDelay, lifetime, end: outcome }: PlannedPhases,
  own: OwnCalls,
): Life {
  const started = createdAt + startDelay;
  const end = lifetime === null ? Number.POSITIVE_INFINITY : started + lifetime;
  const ready = started + (readyDelay ?? 0);
  return {
    createdAt,
    end,
    isDeleted: outcome === 'deleted',
    transitions: [
      ...(own.phases ? [started, ...(ready > started && ready < end ? [ready] : [])] : []),
      ...((own.ends || outcome === 'deleted') && end < Number.POSITIVE_INFINITY ? [end] : []),
    ],
  };
}

/** The pods by which a workload is scaled up: the k-th of n has the (k − ½)/n quantile of each distribution. */
export function* scaledUpPods(workload: PlannedWorkload, count: number): Generator<PlannedPhases> {
  const at = (distribution: Distribution, share: number): number =>
    Math.max(0, Math.round(quantile(distribution, share) * 1e6));
  for (let number = 0; number < count; number += 1) {
    const share = (number + 0.5) / count;
    yield {
      template: workload.template,
      startDelay: at(workload.started, share),
      readyDelay: at(workload.ready, share),
      lifetime: workload.lifetime && at(workload.lifetime, share),
      end: workload.end,
    };
  }
}

function sorted(times: readonly number[], until: Microseconds): Float64Array {
  return Float64Array.from(times.filter((at) => at <= until)).sort();
}
