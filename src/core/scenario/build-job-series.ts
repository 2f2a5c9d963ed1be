/** Reads Jobs that arrive: when each comes, and the table of their sizes. */
import { buildArrivals } from './build-arrivals.ts';
import type { JobGoal, JobSeries } from './drawn-jobs.ts';
import type { Reporter } from './reporter.ts';
import type { WorkloadEntry } from './schema/scenario-file.ts';
import type { PlacedWorkload } from './workload-keys.ts';

/** Defaults of batch/v1 (pkg/apis/batch/v1/defaults.go). */
const DEFAULT_COMPLETIONS = 1;
const DEFAULT_PARALLELISM = 1;
const DEFAULT_BACKOFF_LIMIT = 6;

export type SizeFields = Pick<
  WorkloadEntry,
  'completions' | 'parallelism' | 'backoffLimit' | 'activeDeadlineSeconds' | 'ttlSecondsAfterFinished'
>;

export function jobGoal(fields: SizeFields): JobGoal {
  const { completions, backoffLimit, activeDeadlineSeconds, ttlSecondsAfterFinished } = fields;
  return {
    completions: completions ?? DEFAULT_COMPLETIONS,
    backoffLimit: backoffLimit ?? DEFAULT_BACKOFF_LIMIT,
    ...(activeDeadlineSeconds !== undefined && { activeDeadlineSeconds }),
    ...(ttlSecondsAfterFinished !== undefined && { ttlSecondsAfterFinished }),
  };
}

/** Undefined where the entry is one workload. The keys of a list of times come with their own start. */
export function buildJobSeries({ fields, path }: PlacedWorkload, report: Reporter): JobSeries | undefined {
  if (fields.arrivals === undefined) return undefined;
  const { at, sizes = [{}] } = fields;
  const isList = Array.isArray(fields.arrivals);
  if (isList && at > 0)
    report.error('conflicting-keys', [...path, 'at'], 'does not go with a list of arrivals: write at: 0s');
  const arrivals = buildArrivals({ ...fields, ...(!isList && { start: at }) }, path, report);
  if (!arrivals) return undefined;
  return {
    arrivals,
    sizes: sizes.map(({ weight = 1, ...own }) => {
      const size: SizeFields = { ...fields, ...own };
      return { weight, parallelism: size.parallelism ?? DEFAULT_PARALLELISM, goal: jobGoal(size) };
    }),
  };
}
