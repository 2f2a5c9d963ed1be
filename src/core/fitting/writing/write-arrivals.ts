/** Writes when the pods of a group arrive: gaps, pace and bursts. */

import { writtenDistribution } from '../../distributions/families/distribution.ts';
import { writtenTime } from '../../distributions/written/written-values.ts';
import type { GroupFit } from '../pods/fit-group.ts';
import { drawnFrom, type WrittenScenario } from './written-scenario.ts';

/** The keys of arrivals, or undefined where no pod arrived in the window. */
export function writeArrivals(fit: GroupFit, window: number): WrittenScenario | undefined {
  const gaps = drawnFrom(fit, 'arrivals');
  if (fit.arrived === 0 || !gaps) return undefined;
  return {
    arrivals: writtenDistribution(gaps),
    ...writtenProfile(fit),
    ...burstOf(fit),
    until: writtenTime(window),
  };
}

function writtenProfile({ rateProfile }: GroupFit): WrittenScenario {
  if (rateProfile.steps.length < 2) return {};
  const steps = rateProfile.steps.map(({ at, factor }) => ({
    at: writtenTime(at),
    factor: Number(factor.toPrecision(6)),
  }));
  return {
    pace: { ...(rateProfile.every !== undefined && { every: writtenTime(rateProfile.every) }), steps },
  };
}

function burstOf(fit: GroupFit): WrittenScenario {
  if (!fit.burstSize) return {};
  const gap = drawnFrom(fit, 'burst gaps');
  return {
    burst: { size: writtenDistribution(fit.burstSize), ...(gap && { gap: writtenDistribution(gap) }) },
  };
}
