/** Expands Jobs that arrive to ordinary Jobs, so that nothing else has to know of them. */
import { randomStream } from '../distributions/random-stream.ts';
import { UserError } from '../errors/user-error.ts';
import type { JobSeries, JobSize } from '../scenario/drawn-jobs.ts';
import type { Workload } from '../scenario/scenario.ts';
import { arrivalTimes } from './draw-arrivals.ts';
import type { Planned, PlannedWorkload } from './timeline-event.ts';

/** More Jobs of one series than this are a mistake. */
const MOST_JOBS = 1_000_000;

export type SeriesOfJobs = Workload & { readonly series: JobSeries };

/**
 * Jobs NAME-0, NAME-1, …, in the order in which they arrive. Each has a size of the table, by {@link sizeDraw}.
 *
 * @param end - no Job arrives later, in integer microseconds.
 * @throws {UserError} for more than a million Jobs, and for a draw that is no valid time.
 */
export function jobsOfSeries(workload: SeriesOfJobs, end: number, seed: number): Planned[] {
  const { steps: _steps, schedule: _schedule, series, ...shape } = workload;
  const { arrivals, sizes } = series;
  const stream = `Jobs ${shape.namespace}/${shape.name}`;
  const next = arrivalTimes({ ...arrivals, name: stream, position: shape.position }, seed);
  const choose = sizeDraw(sizes, randomStream(seed, stream, 'size'));
  const jobs: Planned[] = [];
  const most = arrivals.count ?? MOST_JOBS;
  for (let index = 0; index < most; index += 1) {
    const arrival = next();
    if (!arrival) return jobs;
    const { parallelism, goal } = choose();
    if (arrival.at > end) continue;
    const { name } = shape;
    const plan: PlannedWorkload = {
      ...shape,
      kind: 'Job',
      name: `${name}-${index}`,
      job: goal,
      series: name,
    };
    jobs.push({ at: arrival.at, action: { kind: 'scale-workload', workload: plan, pods: parallelism } });
  }
  if (arrivals.count === undefined) {
    throw new UserError(`"${shape.name}" draws more than a million Jobs before it ends`, {
      position: workload.position,
      next: 'give it a count, or check the unit of its arrivals (a bare number is seconds)',
    });
  }
  return jobs;
}

/**
 * Rounds of as many Jobs as the weights sum up to. In each round a size occurs as often as its weight says, or once more or less for a part of
 * a weight; the order is drawn. Few Jobs then have the observed sizes together, although each of them is drawn.
 */
function sizeDraw(sizes: readonly JobSize[], uniform: () => number): () => JobSize {
  const total = sizes.reduce((sum, { weight }) => sum + weight, 0);
  const jobs = Math.max(1, Math.min(MOST_JOBS, Math.round(total)));
  let round: JobSize[] = [];
  return () => {
    if (sizes.length === 1) return sizes[0]!;
    if (round.length === 0) round = roundOf(sizes, total, jobs, uniform);
    // The last takes the place of the one that is drawn.
    const index = Math.floor(uniform() * round.length);
    const drawn = round[index]!;
    round[index] = round.at(-1)!;
    round.pop();
    return drawn;
  };
}

/** Systematic sampling: marks at equal distances on the line of all weights. */
function roundOf(sizes: readonly JobSize[], total: number, jobs: number, uniform: () => number): JobSize[] {
  const step = total / jobs;
  const offset = uniform() * step;
  let [index, sum] = [0, sizes[0]!.weight];
  return Array.from({ length: jobs }, (_, mark) => {
    while (index < sizes.length - 1 && offset + mark * step >= sum) {
      index += 1;
      sum += sizes[index]!.weight;
    }
    return sizes[index]!;
  });
}
