/** Draws times from the random streams of a scenario, as integer microseconds; a time beyond what a scenario can hold never comes. */

import { type Distribution, quantile } from '../distributions/families/distribution.ts';
import { randomStream } from '../distributions/random-stream.ts';
import { UserError } from '../errors/user-error.ts';
import { graceSecondsOf } from '../objects/grace-period.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { type Microseconds, NEVER } from '../time/microseconds.ts';
import type { PlannedPod } from './timeline-event.ts';

/** Each call draws one value. */
export type Draw = () => number;

/** Draws from the random stream of this name. A constant needs no stream. */
export function drawTime(distribution: Distribution, seed: number, ...name: readonly string[]): Draw {
  if (distribution.family === 'constant') return () => distribution.value;
  const uniform = randomStream(seed, ...name);
  return () => quantile(distribution, uniform());
}

/** The entry or workload that draws, for errors. */
interface Drawing {
  readonly name: string;
  readonly position: UserError['position'];
}

/**
 * Converts seconds to integer microseconds. A heavy tail draws any time sooner or later: a time of 285 years or more is {@link NEVER}.
 *
 * @throws {UserError} for a negative time.
 */
export function microseconds(seconds: number, { name, position }: Drawing): Microseconds {
  if (seconds >= 0) return Math.min(NEVER, Math.round(seconds * 1e6));
  throw new UserError(`"${name}" drew a negative time (${seconds}s)`, {
    position,
    next: 'check the parameters of its distributions',
  });
}

/** A lifetime as a planned pod has it: null where it never ends. */
export function lifetimeOf(seconds: number, entry: Drawing): Microseconds | null {
  const lifetime = microseconds(seconds, entry);
  return lifetime < NEVER ? lifetime : null;
}

/** The lifetime as the API server sees it: a kubelet reports the end of containers with a delay. A deletion needs no report. */
export function reportedRun<Run extends Pick<PlannedPod, 'lifetime' | 'end'>>(
  run: Run,
  draw: Draw | undefined,
  entry: Drawing,
): Run {
  if (!draw) return run;
  const delay = microseconds(draw(), entry);
  if (run.lifetime === null || run.end === 'deleted') return run;
  return { ...run, lifetime: run.lifetime + delay };
}

/** Most pods wait for ever, so most planned pods do without the field. */
export function patienceOf(draw: Draw | undefined, entry: Drawing): Pick<PlannedPod, 'patience'> {
  const patience = draw && microseconds(draw(), entry);
  return patience === undefined || patience >= NEVER ? {} : { patience };
}

/** At most the grace period: then a kubelet kills the pod. Most pods have no delay, so most planned pods do without the field. */
export function terminatedDelay(
  delay: Microseconds,
  { spec }: PodTemplate,
): Pick<PlannedPod, 'terminatedDelay'> {
  const most = graceSecondsOf(spec) * 1e6;
  return delay > 0 && most > 0 ? { terminatedDelay: Math.min(delay, most) } : {};
}
