/** Classes of run time are distributions that a scenario may have, whatever the pods. */
import test from 'ava';
import { lengthClasses } from '../../../../src/core/fitting/runs/length-classes.ts';
import { ranFor } from './made-runs.ts';

const WINDOW = 3600;

test('where most pods come in the last seconds, every class has a distribution', (t) => {
  const early = Array.from({ length: 150 }, (_, index) =>
    ranFor(WINDOW, 24 * index, index % 40, index % 3 ? '1' : '2'),
  );
  const last = [3596, 3599].flatMap((at, which) =>
    Array.from({ length: 55 + 60 * which }, () => ranFor(WINDOW, at, 300, which ? '4' : '16')),
  );
  const classes = lengthClasses([...early, ...last], { window: WINDOW, resolution: 1 });
  const probabilities = classes.flatMap(({ lifetime }) => {
    const law = lifetime?.distribution;
    return law?.family === 'empirical' ? law.quantiles.map(({ probability }) => probability) : [];
  });
  t.true(probabilities.length > 2);
  t.true(probabilities.every((probability) => probability >= 0 && probability <= 1));
});

test('each run that ended keeps its weight, also where times are in microseconds', (t) => {
  const pods = [176.1, 201.13717, 257.3, 482.000007, 952.2, 1210.4].map((lifetime, index) =>
    ranFor(WINDOW, 420.285032 + index * 1.1, lifetime, '1'),
  );
  const [whole, ...others] = lengthClasses(pods, { window: WINDOW, resolution: 1e-6 });
  t.deepEqual(others, []);
  t.true(Math.abs(whole!.pods - 6) < 1e-6, String(whole!.pods));
  const law = whole!.lifetime!.distribution!;
  if (law.family !== 'empirical') return t.fail();
  t.is(new Set(law.quantiles.map(({ value }) => value.toFixed(4))).size, 6);
});
