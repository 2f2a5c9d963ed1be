/** Turns known bursts into a pace: the place of each is certain, and its number of pods and their times are drawn. */

import { LARGEST_FACTOR, type RateProfile, type RateStep } from './rate-profile.ts';

/**
 * No pod arrives between the bursts. A burst lasts from its first pod to one mean gap, or one stamp, after its last.
 *
 * @param bursts - the times of their pods, each in the order of time, in seconds.
 * @param window - in seconds.
 * @param resolution - of the times, in seconds.
 */
export function paceOfBursts(
  bursts: readonly (readonly number[])[],
  window: number,
  resolution: number,
): RateProfile {
  const pods = bursts.reduce((sum, { length }) => sum + length, 0);
  const steps: RateStep[] = bursts[0]?.[0] === 0 ? [] : [{ at: 0, factor: 0 }];
  for (const [index, times] of bursts.entries()) {
    const [first, last] = [times[0]!, times.at(-1)!];
    const share = (times.length / pods) * window;
    const gap = (last - first) / Math.max(1, times.length - 1);
    const length = Math.max(last - first + Math.max(gap, resolution), share / LARGEST_FACTOR);
    const end = bursts[index + 1]?.[0] ?? window;
    // A burst at the end of the window has no room behind its first pod, so it begins earlier.
    const at = Math.max(steps.at(-1)?.at ?? 0, Math.min(first, end - length));
    const until = Math.min(at + length, end);
    if (steps.at(-1)?.at === at) steps.pop();
    steps.push({ at, factor: Math.min(LARGEST_FACTOR, share / (until - at)) });
    if (until < end) steps.push({ at: until, factor: 0 });
  }
  return { every: undefined, steps };
}
