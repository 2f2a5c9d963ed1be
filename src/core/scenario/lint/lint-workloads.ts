/** Warns of workloads that are probably a mistake: never done, never ending, out of order, or with pod names that others use. */

import { type Problem, warningAt } from '../../errors/problem.ts';
import { formatPosition, type SourcePosition } from '../../errors/user-error.ts';
import { shownDuration } from '../../time/duration.ts';
import { neverEnds } from '../never-ends.ts';
import type { DrawnPods, PodEntry, Scenario, Workload } from '../scenario.ts';
import { dnsLabel, dnsSubdomain } from '../server-rules/name-syntax.ts';
import { refusedNameMessage } from './lint-names.ts';
import { neverHappens } from './lint-times.ts';

export function lintWorkloads(scenario: Scenario): Problem[] {
  return [
    ...scenario.workloads.flatMap((workload) => [
      ...refusedName(workload),
      ...neverDone(workload),
      ...neverAtRest(workload, scenario),
      ...toNothing(workload),
      ...afterTheEnd(workload, scenario),
      ...unordered(workload),
    ]),
    ...sharedPodNames(scenario),
  ];
}

/** One entry of drawn pods for each workload, so that the rules about pods also check workloads. */
export function podsOfWorkloads(scenario: Scenario): PodEntry[] {
  return scenario.workloads.map(
    ({
      kind: _kind,
      steps,
      job: _job,
      claimTemplates: _claims,
      schedule: _schedule,
      series: _series,
      strategy: _strategy,
      ...shape
    }): DrawnPods => {
      const start = Math.min(...steps.map((step) => step.at));
      const arrivals = { family: 'constant', value: 0 } as const;
      return {
        ...shape,
        kind: 'drawn',
        arrivals,
        start,
        count: 0,
        until: undefined,
        requests: undefined,
        burst: undefined,
        pace: undefined,
        jitter: undefined,
        first: undefined,
        ends: undefined,
        competingEnds: undefined,
        mix: undefined,
        ages: undefined,
        residual: undefined,
      };
    },
  );
}

/** Longest names of kinds whose pods or labels are called after them (pkg/apis/batch/validation). */
const LONGEST: Readonly<Partial<Record<Workload['kind'], number>>> = { Job: 63, CronJob: 52 };

function refusedName({ kind, name, series, position }: Workload): Problem[] {
  const test = kind === 'StatefulSet' ? dnsLabel : dnsSubdomain;
  if (test(name) !== undefined) return [warningAt('refused-name', position, refusedNameMessage(name, kind))];
  const longest = LONGEST[series ? 'CronJob' : kind] ?? name.length;
  if (name.length <= longest) return [];
  const message = `"${name}" has ${name.length} characters: a ${kind}${series ? ' with arrivals' : ''} may have ${longest}`;
  return [warningAt('refused-name', position, message)];
}

function neverDone({ kind, name, lifetime, template, job, position }: Workload): Problem[] {
  if (job === undefined || lifetime !== null || job.completions === 0) return [];
  if (job.activeDeadlineSeconds !== undefined || template.spec.activeDeadlineSeconds != null) return [];
  const message = `${kind} "${name}" is never done: its pods have no lifetime`;
  return [warningAt('job-never-done', position, message)];
}

function neverAtRest(workload: Workload, scenario: Scenario): Problem[] {
  if (scenario.duration !== undefined || !neverEnds(workload)) return [];
  const { kind, name, position } = workload;
  const message = `${kind} "${name}" creates pods for ever: replay needs a duration, here or as --duration`;
  return [warningAt('workload-never-ends', position, message)];
}

function toNothing({ kind, name, steps, series }: Workload): Problem[] {
  const [first] = steps;
  const pods = series ? series.sizes.map(({ parallelism }) => parallelism) : steps.map((step) => step.pods);
  if (!first || pods.some((count) => count > 0)) return [];
  const message = `${kind} "${name}" never has a pod: it is never scaled above 0`;
  return [warningAt('workload-without-pods', first.position, message)];
}

function afterTheEnd({ steps }: Workload, { duration }: Scenario): Problem[] {
  if (duration === undefined) return [];
  // The first step is the workload itself, which the rules about pods check.
  return steps.slice(1).flatMap((step) => neverHappens(step, duration));
}

/** Entries of one workload that are not in order of time. The order of different workloads does not matter. */
function unordered({ kind, name, steps }: Workload): Problem[] {
  const asWritten = [...steps].sort(
    ({ position: left }, { position: right }) =>
      (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0),
  );
  let latest = 0;
  return asWritten.flatMap(({ at, position }): Problem[] => {
    if (at >= latest) {
      latest = at;
      return [];
    }
    const message = `this entry of ${kind} "${name}" (${shownDuration(at)}) is written after a later one (${shownDuration(latest)}); it is played in order of time`;
    return [warningAt('out-of-order', position, message)];
  });
}

/** Pods have the name of their workload or entry with a number, so two of one name would make pods of the same names. */
function sharedPodNames({ workloads, pods }: Scenario): Problem[] {
  const seen = new Map<string, SourcePosition>();
  for (const entry of pods) {
    if (entry.kind !== 'drawn') continue;
    const key = `${entry.namespace}/${entry.name}`;
    if (!seen.has(key)) seen.set(key, entry.position);
  }
  return workloads.flatMap(({ kind, namespace, name, series, position }): Problem[] => {
    // The pods of a CronJob, and of Jobs that arrive, have the names of the Jobs.
    if (kind === 'CronJob' || series) return [];
    const key = `${namespace}/${name}`;
    const first = seen.get(key);
    if (!first) {
      seen.set(key, position);
      return [];
    }
    const message = `${kind} "${key}" names its pods as the entry at ${formatPosition(first)} does: ${name}-0, ${name}-1, …`;
    return [warningAt('duplicate-pod', position, message)];
  });
}
