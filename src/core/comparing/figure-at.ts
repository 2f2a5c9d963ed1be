/** Finds a figure of a report by the path that `-o json` gives it: `waiting.p95`, `pools["g2"].resources.cpu.utilisation`. */
import { didYouMean } from '../errors/did-you-mean.ts';
import { UserError } from '../errors/user-error.ts';
import type { Figures } from '../measure/figures.ts';
import { type ScalarFigure, scalarFigures } from '../measure/scalar-figures.ts';

/** `amount` is millicores of cpu, bytes of memory and storage, otherwise a count. */
export type FigureUnit = ScalarFigure['unit'] | 'amount';

export interface FoundFigure {
  /** null where the report has no such figure: no pod was bound, or it has no node. */
  readonly value: number | null;
  readonly unit: FigureUnit;
}

const STEP = /\.?([A-Za-z_][\w-]*)|\[\s*"((?:[^"\\]|\\.)*)"\s*\]|\[\s*'((?:[^'\\]|\\.)*)'\s*\]/y;
const TIME =
  /^(?:waiting|phases|makespan|gaps|window|jobs\.(?:duration|makespan))\b|^neverBound\.oldest$|^speed\.(?:lag|answers)\b|^fragmentation\.(?:from|to|efficiency\.waiting)$|\.waiting\.|\.(?:timeAbove\d+|timeOffered|maxAt|added|removed|start|completion|duration)$/;
const NUMBER_OF = /(?:^|\.)(?:n|count|neverBound|leftTruncated|complete|closed)$/;
const RATIO =
  /^fragmentation\.(?:balance\.|efficiency\.(?!waiting))|\.(?:utilisation|share|sigma|range|distortion)$|\.resources\..+\.p95$/;
const AMOUNT = /\.(?:requested|allocatable|stranded|peak)\.\w+$/;

/**
 * Names that keep dots or slashes stand in brackets. An entry of a list is named by its name, pool, node or reason. A group of figures with
 * a `count` counts with it: `neverBound`.
 *
 * @param isExample - a resource, pool, node or group that the report does not have stands for one that it has.
 * @throws {UserError} (usage) for a path that no report has.
 */
export function figureAt(report: Figures, path: string, isExample = false): FoundFigure {
  const derived = scalarFigures(report).find(({ figure }) => figure === path);
  if (derived) return { value: derived.value, unit: derived.unit };
  const steps = stepsOf(path);
  let value: unknown = report;
  for (const [index, step] of steps.entries()) {
    if (value === null) return { value: null, unit: unitOf(steps) };
    const found = entryOf(value, step);
    const next =
      found !== undefined ? found : isExample ? anyEntry(value, steps, index) : absentGroup(steps, index);
    if (next === undefined && isMissingEntry(value, steps, index))
      return { value: null, unit: unitOf(steps) };
    if (next === undefined) throw unknownFigure(path, step, value);
    value = next;
  }
  const counted = countOf(value);
  if (counted !== undefined) return { value: counted, unit: 'count' };
  if (typeof value === 'number' || value === null) return { value, unit: unitOf(steps) };
  throw unknownFigure(path, steps.at(-1) ?? '', value);
}

function stepsOf(path: string): string[] {
  const steps: string[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const at = STEP.lastIndex;
    const match = STEP.exec(path);
    if (!match || (at === 0 && path.startsWith('.'))) {
      throw new UserError(`${path} is no path of a figure`, { next: EXAMPLES });
    }
    steps.push((match[1] ?? match[2] ?? match[3]!).replaceAll(/\\(.)/g, '$1'));
  }
  return steps;
}

const EXAMPLES =
  'write a path of -o json, such as waiting.p95 or cluster.resources["nvidia.com/gpu"].utilisation: docs/reference/report-fields.md';

/** Keys that name an entry of a list. */
const NAMES = ['name', 'pool', 'node', 'reason'] as const;

function entryOf(value: unknown, step: string): unknown {
  if (Array.isArray(value)) {
    return value.find((entry: Readonly<Record<string, unknown>>) => NAMES.some((key) => entry[key] === step));
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[step];
}

/** Some resource, pool, node or group. */
function anyEntry(value: unknown, steps: readonly string[], index: number): unknown {
  return isMissingEntry(value, steps, index) ? Object.values(value as object)[0] : undefined;
}

/** What a report leaves out where there is nothing of it counts as 0. */
function absentGroup(steps: readonly string[], index: number): unknown {
  const path = steps.slice(0, index + 1).join('.');
  if (path === 'pods.older') return 0;
  if (path === 'scaling' || steps[index] === 'used') return null;
  if (path === 'replicas') return [];
  return path === 'containers' ? NO_FAILURES : path === 'jobs' ? NO_JOBS : undefined;
}

const NO_FAILURES = { restarts: 0, restartedPods: 0, failures: [], readinessLost: 0 };
const NO_DURATION = { n: 0, mean: null, p50: null, p90: null, p95: null, p99: null, max: null };
const NO_JOBS = {
  ...{ count: 0, complete: 0, failed: 0, running: 0, duration: NO_DURATION, each: [] },
  makespan: { duration: null, complete: null },
};

/** A resource, pool, node or group that this report does not have: another one may. */
function isMissingEntry(value: unknown, steps: readonly string[], index: number): boolean {
  return Array.isArray(value) || steps[index - 1] === 'resources';
}

function countOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('count' in value)) return undefined;
  return typeof value.count === 'number' ? value.count : undefined;
}

function unitOf(steps: readonly string[]): FigureUnit {
  const path = steps.join('.');
  if (NUMBER_OF.test(path)) return 'count';
  if (RATIO.test(path)) return 'ratio';
  if (TIME.test(path)) return 'microseconds';
  return AMOUNT.test(path) ? 'amount' : 'count';
}

function unknownFigure(path: string, step: string, value: unknown): UserError {
  const names =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const meant = didYouMean(step, names);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return new UserError(`no report has the figure ${path}${hint}`, {
    next: names.length === 0 ? EXAMPLES : `here a report has ${names.join(', ')}`,
  });
}
