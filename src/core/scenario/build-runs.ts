/** Reads how drawn pods run: their requests, lifetimes and ends, also where these belong together, and the ages of pods that exist at 0s. */
import type { Distribution } from '../distributions/families/distribution.ts';
import type { ResourceList } from '../objects/pod.ts';
import type { DrawnArrivals } from './drawn-arrivals.ts';
import { buildOwnRun } from './own-run.ts';
import type { Path } from './positioned-yaml.ts';
import { readIn, readTime } from './read-time.ts';
import type { Reporter } from './reporter.ts';
import { parseRequestsTable } from './requests-table.ts';
import type {
  AgedEnds,
  CompetingEnd,
  DrawnPods,
  DrawnRequests,
  MixMember,
  PodEnd,
  PresentPod,
  WeightedEnd,
} from './scenario.ts';
import { readAmountOf, type WrittenDistribution } from './schema/distribution.ts';
import type { PodFields } from './schema/pod-entry.ts';

type RunKeys = 'lifetime' | 'requests' | 'ends' | 'competingEnds' | 'mix' | 'ages' | 'residual';
type Shape = Omit<DrawnPods, 'kind' | keyof DrawnArrivals | RunKeys>;

export function buildDrawn(
  fields: PodFields,
  path: Path,
  arrivals: DrawnArrivals,
  shape: Shape,
  report: Reporter,
): DrawnPods {
  if (fields.arrivalTime !== undefined)
    report.error(
      'conflicting-keys',
      [...path, 'arrivalTime'],
      'goes with one pod; pods with arrivals begin at start',
    );
  const run = buildRun(fields, path, report);
  return { kind: 'drawn', ...shape, ...arrivals, ...run, ages: undefined, residual: undefined };
}

/** Reads pods that exist at 0s. Keys of arrivals are refused. */
export function buildAges(
  fields: PodFields,
  written: NonNullable<PodFields['ages']>,
  path: Path,
  shape: Shape,
  report: Reporter,
): DrawnPods {
  const refused = [
    ...(['arrivals', 'distribution', 'arrivalTime', 'start', 'count', 'until'] as const),
    ...(['burst', 'alike', 'pace', 'jitter', 'first', 'mix', 'ends'] as const),
  ];
  for (const key of refused) {
    if (fields[key] !== undefined)
      report.error('conflicting-keys', [...path, key], 'does not go with ages: these pods exist at 0s');
  }
  if (fields.residual && fields.lifetime)
    report.error('conflicting-keys', [...path, 'residual'], 'excludes lifetime: keep one of them');
  const ages = written.map((each, index): PresentPod => {
    if (typeof each === 'number') return { age: each };
    const place = [...path, 'ages', index];
    if (each.lifetime !== undefined && each.lifetime < each.age)
      report.error('invalid-value', [...place, 'lifetime'], 'is shorter than the age: it ended before 0s');
    const own = buildOwnRun(each, place, report);
    return { age: each.age, ...(own && { own }) };
  });
  return {
    kind: 'drawn',
    ...shape,
    ...buildRun(fields, path, report),
    arrivals: [{ at: 0, count: ages.length }],
    start: 0,
    count: ages.length,
    until: undefined,
    burst: undefined,
    pace: undefined,
    jitter: undefined,
    first: undefined,
    ages,
    residual: readTime(fields.residual, [...path, 'residual'], report),
  };
}

function buildRun(
  fields: PodFields,
  path: Path,
  report: Reporter,
): Omit<Pick<DrawnPods, RunKeys>, 'ages' | 'residual'> {
  if (fields.lifetime !== undefined && fields.evictTime !== undefined) {
    report.error('conflicting-keys', [...path, 'evictTime'], 'is the same as lifetime: keep one of them');
  }
  const evictTime: Distribution | null = fields.evictTime
    ? { family: 'constant', value: fields.evictTime / 1e6 }
    : null;
  return {
    lifetime: readTime(fields.lifetime, [...path, 'lifetime'], report) ?? evictTime,
    requests: fields.requests ? buildRequests(fields.requests, [...path, 'requests'], report) : undefined,
    ends: buildEnds(fields.end, [...path, 'end'], report),
    competingEnds: fields.ends && buildCompetingEnds(fields, path, report),
    mix: fields.mix && buildMix(fields, fields.mix, path, report),
  };
}

