/** Workloads that are allowed but probably not meant: never done, never ending, out of order, or in the way of other pods. */

import type { Problem } from '../../errors/problem.ts';
import { formatPosition, type SourcePosition } from '../../errors/user-error.ts';
import { formatDuration } from '../../time/duration.ts';
import { neverEnds } from '../never-ends.ts';
import type { DrawnPods, PodEntry, Scenario, Workload } from '../scenario.ts';
import { SUBDOMAIN } from './lint-names.ts';

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
    ...inTheWay(scenario),
  ];
}

/** Pods drawn from the template of each workload: what the other rules ask about pods, they can ask about these. */
export function workloadPods(scenario: Scenario): PodEntry[] {
  return scenario.workloads.map(({ kind: _kind, steps, job: _job, ...shape }): DrawnPods => {
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
      ends: undefined,
      competingEnds: undefined,
    };
  });
}

function warning(position: SourcePosition, message: string): Problem {
  return { code: 'unlikely-value', severity: 'warning', position, message };
}

function refusedName({ kind, name, position }: Workload): Problem[] {
  if (SUBDOMAIN.test(name)) return [];
  const message = `"${name}" is no name that Kubernetes takes for a ${kind} (lower case letters, digits, - and .)`;
  return [warning(position, message)];
}

function neverDone({ kind, name, lifetime, job, position }: Workload): Problem[] {
  if (kind !== 'Job' || lifetime !== null || job?.completions === 0) return [];
  return [warning(position, `Job "${name}" is never done: its pods have no lifetime`)];
}

function neverAtRest(workload: Workload, scenario: Scenario): Problem[] {
  if (scenario.duration !== undefined || !neverEnds(workload)) return [];
  const { kind, name, position } = workload;
  const message = `${kind} "${name}" replaces its pods for ever: replay needs a duration, here or as --duration`;
  return [warning(position, message)];
}

function toNothing({ kind, name, steps }: Workload): Problem[] {
  const [first] = steps;
  if (first?.pods !== 0 || steps.some((step) => step.pods > 0)) return [];
  return [warning(first.position, `${kind} "${name}" never has a pod: it is never scaled above 0`)];
}

function afterTheEnd({ steps }: Workload, { duration }: Scenario): Problem[] {
  if (duration === undefined) return [];
  // The first step stands for the workload as a whole, which the rules about pods tell of.
  return steps.slice(1).flatMap(({ at, position }): Problem[] => {
    if (at <= duration) return [];
    const message = `never happens: ${formatDuration(at)} is after the scenario's duration of ${formatDuration(duration)}`;
    return [warning(position, message)];
  });
}

/** Entries of one workload; different workloads are best written one after the other, whatever their times. */
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
    const message = `this entry of ${kind} "${name}" (${formatDuration(at)}) is written after a later one (${formatDuration(latest)}); it is played in order of time`;
    return [warning(position, message)];
  });
}

/** Pods are named after their workload or entry: two of one name get in each other's way. */
function inTheWay({ workloads, pods }: Scenario): Problem[] {
  const seen = new Map<string, SourcePosition>();
  for (const entry of pods) {
    if (entry.kind !== 'drawn') continue;
    const key = `${entry.namespace}/${entry.name}`;
    if (!seen.has(key)) seen.set(key, entry.position);
  }
  return workloads.flatMap(({ kind, namespace, name, position }): Problem[] => {
    const key = `${namespace}/${name}`;
    const first = seen.get(key);
    if (!first) {
      seen.set(key, position);
      return [];
    }
    const message = `${kind} "${key}" names its pods as the entry at ${formatPosition(first)} does: ${name}-0, ${name}-1, …`;
    return [warning(position, message)];
  });
}
