/** Writes how the pods of a group run: lifetimes, ends and the delays of their phases. */

import { writtenDistribution } from '../../distributions/families/distribution.ts';
import { writtenTime } from '../../distributions/written/written-values.ts';
import type { Drawn } from '../choice/drawn-form.ts';
import type { GroupFit } from '../pods/fit-group.ts';
import type { EndsFrom } from '../runs/ends-by-age.ts';
import { writeRequests } from './write-requests.ts';
import { drawnFrom, type WrittenScenario } from './written-scenario.ts';

/** The keys of the pods that arrive in the window. */
export function writeRun(fit: GroupFit): WrittenScenario {
  const [withdrawn, finished] = [drawnFrom(fit, 'withdrawn'), drawnFrom(fit, 'finished')];
  const { phases: shared } = writePhases(fit) as { readonly phases?: WrittenScenario };
  const phases = {
    ...shared,
    ...(withdrawn && { withdrawn: writtenDistribution(withdrawn) }),
    ...(finished && { finished: writtenDistribution(finished) }),
  };
  return { ...runOf(fit), ...(Object.keys(phases).length > 0 && { phases }) };
}

/** The entries of the pods that ran when the window opened, one by one: each with its age, its own requests, and the rest of its run. */
export function writePresent(fit: GroupFit): WrittenScenario[] {
  return (fit.runs?.present ?? []).map((stratum) => ({
    ...writeRequests(fit, stratum.requests),
    ages: stratum.ages.map(writtenTime),
    ...lawOf('lifetime', stratum.lifetime),
    ...lawOf('residual', stratum.residual),
    ...endOf(stratum.ends),
  }));
}

/** One run for all pods, or a mix of the strata: by time of arrival, and by size. */
function runOf(fit: GroupFit): WrittenScenario {
  const strata = fit.runs?.strata ?? [];
  const [first] = strata;
  if (!first) return {};
  if (strata.length === 1)
    return {
      ...writeRequests(fit, first.requests),
      ...endOf(first.ends),
      ...lawOf('lifetime', first.lifetime),
    };
  return {
    mix: strata.map((stratum) => ({
      weight: stratum.pods,
      ...(stratum.from !== undefined && { from: writtenTime(stratum.from) }),
      ...(stratum.until !== undefined && { until: writtenTime(stratum.until) }),
      ...writeRequests(fit, stratum.requests),
      ...endOf(stratum.ends),
      ...lawOf('lifetime', stratum.lifetime),
    })),
  };
}

function lawOf(key: string, choice: Drawn | undefined): WrittenScenario {
  const distribution = choice?.distribution;
  return distribution ? { [key]: writtenDistribution(distribution) } : {};
}

/** The phases after bound, for pods of workloads too: the scheduler decides how long a pod waits for its node, not the scenario. */
export function writePhases(fit: GroupFit): WrittenScenario {
  const phases = (['started', 'ready'] as const).flatMap((phase): (readonly [string, unknown])[] => {
    const distribution = drawnFrom(fit, phase);
    return distribution ? [[phase, writtenDistribution(distribution)]] : [];
  });
  const load = fit.fits.find(({ quantity }) => quantity === 'started')?.load;
  if (load) phases.splice(1, 0, ['perStart', writtenTime(load.perStart)]);
  return phases.length > 0 ? { phases: Object.fromEntries(phases) } : {};
}

function endOf(ends: readonly EndsFrom[]): WrittenScenario {
  const [first, second] = ends;
  if (!first) return {};
  if (second)
    return {
      end: ends.map(({ from, counts }) => ({ from: writtenTime(from), ...Object.fromEntries(counts) })),
    };
  const [[only] = []] = first.counts;
  return { end: first.counts.size === 1 ? only : Object.fromEntries(first.counts) };
}
