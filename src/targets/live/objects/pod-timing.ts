/** Computes a pod's phase delays and lifetime as wall durations, and the annotations from which keg's own Stages read them. */
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { activeDeadline } from '../../../core/timeline/active-deadline.ts';
import type { PlannedIncident, PlannedPod } from '../../../core/timeline/timeline-event.ts';

/** Go durations. Only the Stages of stage-objects.ts read these names. */
export const START_DELAY = 'keg.dev/start-delay';
export const READY_DELAY = 'keg.dev/ready-delay';
export const END_DELAY = 'keg.dev/end-delay';
/** Present where the pod is ready as soon as it has started. */
export const READY_AT_START = 'keg.dev/ready-at-start';
/** `Succeeded` or `Failed`. */
export const END_PHASE = 'keg.dev/end-phase';

/** When the phases of a bound pod begin, in microseconds of wall time. */
export interface PodTiming {
  /** bound → started. */
  readonly start: Microseconds;
  /** What each other start under way on its node when it is bound adds to `start`. */
  readonly perStart: Microseconds;
  /** started → ready; undefined: never. */
  readonly ready: Microseconds | undefined;
  /** started → its end; undefined: never. */
  readonly end: Microseconds | undefined;
  readonly phase: PlannedPod['end'];
  /** created → its deletion if it is not bound by then; undefined: never. */
  readonly withdrawn?: Microseconds;
  /** bound → its deadline; undefined: it has none. */
  readonly deadline?: Microseconds;
  /** How long its containers take to stop where its deadline ends them. Default 0. */
  readonly stopping?: Microseconds;
  /** deletion → gone, of a pod that was bound; undefined: gone as soon as it is deleted. */
  readonly terminated?: Microseconds;
  /** What happens while it runs; `after` counts from bound. */
  readonly incidents?: readonly PlannedIncident[];
}

/**
 * A pod that would become ready after its end never becomes ready, as on the embedded cluster. A simulated pod is gone as soon as it is
 * deleted, so it is deleted when it would be gone, and holds its room until then.
 *
 * @param gracefully whether a deleted pod stays until keg ends it.
 */
export function podTiming(plan: PlannedPod, speed: number, gracefully = false): PodTiming {
  const { startDelay, delayPerStart = 0, readyDelay, lifetime, terminatedDelay = 0 } = plan;
  const { end, patience, incidents } = plan;
  const held = end === 'deleted' && !gracefully ? terminatedDelay : 0;
  const deadline = activeDeadline(plan);
  const isReady = readyDelay !== null && (lifetime === null || readyDelay <= lifetime);
  return {
    start: Math.round(startDelay / speed),
    perStart: delayPerStart / speed,
    ready: isReady ? Math.round(readyDelay / speed) : undefined,
    end: lifetime === null ? undefined : Math.round((lifetime + held) / speed),
    phase: end,
    ...(patience === undefined ? {} : { withdrawn: Math.round(patience / speed) }),
    ...(deadline !== undefined && {
      deadline: Math.round(deadline / speed),
      stopping: Math.round(terminatedDelay / speed),
    }),
    ...(gracefully && terminatedDelay > 0 ? { terminated: Math.round(terminatedDelay / speed) } : {}),
    ...(incidents && {
      incidents: incidents.map((each) => ({ ...each, after: Math.round(each.after / speed) })),
    }),
  };
}

/**
 * keg sends the phases of a pod that no Stage can carry out: a delay that depends on other starts is not known when the pod is created, and no annotation
 * contains restarts, exit codes or a deadline.
 */
export function canBeStaged(plan: PlannedPod): boolean {
  const { delayPerStart = 0, incidents, outcome } = plan;
  const isUsual = incidents === undefined && outcome === undefined;
  return delayPerStart === 0 && isUsual && activeDeadline(plan) === undefined;
}

/** Whether something ends the pod that is planned. */
export function endsByItself({ end, deadline }: PodTiming): boolean {
  return end !== undefined || deadline !== undefined;
}

/** For KWOK: each delay counts from the change before it. Deletions are sent by keg. */
export function timingAnnotations({ start, ready, end, phase }: PodTiming): Record<string, string> {
  return {
    [START_DELAY]: `${start}us`,
    ...(ready === 0
      ? { [READY_AT_START]: 'true' }
      : ready === undefined
        ? {}
        : { [READY_DELAY]: `${ready}us` }),
    ...(end === undefined || phase === 'deleted'
      ? {}
      : { [END_DELAY]: `${end - (ready ?? 0)}us`, [END_PHASE]: phase === 'failed' ? 'Failed' : 'Succeeded' }),
  };
}

/** The delays of `timingAnnotations`, longer than any replay. */
export function heldAnnotations(timing: PodTiming): Record<string, string> {
  const delays = [START_DELAY, READY_DELAY, END_DELAY];
  const present = Object.keys(timingAnnotations(timing)).filter((key) => delays.includes(key));
  return Object.fromEntries(present.map((key) => [key, '87600h']));
}
