/** Writes when the pods of a group arrive: gaps, pace and bursts. */

import { writtenDistribution } from '../../distributions/families/distribution.ts';
import { writtenTime } from '../../distributions/written/written-values.ts';
import type { RecordedArrival } from '../arrivals/arrival-model.ts';
import type { GroupFit } from '../pods/fit-group.ts';
import { drawnFrom, type WrittenScenario } from './written-scenario.ts';

type FittedArrivals = Pick<GroupFit, 'arrived' | 'recorded' | 'beat' | 'rateProfile' | 'burstSize' | 'fits'>;

/** The keys of arrivals, or undefined where no pod arrived in the window. */
export function writeArrivals(fit: FittedArrivals, window: number): WrittenScenario | undefined {
  if (fit.arrived === 0) return undefined;
  if (fit.recorded) return { arrivals: fit.recorded.map(writtenArrival), ...gapInBursts(fit) };
  const gaps = drawnFrom(fit, 'arrivals');
  if (!gaps) return undefined;
  return {
    arrivals: writtenDistribution(gaps),
    ...beatOf(fit),
    ...writtenProfile(fit),
    ...burstOf(fit),
    until: writtenTime(fit.beat?.until ?? window),
  };
}

function writtenArrival({ at, count }: RecordedArrival): unknown {
  return count === 1 ? writtenTime(at) : { at: writtenTime(at), count };
}

function beatOf({ beat }: FittedArrivals): WrittenScenario {
  if (!beat) return {};
  return {
    first: writtenTime(beat.first),
    ...(beat.jitter && { jitter: writtenDistribution(beat.jitter) }),
  };
}

function writtenProfile({ rateProfile }: FittedArrivals): WrittenScenario {
  if (rateProfile.steps.length < 2) return {};
  const written = rateProfile.steps.map(({ at, factor }) => ({
    at: writtenTime(at),
    factor: Number(factor.toPrecision(6)),
  }));
  // Of a window of microseconds, a step may be rounded to the next one, or to the end.
  const ends = [...written.slice(1).map(({ at }) => at), writtenTime(rateProfile.every ?? Infinity)];
  const steps = written.filter(({ at }, index) => at !== ends[index]);
  return {
    pace: { ...(rateProfile.every !== undefined && { every: writtenTime(rateProfile.every) }), steps },
  };
}

function burstOf(fit: FittedArrivals): WrittenScenario {
  if (!fit.burstSize) return {};
  return { burst: { size: writtenDistribution(fit.burstSize), ...gapInBursts(fit).burst } };
}

function gapInBursts(fit: FittedArrivals): { readonly burst?: WrittenScenario } {
  const gap = drawnFrom(fit, 'burst gaps');
  return gap ? { burst: { gap: writtenDistribution(gap) } } : {};
}
