/** Writes how the pods of a group run: lifetimes, ends and the delays of their phases. */

import { type Distribution, writtenDistribution } from '../../distributions/families/distribution.ts';
import { writtenTime } from '../../distributions/written/written-values.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import type { Drawn } from '../choice/drawn-form.ts';
import type { GroupFit } from '../pods/fit-group.ts';
import type { EndsFrom } from '../runs/ends-by-age.ts';
import type { KnownRun } from '../runs/heavy-runs.ts';
import { requestsOf } from '../runs/request-shares.ts';
import { writeRequests, writtenWeight } from './write-requests.ts';
import { drawnFrom, type WrittenScenario } from './written-scenario.ts';

/** The keys of the pods that arrive in the window. */
export function writeRun(fit: GroupFit): WrittenScenario {
  return { ...runOf(fit), ...writePhasesOf(fit) };
}

/** The delays of pods that arrive in the window. */
export function writePhasesOf(fit: GroupFit): WrittenScenario {
  const withdrawn = drawnFrom(fit, 'withdrawn');
  const { phases: shared } = writePhases(fit) as { readonly phases?: WrittenScenario };
  const phases = {
    ...shared,
    ...(withdrawn && { withdrawn: writtenDistribution(withdrawn) }),
  };
  return Object.keys(phases).length > 0 ? { phases } : {};
}

/** The entries of the pods that ran when the window opened, one by one: each with its age, its own requests, and the rest of its run. */
export function writePresent(fit: GroupFit): WrittenScenario[] {
  return (fit.runs?.present ?? []).map((stratum) => ({
    ...writeRequests(fit, stratum.requests),
    ages: stratum.pods.map(({ age, known }) =>
      known ? { age: writtenTime(age), ...writeKnown(known) } : writtenTime(age),
    ),
    ...lawOf('lifetime', stratum.lifetime),
    ...lawOf('residual', stratum.residual),
    ...endOf(stratum.ends),
  }));
}

/** The entry of the pods that are written one by one, each with its own time, requests and run; undefined where there are none. */
export function writeKept({ group, runs }: GroupFit): WrittenScenario | undefined {
  if (!runs?.kept || runs.kept.pods.length === 0) return undefined;
  const { pods, lifetime, ends } = runs.kept;
  const own = requestsOf(group.template);
  const none = Object.fromEntries(Object.keys(own).map((resource) => [resource, 0]));
  return {
    arrivals: pods.map(({ pod: { created, template }, known }) => {
      const requests = { ...none, ...requestsOf(template) };
      return {
        at: writtenTime(Math.max(0, created)),
        ...writeKnown(known),
        ...(canonicalJson(requests) !== canonicalJson(own) && { requests }),
      };
    }),
    ...lawOf('lifetime', lifetime),
    ...endOf(ends),
  };
}

function writeKnown({ lifetime, longerThan }: KnownRun): WrittenScenario {
  return {
    ...(lifetime !== undefined && { lifetime: writtenTime(lifetime) }),
    ...(longerThan !== undefined && { longerThan: writtenTime(longerThan) }),
  };
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
  return withSharedEnd(
    strata.map((stratum) => ({
      weight: writtenWeight(stratum.pods),
      ...(stratum.from !== undefined && { from: writtenTime(stratum.from) }),
      ...(stratum.until !== undefined && { until: writtenTime(stratum.until) }),
      ...writeRequests(fit, stratum.requests),
      ...endOf(stratum.ends),
      ...lawOf('lifetime', stratum.lifetime),
    })),
  );
}

/** The end that most members have is that of the entry: a member without one takes it from there. */
function withSharedEnd(members: readonly WrittenScenario[]): WrittenScenario {
  const written = members.map(({ end }) => (end === undefined ? undefined : canonicalJson(end)));
  if (written.includes(undefined)) return { mix: members };
  const count = (end: string | undefined): number => written.filter((each) => each === end).length;
  const most = written.reduce((best, end) => (count(end) > count(best) ? end : best));
  if (count(most) < 2) return { mix: members };
  const shared = members[written.indexOf(most)]!.end;
  return {
    end: shared,
    mix: members.map((member, index) => {
      const { end: _shared, ...own } = member;
      return written[index] === most ? own : member;
    }),
  };
}

function lawOf(key: string, choice: Drawn | undefined): WrittenScenario {
  const distribution = choice?.distribution;
  return distribution ? { [key]: writtenDistribution(distribution) } : {};
}

/** The phases after bound, for pods of workloads too: the scheduler decides how long a pod waits for its node, not the scenario. */
export function writePhases(fit: GroupFit): WrittenScenario {
  const phases = (['started', 'ready', 'finished'] as const).flatMap(
    (phase): (readonly [string, unknown])[] => {
      const distribution = drawnFrom(fit, phase);
      // 0s is the default of both.
      if (!distribution || (phase !== 'finished' && isZero(distribution))) return [];
      return [[phase, writtenDistribution(distribution)]];
    },
  );
  const load = fit.fits.find(({ quantity }) => quantity === 'started')?.load;
  if (load) phases.splice(1, 0, ['perStart', writtenTime(load.perStart)]);
  return phases.length > 0 ? { phases: Object.fromEntries(phases) } : {};
}

function isZero(distribution: Distribution): boolean {
  return distribution.family === 'constant' && distribution.value === 0;
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
