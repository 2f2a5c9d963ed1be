/** Gives pods that are listed by their times or ages the runs that the list has for them. */
import { type Distribution, drawBeyond } from '../distributions/families/distribution.ts';
import { randomStream } from '../distributions/random-stream.ts';
import { isListed } from '../scenario/build-arrivals.ts';
import type { OwnRun } from '../scenario/own-run.ts';
import type { DrawnPods } from '../scenario/scenario.ts';

/** The own run of each pod, by its number; undefined where no pod has one. */
export function ownRunsOf({ arrivals, ages }: DrawnPods): readonly (OwnRun | undefined)[] | undefined {
  const listed = ages ?? (isListed(arrivals) ? arrivals : []);
  if (!listed.some(({ own }) => own)) return undefined;
  if (ages) return ages.map(({ own }) => own);
  return isListed(arrivals)
    ? arrivals.flatMap(({ count, own }) => Array<OwnRun | undefined>(count).fill(own))
    : undefined;
}

/**
 * The lifetime of an own run in seconds; null: for ever. Undefined where the list leaves it to the entry.
 *
 * @param age - of the pod at its arrival, in seconds.
 */
export function ownLifetimeDraw(
  { lifetime, residual, name }: DrawnPods,
  seed: number,
): (own: OwnRun, age: number) => number | null | undefined {
  const uniform = randomStream(seed, name, 'longer than');
  const beyond = (law: Distribution | null, from: number): number | null =>
    law ? drawBeyond(law, from, uniform()) : null;
  return (own, age) => {
    if (own.lifetime !== undefined) return own.lifetime / 1e6 - age;
    if (own.longerThan === undefined) return undefined;
    const least = Math.max(age, own.longerThan / 1e6);
    if (residual) return beyond(residual, least - age);
    const drawn = beyond(lifetime, least);
    return drawn === null ? null : drawn - age;
  };
}