/** Reads `mix`. At every time at which pods may arrive, a member must hold; that is checked for the time from 0s on. */
function buildMix(
  fields: PodFields,
  written: NonNullable<PodFields['mix']>,
  path: Path,
  report: Reporter,
): MixMember[] {
  if (fields.ends)
    report.error(
      'conflicting-keys',
      [...path, 'ends'],
      'excludes mix: write lifetime and end in each member',
    );
  const members = written.map((member, index): MixMember => {
    const place = [...path, 'mix', index];
    const { weight = 1, from = 0, until } = member;
    if (until !== undefined && until <= from)
      report.error('invalid-value', [...place, 'until'], 'is not after from');
    return {
      weight,
      from,
      until,
      requests: member.requests && buildRequests(member.requests, [...place, 'requests'], report),
      lifetime: readTime(member.lifetime, [...place, 'lifetime'], report),
      ends: buildEnds(member.end, [...place, 'end'], report, true),
    };
  });
  const edges = [0, ...members.flatMap(({ until }) => until ?? [])];
  const bare = edges.find((at) => !members.some(({ from, until }) => from <= at && at < (until ?? Infinity)));
  if (bare !== undefined)
    report.error('missing-value', [...path, 'mix'], `no member holds at ${bare / 1e6}s: leave out an until`);
  return members;
}

/**
 * Reads `end` as ends by age. Undefined where every pod ends in the one way that the entry's shape has.
 *
 * @param isOwn - whether a single end counts as well, as in a member of a mix.
 */
export function buildEnds(
  written: PodFields['end'],
  path: Path,
  report: Reporter,
  isOwn = false,
): AgedEnds[] | undefined {
  if (written === undefined) return undefined;
  if (typeof written === 'string')
    return isOwn ? [{ from: 0, ends: [{ end: written, weight: 1 }] }] : undefined;
  if (!Array.isArray(written)) return [{ from: 0, ends: weightedEnds(written, path, report) }];
  return written.map(({ from, ...weights }, index) => {
    const place = [...path, index];
    const before = written[index - 1];
    if (index === 0 && from !== 0) report.error('invalid-value', [...place, 'from'], 'the first age is 0s');
    if (before && from <= before.from)
      report.error('invalid-value', [...place, 'from'], 'is not after the age before it');
    return { from, ends: weightedEnds(weights, place, report) };
  });
}

function weightedEnds(
  weights: Readonly<Partial<Record<PodEnd, number | undefined>>>,
  path: Path,
  report: Reporter,
): WeightedEnd[] {
  const ends = (Object.entries(weights) as [PodEnd, number | undefined][]).flatMap(([end, weight]) =>
    weight ? [{ end, weight }] : [],
  );
  if (ends.length === 0) report.error('missing-value', path, 'needs at least one end with a weight above 0');
  return ends;
}

/** Reads `ends`. Each end may occur once, and keys with the same meaning are refused. */
function buildCompetingEnds(fields: PodFields, path: Path, report: Reporter): CompetingEnd[] {
  for (const key of ['lifetime', 'evictTime', 'end'] as const) {
    if (fields[key] !== undefined)
      report.error(
        'conflicting-keys',
        [...path, key],
        'excludes ends, which has a lifetime for each end: keep one of them',
      );
  }
  const seen = new Set<PodEnd>();
  return fields.ends!.flatMap(({ end, lifetime: written }, index) => {
    const place = [...path, 'ends', index];
    if (seen.has(end)) report.error('conflicting-keys', [...place, 'end'], `"${end}" has a lifetime already`);
    seen.add(end);
    const lifetime = readTime(written, [...place, 'lifetime'], report);
    return lifetime ? [{ end, lifetime }] : [];
  });
}

function buildRequests(
  fields: NonNullable<PodFields['requests']>,
  path: Path,
  report: Reporter,
): DrawnRequests {
  if (isChoiceOfSets(fields)) return choiceOf(fields.options);
  if (isTable(fields)) {
    const file = report.readNamed(fields.table, [...path, 'table']);
    const { sets, problems } = file ? parseRequestsTable(file) : { sets: [], problems: [] };
    for (const problem of problems) report.add(problem);
    return choiceOf(sets);
  }
  const resources = Object.entries(fields).flatMap(([resource, written]) => {
    const value = written as string | number | WrittenDistribution;
    const plain: WrittenDistribution = typeof value === 'object' ? value : { type: 'constant', value };
    const amount = readIn(plain, readAmountOf(resource), [...path, resource], report);
    return amount ? [{ resource, amount }] : [];
  });
  return { kind: 'each', resources };
}

function choiceOf(
  sets: readonly { readonly weight?: number | undefined; readonly value: ResourceList }[],
): DrawnRequests {
  const options = sets.map(({ weight = 1 }, index) => ({ weight, value: index }));
  return { kind: 'sets', choice: { family: 'choice', options }, sets: sets.map(({ value }) => value) };
}

function isTable(
  fields: NonNullable<PodFields['requests']>,
): fields is { readonly type: 'choice'; readonly table: string } {
  return 'type' in fields && fields.type === 'choice' && 'table' in fields;
}

function isChoiceOfSets(
  fields: NonNullable<PodFields['requests']>,
): fields is { type: 'choice'; options: { weight?: number; value: ResourceList }[] } {
  return (
    'type' in fields && fields.type === 'choice' && Array.isArray((fields as { options?: unknown }).options)
  );
}
