/** A family is drawn from where it keeps the restricted mean, otherwise the curve. */
import test from 'ava';
import { type Sample, sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import { mean } from '../../../../src/core/distributions/families/distribution.ts';
import { chooseFamily, type FamilyChoice } from '../../../../src/core/fitting/choice/choose-family.ts';
import { completeSample } from '../simulated-window.ts';

function choose(sample: Sample): FamilyChoice {
  return chooseFamily(sample, { seed: 1, name: 'test' });
}

test('a family that fits is drawn from, with its restricted mean', (t) => {
  const { drawn, best, distribution } = choose(
    completeSample({ family: 'gamma', shape: 3, scale: 5 }, 500, 1),
  );
  t.is(drawn.form, 'family');
  t.is(distribution, best!.distribution);
  t.true(Math.abs(drawn.watched!.fitted / drawn.watched!.seen - 1) < 0.05);
});

test('a family that the test rejects is not drawn from, however close it is', (t) => {
  const law = { family: 'lognormal', mu: 4, sigma: 1.2 } as const;
  const mixed = [...completeSample(law, 4000, 1).rows, ...completeSample({ ...law, mu: 6 }, 1000, 2).rows];
  const sample = sampleOf(mixed.map(({ duration }) => ({ duration, isEnded: true })));
  const { drawn, distribution, best } = choose(sample);
  t.true(best!.effect.distance < 0.1);
  t.is(drawn.form, 'curve');
  t.regex(drawn.why, /^the test rejects /);
  const seen = mixed.reduce((sum, { duration }) => sum + duration, 0) / mixed.length;
  t.true(Math.abs(mean(distribution!) / seen - 1) < 0.01);
});

test('a family that fits but misses the restricted mean is not drawn from', (t) => {
  const body = completeSample({ family: 'exponential', mean: 10 }, 300, 3).rows.map(
    ({ duration }) => duration,
  );
  const sample = sampleOf([...body, 2500].map((duration) => ({ duration, isEnded: true })));
  const { drawn, distribution } = choose(sample);
  t.is(drawn.form, 'curve', drawn.why);
  const seen = (body.reduce((sum, each) => sum + each, 0) + 2500) / 301;
  t.true(Math.abs(mean(distribution!) / seen - 1) < 0.01);
});

test('the tail beyond the window is named; nothing is drawn where nothing ended', (t) => {
  const few = sampleOf([
    ...[1, 2, 3].map((duration) => ({ duration, isEnded: true })),
    { duration: 9, isEnded: false },
  ]);
  t.is(choose(few).drawn.tail, 'exponential');
  t.is(choose(few).drawn.why, 'too few ends for a test');
  const none = choose(sampleOf([{ duration: 9, isEnded: false }]));
  t.is(none.drawn.form, 'nothing');
  t.is(none.distribution, undefined);
});
