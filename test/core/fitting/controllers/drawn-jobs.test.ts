/** Jobs of one series without a schedule: found as Jobs that arrive, with the sizes that they had together. */
import test from 'ava';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import type { FoundWorkload } from '../../../../src/core/fitting/controllers/found-workload.ts';
import { foundIn, type MadePod, recordingOf, times } from './made-recording.ts';

const HOUR = 3600;
const RUN = 100;

interface MadeJob {
  readonly at: number;
  readonly parallelism: number;
  readonly completions: number;
  /** The first pods fail. */
  readonly failed?: number;
}

/** The pods of a Job, which all run for the same time. The next round follows one second later, or 10 s after a failure. */
function podsOf({ at, parallelism, completions, failed = 0 }: MadeJob, name: string): MadePod[] {
  const pods: MadePod[] = [];
  let [from, left] = [at, completions + failed];
  while (left > 0) {
    const many = Math.min(parallelism, left);
    const hasFailed = pods.length < failed;
    for (let slot = 0; slot < many; slot += 1)
      pods.push({
        at: from,
        end: from + RUN,
        by: pods.length < failed ? 'Failed' : 'Succeeded',
        owners: [{ kind: 'Job', name }],
      });
    left -= many;
    from += RUN + (hasFailed ? 10 : 1);
  }
  return pods;
}

/** At times without a pattern. */
function madeJobs(count: number, size: (index: number) => Omit<MadeJob, 'at'>): MadeJob[] {
  const random = randomStream(7, 'times of Jobs');
  return times(count, (index) => ({ at: Math.floor(random() * 22 * HOUR), ...size(index) }));
}

function found(jobs: readonly MadeJob[], window = 24 * HOUR): readonly FoundWorkload[] {
  const pods = jobs.flatMap((job, index) => podsOf(job, `train-${index}`));
  const { controlled } = foundIn(
    recordingOf(
      pods.map((pod) => (pod.end! < window ? pod : withoutEnd(pod))).filter(({ at }) => at < window),
    ),
    window,
  );
  return controlled.flatMap(({ workloads }) => workloads);
}

function withoutEnd({ end: _end, by: _by, ...pod }: MadePod): MadePod {
  return pod;
}

test('Jobs at any times are one series with their times', (t) => {
  const jobs = madeJobs(30, () => ({ parallelism: 2, completions: 6 }));
  const [train, ...others] = found(jobs);
  t.deepEqual(others, []);
  t.like(train, { kind: 'Job', name: 'train' });
  t.deepEqual(
    train!.series!.times,
    jobs.map(({ at }) => at).sort((one, other) => one - other),
  );
});

test('parallelism and completions are kept together, and equal Jobs are one size', (t) => {
  const [train] = found(
    madeJobs(30, (index) =>
      index % 3 === 0 ? { parallelism: 8, completions: 8 } : { parallelism: 2, completions: 10 },
    ),
  );
  t.deepEqual(train!.series!.sizes, [
    { weight: 20, parallelism: 2, completions: 10 },
    { weight: 10, parallelism: 8, completions: 8 },
  ]);
});

test('failures of Jobs that were done are drawn again, so they may have more of them', (t) => {
  const [train] = found(
    madeJobs(30, (index) => ({ parallelism: 1, completions: 20, ...(index === 4 && { failed: 3 }) })),
  );
  t.deepEqual(train!.series!.sizes, [{ weight: 30, parallelism: 1, completions: 20 }]);
  t.is(train!.backoffLimit, 15);
});

test('a Job that the end of the window cuts off has the size of one with as many pods or more', (t) => {
  const jobs = [
    ...madeJobs(20, (index) => ({ parallelism: 2, completions: index % 2 === 0 ? 4 : 40 })),
    { at: 24 * HOUR - 3 * RUN, parallelism: 2, completions: 40 },
  ];
  const [train] = found(jobs);
  t.deepEqual(
    train!.series!.sizes.map(({ weight, completions }) => [Math.round(weight * 1e6) / 1e6, completions]),
    [
      [10, 4],
      [11, 40],
    ],
  );
});

test('Jobs that run when the recording begins are written one by one', (t) => {
  const pods = [
    ...madeJobs(20, () => ({ parallelism: 2, completions: 4 })).flatMap((job, index) =>
      podsOf(job, `train-${index}`),
    ),
    ...times(2, (): MadePod => {
      return { at: 0, age: 40, end: 60, by: 'Succeeded', owners: [{ kind: 'Job', name: 'train-77' }] };
    }),
  ];
  const { controlled } = foundIn(recordingOf(pods), 24 * HOUR);
  const [train, before] = controlled.flatMap(({ workloads }) => workloads);
  t.is(train!.series!.times.length, 20);
  t.like(before, { kind: 'Job', name: 'train-before', ages: [40, 40], completions: 2 });
});

test('pods that do not wait for each other as those of a Job do are no series of Jobs', (t) => {
  // Each group of pods runs beside each other in its first half only.
  const pods = madeJobs(30, () => ({ parallelism: 8, completions: 8 })).flatMap((job, index) =>
    podsOf(job, `train-${index}`).map((pod, slot) =>
      slot < 4 ? pod : { ...pod, at: pod.at + slot * 3 * RUN, end: pod.end! + slot * 3 * RUN },
    ),
  );
  t.deepEqual(foundIn(recordingOf(pods), 24 * HOUR).controlled, []);
});

test('Jobs that ask for different amounts are series of their own', (t) => {
  const template = (cpu: string) => ({
    spec: { containers: [{ name: 'main', image: 'a:1', resources: { requests: { cpu } } }] },
  });
  const pods = madeJobs(40, (index) => ({ parallelism: 2, completions: index % 4 === 0 ? 4 : 10 })).flatMap(
    (job, index) =>
      podsOf(job, `train-${index}`).map((pod) => ({
        ...pod,
        template: template(index % 4 === 0 ? '4' : '1'),
      })),
  );
  const { controlled, others } = foundIn(recordingOf(pods), 24 * HOUR);
  const series = controlled.map(({ group, workloads }) => [group.requests[0]!.requests.cpu, workloads[0]!]);
  t.deepEqual(others, []);
  t.deepEqual(
    new Map(series.map(([cpu, job]) => [cpu, (job as FoundWorkload).series!.sizes])),
    new Map([
      ['4', [{ weight: 10, parallelism: 2, completions: 4 }]],
      ['1', [{ weight: 30, parallelism: 2, completions: 10 }]],
    ]),
  );
});

for (const prefix of ['Job/train', 'train']) {
  test(`groups ${prefix}-NUMBER of a recording without owners are Jobs of one series`, (t) => {
    const pods = madeJobs(30, () => ({ parallelism: 2, completions: 6 })).flatMap((job, index) =>
      podsOf(job, '').map(({ owners: _owners, ...pod }) => ({ ...pod, group: `${prefix}-${index}` })),
    );
    const { controlled, others } = foundIn(recordingOf(pods), 24 * HOUR);
    t.deepEqual(others, []);
    t.is(controlled.length, 1);
    t.like(controlled[0]!.workloads[0], { kind: 'Job', name: 'train' });
    t.is(controlled[0]!.workloads[0]!.series!.times.length, 30);
  });
}
