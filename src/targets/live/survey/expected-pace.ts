/** Predicts how a play keeps its pace: sends every call of a timeline through a model of the send queue, the API server and the scheduler. */
import { createEventHeap } from '../../../core/time/event-heap.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { TimelineEvent } from '../../../core/timeline/timeline-event.ts';
import { type OwnCalls, type PlannedPhases, scaledUpPods } from '../pace/call-times.ts';
import { IN_FLIGHT } from '../pace/in-flight.ts';
import type { TokenBucket } from './highest-speed.ts';

export interface PaceLoad {
  /** In order of (at, sequence). */
  readonly timeline: Iterable<TimelineEvent>;
  readonly own: OwnCalls;
  /** Scenario time after which nothing more is played. */
  readonly until: Microseconds | undefined;
}

interface Life {
  isGone: boolean;
}

/**
 * The rules of a play (../pace/send-queue.ts): calls begin in the order in which they were submitted, at most 64 at a time. An event is
 * submitted when it is due. A phase of a pod is submitted after its delay, which counts from the binding, and that comes after the answer to
 * the creation. So creations overtake the phases of earlier pods where calls are late. Assumes that every pod finds room.
 *
 * @param speed scenario time ÷ wall time.
 * @param rate calls that are answered per second of wall time, as many at a time as a play sends. Above 0; may be infinite.
 * @returns the speed that is achieved: scenario time of the last event that is sent ÷ wall time at which it is sent; the planned speed where all is
 * sent by the end.
 */
export function expectedPace(
  { timeline, own, until }: PaceLoad,
  speed: number,
  rate: number,
  scheduler: TokenBucket,
): number {
  const followers = createEventHeap<Life>();
  const bind = bindingTimes(scheduler);
  const answer = answeringServer(rate);
  const alive = new Map<string, Life>();
  const scale = new Map<string, number>();
  const end = until === undefined ? Number.POSITIVE_INFINITY : until / speed;
  let last = { at: 0, sent: 0 };
  let isComplete = true;

  /** @returns wall time of the answer. */
  function submit(due: number, event?: Microseconds): number {
    const { begun, answered } = answer(due);
    if (begun > end) {
      isComplete = false;
      return Number.POSITIVE_INFINITY;
    }
    if (event !== undefined) last = { at: event, sent: begun };
    return answered;
  }

  function follow(at: number, life: Life): void {
    if (at <= end) followers.push(at, life);
  }

  /** The phases of a pod whose creation is answered. */
  function live(pod: PlannedPhases, life: Life, created: number): void {
    if (created === Number.POSITIVE_INFINITY) return;
    const bound = pod.template.spec.nodeName === undefined ? bind(created) : created;
    const { startDelay, readyDelay, lifetime, end: outcome } = pod;
    const started = bound + startDelay / speed;
    const isReadyLater =
      readyDelay !== null && readyDelay > 0 && (lifetime === null || readyDelay < lifetime);
    if (own.phases) follow(started, life);
    if (own.phases && isReadyLater) follow(started + readyDelay / speed, life);
    if (lifetime === null) return;
    if (outcome === 'deleted' || own.ends) follow(started + lifetime / speed, life);
  }

  function play({ at, action }: TimelineEvent, due: number): void {
    switch (action.kind) {
      case 'create-pod': {
        const { pod } = action;
        const life = { isGone: false };
        alive.set(`${pod.namespace}/${pod.name}`, life);
        if (pod.withdrawnAt !== null) follow(pod.withdrawnAt / speed, life);
        return live(pod, life, submit(due, at));
      }
      case 'delete-pod': {
        const life = alive.get(`${action.namespace}/${action.name}`);
        if (life) life.isGone = true;
        submit(due, at);
        return;
      }
      case 'scale-workload': {
        const { workload, pods } = action;
        const key = `${workload.kind} ${workload.namespace}/${workload.name}`;
        const more = pods - (scale.get(key) ?? 0);
        scale.set(key, pods);
        const answered = submit(due, at);
        for (const pod of scaledUpPods(workload, more)) live(pod, { isGone: false }, answered);
        return;
      }
      default:
        if (at > 0) submit(due, at);
    }
  }

  function followUntil(wall: number): void {
    while (followers.size() > 0 && followers.nextAt()! <= wall) {
      const { at, value } = followers.pop()!;
      if (!value.isGone) submit(at);
    }
  }

  for (const event of timeline) {
    const due = event.at / speed;
    if (due > end) break;
    followUntil(due);
    play(event, due);
  }
  followUntil(end);
  const isOnTime = last.sent <= 0 || (isComplete && until !== undefined);
  return isOnTime ? speed : Math.min(speed, last.at / last.sent);
}

/** Answers one call after the other. A call begins when fewer than 64 before it have no answer. Wall µs. */
function answeringServer(
  rate: number,
): (due: number) => { readonly begun: number; readonly answered: number } {
  const answers = new Float64Array(IN_FLIGHT);
  let taken = 0;
  let free = 0;
  return (due) => {
    const place = taken % IN_FLIGHT;
    const begun = Math.max(due, answers[place]!);
    free = Math.max(begun, free) + 1e6 / rate;
    answers[place] = free;
    taken += 1;
    return { begun, answered: free };
  };
}

/** When each of the pods that are created in turn is bound: the token bucket of the scheduler's client. Wall µs. */
function bindingTimes({ rate, burst }: TokenBucket): (created: number) => number {
  const gap = 1e6 / rate;
  let full = 0;
  return (created) => {
    full = Math.max(full, created) + gap;
    return Math.max(created, full - burst * gap);
  };
}
