/** Few nodes give the same sums of polynomials as all points. */
import test from 'ava';
import { gaussRule, RULE_NODES } from '../../../../src/core/distributions/estimating/gauss-rule.ts';
import fc from '../../../seeded-properties.ts';

const POINT = fc.tuple(
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.integer({ min: 1, max: 50 }).map((weight) => weight / 7),
);

const total = (weights: Iterable<number>): number => [...weights].reduce((sum, each) => sum + each, 0);

test('the nodes keep every moment up to degree 2 × nodes − 1, and lie among the points', (t) => {
  let kept = 0;
  fc.assert(
    fc.property(fc.array(POINT, { minLength: 1, maxLength: 60 }), (points) => {
      const places = Float64Array.from(points, ([place]) => place);
      const weights = Float64Array.from(points, ([, weight]) => weight);
      const rule = gaussRule(places, weights);
      if (!rule) return;
      kept += 1;
      t.true(rule.length <= RULE_NODES);
      t.true(rule.every(({ weight }) => weight > 0));
      t.true(rule.every(({ place }) => place >= Math.min(...places) && place <= Math.max(...places)));
      for (let degree = 0; degree < 2 * RULE_NODES; degree += 1) {
        const known = total(places.map((place, index) => weights[index]! * place ** degree));
        const found = total(rule.map(({ place, weight }) => weight * place ** degree));
        t.true(Math.abs(found - known) < 1e-9 * total(weights), `degree ${degree}: ${found}, ${known}`);
      }
    }),
    { numRuns: 200 },
  );
  t.true(kept > 100, `${kept} of 200`);
});

test('two places need two nodes', (t) => {
  const rule = gaussRule(Float64Array.of(-0.5, 0.25, -0.5), Float64Array.of(1, 3, 2))!;
  t.is(rule.length, 2);
  t.true(Math.abs(rule[0]!.place + 0.5) < 1e-12 && Math.abs(rule[1]!.place - 0.25) < 1e-12);
  t.true(rule.every(({ weight }) => Math.abs(weight - 3) < 1e-12));
});
