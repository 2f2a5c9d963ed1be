/** Jobs that arrive on the timeline: ordinary Jobs at the times of their arrivals, with the sizes of the table. */
import test from 'ava';
import { asLines, expand } from './written-scenario.ts';

interface Job {
  readonly at: number;
  readonly name: string;
  readonly parallelism: number;
  readonly completions: number | undefined;
  readonly backoffLimit: number | undefined;
}

function series(keys: string): string {
  return `duration: 24h\nevents:\n  workloads:\n    - {at: 0s, kind: Job, name: train, template: small, lifetime: 1m, ${keys}}\n`;
}

function jobs(keys: string, seed = 1): Job[] {
  return expand(series(keys), seed).flatMap(({ at, action }): Job[] => {
    if (action.kind !== 'scale-workload') return [];
    const { kind, name, job } = action.workload;
    if (kind !== 'Job') throw new Error(`a ${kind}`);
    const { completions, backoffLimit } = job ?? {};
    return [{ at: at / 1e6, name, parallelism: action.pods, completions, backoffLimit }];
  });
}

const TABLE =
  'sizes: [{weight: 3, completions: 8, parallelism: 2}, {completions: 40, parallelism: 4, backoffLimit: 0}]';

test('a list of times has a Job at each of them, with the numbers of the entry', (t) => {
  const found = jobs('completions: 6, parallelism: 3, arrivals: [5s, {at: 1m, count: 2}]');
  t.deepEqual(
    found.map(({ at, name, parallelism, completions }) => [at, name, parallelism, completions]),
    [
      [5, 'train-0', 3, 6],
      [60, 'train-1', 3, 6],
      [60, 'train-2', 3, 6],
    ],
  );
});

test('what belongs to one size stays together, and the rest is as the entry says', (t) => {
  const found = jobs(`backoffLimit: 9, arrivals: {type: constant, value: 1m}, count: 100, ${TABLE}`);
  t.is(found.length, 100);
  for (const { parallelism, completions, backoffLimit } of found)
    t.deepEqual([completions, backoffLimit], parallelism === 2 ? [8, 9] : [40, 0]);
});

test('each round of Jobs has the sizes as often as their weights say, in a drawn order', (t) => {
  const found = jobs(`arrivals: {type: constant, value: 1m}, count: 40, ${TABLE}`);
  const large = found.map(({ parallelism }, index) => [index, parallelism]).filter(([, many]) => many === 4);
  t.deepEqual(
    large.map(([index]) => Math.floor(index! / 4)),
    Array.from({ length: 10 }, (_, round) => round),
  );
  t.true(new Set(large.map(([index]) => index! % 4)).size > 1);
});

test('weights below one are shares of the Jobs', (t) => {
  const shares = 'sizes: [{weight: 0.25, parallelism: 1}, {weight: 0.75, parallelism: 2}]';
  const found = jobs(`arrivals: {type: constant, value: 1s}, count: 4000, ${shares}`);
  const few = found.filter(({ parallelism }) => parallelism === 1).length;
  t.true(Math.abs(few - 1000) < 150, `${few}`);
});

test('a seed gives the same Jobs, and another seed other ones', (t) => {
  const drawn = series(`arrivals: {type: exponential, mean: 10m}, until: 5h, ${TABLE}`);
  t.is(asLines(expand(drawn, 4)), asLines(expand(drawn, 4)));
  t.not(asLines(expand(drawn, 4)), asLines(expand(drawn, 5)));
});

test('Jobs arrive from the time of their entry on, until the end that it has', (t) => {
  const text = series('arrivals: {type: exponential, mean: 1m}, until: 5h').replace('at: 0s', 'at: 4h');
  const starts = expand(text).map(({ at }) => at / 3.6e9);
  t.true(starts.length > 30 && starts.every((at) => at > 4 && at < 5));
});

test('a pace and bursts hold for Jobs as for pods', (t) => {
  const pace = 'pace: {steps: [{at: 0s, factor: 0}, {at: 12h, factor: 1}]}';
  const paced = jobs(`arrivals: {type: exponential, mean: 10m}, until: 24h, ${pace}`);
  t.true(paced.length > 40 && paced.every(({ at }) => at >= 12 * 3600));
  const bursts = jobs('arrivals: {type: constant, value: 1h}, until: 3h, burst: {size: 4, gap: 1s}');
  t.deepEqual(
    bursts.map(({ at }) => at % 3600),
    [0, 1, 2, 3, 0, 1, 2, 3],
  );
});

test('error: more than a million Jobs before the end', (t) => {
  t.throws(() => jobs('arrivals: {type: constant, value: 1ms}, until: 24h'), { message: /a million Jobs/ });
});
