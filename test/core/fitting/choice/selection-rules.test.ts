/** The rules of the choice: criteria, who competes, penalties, and what happens where no family fits. */
import test from 'ava';
import { type Sample, sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import { CANDIDATES, DEFAULT_CANDIDATES } from '../../../../src/core/fitting/candidates.ts';
import { chooseFamily } from '../../../../src/core/fitting/choice/choose-family.ts';
import { fitFamily } from '../../../../src/core/fitting/fit-family.ts';

function ended(durations: readonly number[]): Sample {
  return sampleOf(durations.map((duration) => ({ duration, isEnded: true })));
}

const TWENTY = [2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 16, 18, 19, 22, 24, 28, 31, 37, 45, 60];

test('simple families come first, and the mixture of three phases competes only by request', (t) => {
  t.deepEqual(CANDIDATES, [
    'exponential',
    'weibull',
    'lognormal',
    'gamma',
    'lomax',
    'normal',
    'pareto',
    'uniform',
    'loguniform',
    'hyperexponential-2',
    'hyperexponential-3',
  ]);
  t.deepEqual(DEFAULT_CANDIDATES, CANDIDATES.slice(0, -1));
});

test('AICc, BIC and weights follow their formulas', (t) => {
  const sample = ended(TWENTY);
  const { ranking } = chooseFamily(sample, {
    seed: 1,
    name: 'rules',
    repeats: 9,
    candidates: ['exponential', 'weibull'],
  });
  const [first, second] = ranking;
  for (const { candidate, aicc, bic } of ranking) {
    const { logLikelihood, parameters } = fitFamily(candidate, sample)!;
    const k = parameters.length;
    t.is(aicc, -2 * logLikelihood + 2 * k + (2 * k * (k + 1)) / (20 - k - 1));
    t.true(Math.abs(bic - (-2 * logLikelihood + k * Math.log(20))) < 1e-12);
  }
  t.true(Math.abs(second!.weight / first!.weight - Math.exp((first!.aicc - second!.aicc) / 2)) < 1e-12);
});

test('four ends fit only a rate, five ends three families, twenty ends all of them', (t) => {
  const competing = (count: number): number =>
    new Set(
      chooseFamily(ended(TWENTY.slice(0, count)), { seed: 1, name: 'few', repeats: 9 }).ranking.map(
        ({ candidate }) => candidate,
      ),
    ).size;
  t.is(competing(4), 1);
  t.is(competing(5), 3);
  t.is(competing(19), 3);
  t.true(competing(20) > 5);
});

test('four ends are too few for a test', (t) => {
  const choice = chooseFamily(ended(TWENTY.slice(0, 4)), { seed: 1, name: 'few' });
  t.is(choice.verdict, 'too few');
  t.is(choice.goodness, undefined);
  t.is(choice.best!.candidate, 'exponential');
});

/** Twenty values with even gaps, moved by a wave. */
function wavy(height: number): readonly number[] {
  return TWENTY.map(
    (_, index) => Math.round(10 * (20 + (100 * index) / 19 + height * Math.sin(1.7 * index))) / 10,
  );
}

test('two parameters must be better than one by two', (t) => {
  const choiceOf = (power: number) =>
    chooseFamily(ended(TWENTY.map((duration) => Math.round(100 * duration ** power) / 100)), {
      seed: 1,
      name: 'simple',
      repeats: 9,
      candidates: ['exponential', 'weibull'],
    });
  const [near, far] = [choiceOf(0.9), choiceOf(0.85)];
  for (const { ranking } of [near, far]) t.is(ranking[0]!.candidate, 'weibull');
  t.true(near.ranking[1]!.aicc - near.ranking[0]!.aicc > 1.9);
  t.is(near.best!.candidate, 'exponential');
  t.true(far.ranking[1]!.aicc - far.ranking[0]!.aicc < 3.3);
  t.is(far.best!.candidate, 'weibull');
});

test('a family with edges must be better by six', (t) => {
  const candidates = ['weibull', 'uniform'] as const;
  const choiceOf = (height: number) =>
    chooseFamily(ended(wavy(height)), { seed: 1, name: 'edges', repeats: 9, candidates });
  const lead = ({ ranking: [first, second] }: ReturnType<typeof choiceOf>): number =>
    second!.aicc - first!.aicc;
  const [below, above] = [choiceOf(12), choiceOf(6)];
  t.true(lead(below) > 5 && lead(below) < 6, `${lead(below)}`);
  t.deepEqual([below.ranking[0]!.candidate, below.best!.candidate], ['uniform', 'weibull']);
  t.true(lead(above) > 6 && lead(above) < 7, `${lead(above)}`);
  t.is(above.best!.candidate, 'uniform');
});

test('of wrong families, the simplest within 0.015 of the smallest distance is taken', (t) => {
  const cluster = (count: number, from: number): number[] =>
    Array.from({ length: count }, (_, index) => from * (1 + (0.1 * index) / count));
  const choice = chooseFamily(ended([...cluster(40, 10), ...cluster(40, 1000)]), {
    seed: 1,
    name: 'close',
    repeats: 9,
    candidates: ['exponential', 'weibull', 'lognormal', 'gamma'],
  });
  const beyond = Object.fromEntries(
    choice.ranking.map(({ candidate, effect }) => [candidate, effect.distance - 0.336]),
  );
  t.is(choice.verdict, 'no family fits');
  t.true(beyond.lognormal! < beyond.gamma! && beyond.gamma! < beyond.weibull!);
  t.true(beyond.weibull! - beyond.lognormal! < 0.01);
  t.true(beyond.exponential! - beyond.lognormal! > 0.02);
  t.is(choice.best!.candidate, 'weibull');
});

test('ends one tick apart are a constant from twenty ends on, and equal ends from two on', (t) => {
  const stamped = (durations: readonly number[]): Sample =>
    sampleOf(
      durations.map((duration) => ({ duration, isEnded: true })),
      1,
    );
  const verdict = (sample: Sample): string =>
    chooseFamily(sample, { seed: 1, name: 'constant', repeats: 9 }).verdict;
  const apart = Array.from({ length: 20 }, (_, index) => 7 + (index % 2));
  t.is(verdict(stamped(apart)), 'constant');
  t.not(verdict(stamped(apart.slice(0, 19))), 'constant');
  t.is(verdict(stamped([7, 7])), 'constant');
  t.not(verdict(stamped([7])), 'constant');
});

test('equal ends are no constant where a cut-off duration is longer', (t) => {
  const seen = [
    ...Array.from({ length: 6 }, () => ({ duration: 7, isEnded: true })),
    { duration: 8, isEnded: false },
  ];
  t.not(chooseFamily(sampleOf(seen), { seed: 1, name: 'longer', repeats: 9 }).verdict, 'constant');
  const shorter = [...seen.slice(0, 6), { duration: 7, isEnded: false }];
  t.is(chooseFamily(sampleOf(shorter), { seed: 1, name: 'shorter', repeats: 9 }).verdict, 'constant');
});

test('the interval of a bound reaches −ln 0.05 ÷ (events × density) beyond the sample', (t) => {
  const sample = ended(TWENTY);
  const [min, max] = fitFamily('uniform', sample)!.parameters;
  const reach = (-Math.log(0.05) * 58) / 20;
  t.deepEqual([min!.value, max!.value], [2, 60]);
  t.is(min!.low, Math.max(0, 2 - reach));
  t.true(Math.abs(max!.high - (60 + reach)) < 1e-9);
  t.deepEqual([min!.high, max!.low], [2, 60]);
  t.true(Number.isNaN(min!.standardError));
});

test('a Pareto fit has its closed form, with the standard error shape ÷ √events', (t) => {
  const [shape, min] = fitFamily('pareto', ended(TWENTY))!.parameters;
  const expected = 20 / TWENTY.reduce((sum, duration) => sum + Math.log(duration / 2), 0);
  t.true(Math.abs(shape!.value / expected - 1) < 1e-14);
  t.true(Math.abs(shape!.standardError / (expected / Math.sqrt(20)) - 1) < 1e-14);
  t.is(min!.value, 2);
});

test('cut-off durations move the upper bound of a uniform fit to the root of its slope', (t) => {
  const seen = [
    ...[4, 6, 9, 11].map((duration) => ({ duration, isEnded: true })),
    ...[10, 12].map((duration) => ({ duration, isEnded: false })),
  ];
  const { distribution } = fitFamily('uniform', sampleOf(seen))!;
  const { min, max } = distribution as unknown as { readonly min: number; readonly max: number };
  t.is(min, 4);
  t.true(max > 12);
  const slope = 1 / (max - 10) + 1 / (max - 12) - 6 / (max - 4);
  t.true(Math.abs(slope) < 1e-9, `${max}: ${slope}`);
});
