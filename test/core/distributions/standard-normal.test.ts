/** The polar method: two draws from each pair of uniforms inside the unit circle. */
import test from 'ava';
import { standardNormal } from '../../../src/core/distributions/standard-normal.ts';

/** A stream of these uniforms. It fails where more are used. */
function uniforms(...values: readonly number[]): () => number {
  let next = 0;
  return () => {
    if (next === values.length) throw new Error('more uniforms are used than given');
    next += 1;
    return values[next - 1]!;
  };
}

test('a pair inside the circle gives two draws, by Marsaglia and Bray', (t) => {
  const normal = standardNormal(uniforms(0.75, 0.4));
  const [x, y] = [0.5, 0.8 - 1];
  const square = x * x + y * y;
  const factor = Math.sqrt((-2 * Math.log(square)) / square);
  t.true(Math.abs(normal() - x * factor) < 1e-14);
  t.true(Math.abs(normal() - y * factor) < 1e-14);
  t.throws(normal, { message: /more uniforms/ });
});

test('pairs on or outside the circle, and at its centre, are left out', (t) => {
  const normal = standardNormal(uniforms(0.95, 0.95, 1, 0.5, 0.5, 0.5, 0.5, 0.75));
  t.is(normal(), 0);
  t.true(Math.abs(normal() - Math.sqrt(-2 * Math.log(0.25))) < 1e-14);
});
