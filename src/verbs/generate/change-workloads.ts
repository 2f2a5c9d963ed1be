/** Makes the workloads of a scenario larger or smaller, and the series of a CronJob's runs longer. */

import { writtenTime } from '../../core/distributions/written/written-values.ts';
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import type { Scenario, Workload } from '../../core/scenario/scenario.ts';
import { changedArrivals } from './change-arrivals.ts';
import { type Changes, keptAsWritten, type Written } from './changes.ts';

/**
 * Returns the entries of `events.workloads` with the changes: replicas with their ages, completions and parallelism × `amplify`, at least 1 where there was one;
 * a CronJob runs `amplify` times as often, and Jobs that arrive come so. DaemonSets follow the nodes and stay as they are.
 *
 * @param length - of the scenario as it is written, in integer microseconds; 0 where it is not known.
 * @param problems receives what stays as it is.
 */
export function changedWorkloads(
  entries: readonly Written[],
  scenario: Scenario,
  changes: Changes,
  length: number,
  problems: Problem[],
): Written[] {
  const { amplify, duration } = changes;
  const daemons = scenario.workloads.filter(({ kind }) => kind === 'DaemonSet').length;
  if (daemons > 0 && amplify !== 1)
    problems.push(
      keptAsWritten(`not multiplied: ${counted(daemons, 'DaemonSet')} (a pod on every matching node)`),
    );
  const drawn = scenario.workloads.filter(({ series }) => series).length;
  if (scenario.workloads.length > daemons + drawn && duration !== undefined)
    problems.push(
      keptAsWritten(
        'workloads keep the times of their entries; only the runs of CronJobs and Jobs with arrivals go on to the new end',
      ),
    );
  const stretch = duration !== undefined && length > 0 ? duration / length : 1;
  const built = new Map(scenario.workloads.map((each) => [keyOf(each), each]));
  const seen = new Set<string>();
  return entries.map((entry) => {
    const key = keyOf({
      kind: entry.kind as string,
      namespace: (entry.namespace as string | undefined) ?? 'default',
      name: entry.name as string,
    });
    const isFirst = !seen.has(key);
    seen.add(key);
    const workload = built.get(key);
    if (workload?.series) return changedArrivals(entry, workload.series.arrivals, changes, stretch, length);
    return workload ? changedEntry(entry, workload, isFirst, amplify, stretch) : entry;
  });
}

function keyOf({ kind, namespace, name }: { kind: string; namespace: string; name: string }): string {
  return JSON.stringify([kind, namespace, name]);
}

/** The numbers that an entry names, and in the first one also those that it leaves to their default of 1. */
function changedEntry(
  entry: Written,
  { kind, schedule }: Workload,
  isFirst: boolean,
  amplify: number,
  stretch: number,
): Written {
  if (schedule) {
    return {
      ...entry,
      every: writtenTime(schedule.every / 1e6 / amplify),
      ...(schedule.until !== undefined && { until: writtenTime((schedule.until * stretch) / 1e6) }),
    };
  }
  const keys = kind === 'Job' ? ['completions', 'parallelism'] : kind === 'DaemonSet' ? [] : ['replicas'];
  const grown = keys.flatMap((key) => {
    const before = entry[key] ?? (isFirst && amplify !== 1 ? 1 : undefined);
    if (typeof before !== 'number') return [];
    return [[key, before === 0 ? 0 : Math.max(1, Math.round(before * amplify))] as const];
  });
  return { ...entry, ...Object.fromEntries(grown), ...grownAges(entry, amplify) };
}

/** The pods that were there before are among the replicas: each age about as often as the others. */
function grownAges({ ages }: Written, amplify: number): Written {
  if (!Array.isArray(ages)) return {};
  const count = Math.round(ages.length * amplify);
  return {
    ages: Array.from({ length: count }, (_, index) => ages[Math.floor((index * ages.length) / count)]),
  };
}
