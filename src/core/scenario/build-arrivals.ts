/** Reads when the pods of an entry arrive: gaps or a list of times, bursts, pace and jitter. */
import type { Distribution } from '../distributions/families/distribution.ts';
import type { ReadUnit } from '../distributions/written/parameter-reader.ts';
import type { ArrivalPace, DrawnArrivals, DrawnBurst, ListedArrival } from './drawn-arrivals.ts';
import { buildOwnRun } from './own-run.ts';
import type { Path } from './positioned-yaml.ts';
import { readIn, readTime } from './read-time.ts';
import type { Reporter } from './reporter.ts';
import type { WrittenDistribution } from './schema/distribution.ts';
import type { PodFields } from './schema/pod-entry.ts';

/** The keys of an entry that say when its pods arrive. */
type ArrivalFields = Pick<
  PodFields,
  | 'arrivals'
  | 'distribution'
  | 'start'
  | 'count'
  | 'until'
  | 'burst'
  | 'alike'
  | 'pace'
  | 'jitter'
  | 'first'
  | 'ends'
>;

const NOTHING: Distribution = { family: 'constant', value: 0 };

/** Undefined where the entry has no arrivals, or after an error in their distribution. */
export function buildArrivals(
  fields: ArrivalFields,
  path: Path,
  report: Reporter,
): DrawnArrivals | undefined {
  if (fields.arrivals && fields.distribution) {
    report.error('conflicting-keys', [...path, 'distribution'], 'is the same as arrivals: keep one of them');
  }
  if (Array.isArray(fields.arrivals)) return listedArrivals(fields, fields.arrivals, path, report);
  const key = fields.arrivals ? 'arrivals' : 'distribution';
  const arrivals = readTime(fields.arrivals ?? fields.distribution, [...path, key], report);
  if (!arrivals) return undefined;
  if (fields.count === undefined && fields.until === undefined) {
    report.error('missing-value', path, 'arrivals without an end: add count or until');
  }
  if (fields.burst && fields.burst.size === undefined)
    report.error(
      'missing-value',
      [...path, 'burst', 'size'],
      'missing: write how many pods, for example {type: uniform, min: 1, max: 8}',
    );
  return {
    arrivals,
    start: fields.start ?? 0,
    count: fields.count,
    until: fields.until,
    burst: buildBurst(fields, path, report),
    ...buildAlike(fields, path, report),
    pace: fields.pace ? buildPace(fields.pace, [...path, 'pace'], report) : undefined,
    jitter: readTime(fields.jitter, [...path, 'jitter'], report),
    first: readTime(fields.first, [...path, 'first'], report),
  };
}

/** A list of times has its own start, end and counts. Its bursts may have a gap. */
function listedArrivals(
  fields: ArrivalFields,
  written: Extract<PodFields['arrivals'], readonly unknown[]>,
  path: Path,
  report: Reporter,
): DrawnArrivals {
  for (const key of ['start', 'count', 'until', 'pace', 'first'] as const) {
    if (fields[key] !== undefined)
      report.error(
        'conflicting-keys',
        [...path, key],
        'does not go with a list of arrivals, which has all times',
      );
  }
  if (fields.burst?.size !== undefined) {
    report.error(
      'conflicting-keys',
      [...path, 'burst', 'size'],
      'does not go with a list of arrivals: write {at: 1h, count: 30}',
    );
  }
  const arrivals = written
    .map((each, index): ListedArrival => {
      if (typeof each === 'number') return { at: each, count: 1 };
      const own = buildOwnRun(each, [...path, 'arrivals', index], report);
      return { at: each.at, count: each.count ?? 1, ...(own && { own }) };
    })
    .sort((one, other) => one.at - other.at);
  return {
    arrivals,
    start: arrivals[0]?.at ?? 0,
    count: arrivals.reduce((sum, { count }) => sum + count, 0),
    until: undefined,
    burst: buildBurst(fields, path, report),
    ...buildAlike(fields, path, report),
    pace: undefined,
    jitter: readTime(fields.jitter, [...path, 'jitter'], report),
    first: undefined,
  };
}

/** Whether the arrivals of an entry are a list of times. */
export function isListed(arrivals: DrawnArrivals['arrivals']): arrivals is readonly ListedArrival[] {
  return Array.isArray(arrivals);
}

const PLAIN_NUMBER: ReadUnit = (written) => (typeof written === 'number' ? written : undefined);

function buildBurst({ burst }: ArrivalFields, path: Path, report: Reporter): DrawnBurst | undefined {
  if (!burst) return undefined;
  const { size: drawn = 1 } = burst;
  const written: WrittenDistribution = typeof drawn === 'number' ? { type: 'constant', value: drawn } : drawn;
  const size = readIn(written, PLAIN_NUMBER, [...path, 'burst', 'size'], report);
  if (!size) return undefined;
  return { size, gap: readTime(burst.gap, [...path, 'burst', 'gap'], report) ?? NOTHING };
}

function buildAlike(
  { alike, burst, arrivals, ends }: ArrivalFields,
  path: Path,
  report: Reporter,
): Pick<DrawnArrivals, 'alike'> {
  if (!alike) return {};
  if (ends)
    report.error(
      'conflicting-keys',
      [...path, 'ends'],
      'excludes alike: write one lifetime, and end by weight',
    );
  if (alike.within === undefined && !burst && !Array.isArray(arrivals))
    report.error(
      'missing-value',
      [...path, 'alike', 'within'],
      'missing: these pods have no bursts. Write a burst, or within: 2s',
    );
  return { alike };
}

function buildPace(
  { every, steps }: NonNullable<PodFields['pace']>,
  path: Path,
  report: Reporter,
): ArrivalPace {
  if (every === 0) report.error('invalid-value', [...path, 'every'], 'is 0s: how long is one repeat?');
  if (steps.every(({ factor }) => factor === 0))
    report.error('invalid-value', [...path, 'steps'], 'all factors are 0: nothing would arrive');
  for (const [index, { at }] of steps.entries()) {
    const before = steps[index - 1];
    if (before && at <= before.at)
      report.error('invalid-value', [...path, 'steps', index, 'at'], 'is not after the step before it');
    if (every !== undefined && at >= every)
      report.error('invalid-value', [...path, 'steps', index, 'at'], 'is not before the steps repeat');
  }
  return { every, steps };
}
