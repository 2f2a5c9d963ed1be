/** Pods that existed when the window opened share one lifetime with new pods only if a test allows it. */
import test from 'ava';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { pooling } from '../../../../src/core/fitting/runs/pooling.ts';

const WINDOW = 1000;

/** Old pods with known ages and new pods, with exponential lifetimes; an old pod lives until the window opens at least. */
function pods(oldMean: number, youngMean: number, seed: number) {
  const random = randomStream(seed, 'pooling');
  const draw = (mean: number): number => -Math.log(1 - random()) * mean;
  const old = Array.from({ length: 150 }, () => {
    const entry = 400 * random();
    const whole = entry + draw(oldMean);
    const limit = entry + WINDOW;
    return { entry, duration: Math.min(whole, limit), isEnded: whole < limit, limit };
  });
  const young = Array.from({ length: 300 }, () => {
    const created = WINDOW * random();
    const limit = WINDOW - created;
    const whole = draw(youngMean);
    return { duration: Math.min(whole, limit), isEnded: whole < limit, limit };
  });
  return pooling(old, young, 0);
}

test('old pods that run longer than new ones of their age are not pooled', (t) => {
  for (let seed = 0; seed < 20; seed += 1) t.false(pods(600, 100, seed).isAllowed);
});

test('pods that run alike are pooled most of the time', (t) => {
  const allowed = Array.from({ length: 40 }, (_, seed) => pods(200, 200, seed)).filter(
    ({ isAllowed }) => isAllowed,
  );
  t.true(allowed.length >= 20, `${allowed.length} of 40`);
});

test('without ends nothing can be refused, so nothing is allowed', (t) => {
  const old = [{ entry: 100, duration: 1100, isEnded: false, limit: 1100 }];
  const young = [{ duration: 900, isEnded: false, limit: 900 }];
  t.false(pooling(old, young, 0).isAllowed);
});
