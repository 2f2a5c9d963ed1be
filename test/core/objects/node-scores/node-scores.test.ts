/** Pressure curves and the 19 scores of node-classifier-sim. */
import test from 'ava';
import { NODE_SCORES, scoresOf } from '../../../../src/core/objects/node-scores/node-scores.ts';
import { PRESSURE_CURVES } from '../../../../src/core/objects/node-scores/pressure-curve.ts';
import fc from '../../../seeded-properties.ts';
import { sharedText, testWithShared } from '../../../shared.ts';

test('the curve of node-classifier-sim has its points, with the jump at 70 %', (t) => {
  const curve = PRESSURE_CURVES['node-classifier'];
  const points = [0, 0.69, 0.7, 0.8, 0.9, 0.95, 1, 1.2, 2].map(curve);
  const expected = [0, 0.0483, 0, 0.1, 0.2, 0.35, 0.8, 0.9, 1];
  points.forEach((value, index) => {
    t.true(Math.abs(value - expected[index]!) < 1e-9, `${index}: ${value}`);
  });
});

test('the monotone curve never falls, and meets the other one at 90 % and above', (t) => {
  const { monotone, 'node-classifier': other } = PRESSURE_CURVES;
  const share = fc.double({ min: 0, max: 3, noNaN: true });
  fc.assert(
    fc.property(share, share, (one, two) => {
      const [low, high] = [Math.min(one, two), Math.max(one, two)];
      t.true(monotone(low) <= monotone(high));
      if (low >= 0.9) t.is(monotone(low), other(low));
    }),
  );
});

interface SampleNode {
  readonly name: string;
  readonly cpu_usage: number;
  readonly cpu_pressure: number;
  readonly memory_usage: number;
  readonly memory_pressure: number;
}
type Golden = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
const SEEDS = 'data/seeds/descheduler-loop';

testWithShared('the 19 scores of its four scenarios are those of its own algorithms to 1e-9', (t) => {
  const golden = JSON.parse(sharedText(`${SEEDS}/golden-python-scores.json`)) as Golden;
  const samples = JSON.parse(sharedText(`${SEEDS}/sample_scenarios.json`)) as Readonly<
    Record<string, readonly SampleNode[]>
  >;
  t.is(NODE_SCORES.length, 19);
  let compared = 0;
  for (const [scenario, nodes] of Object.entries(samples)) {
    const loads = nodes.map((each) => ({
      node: each.name,
      cpuUsage: each.cpu_usage,
      cpuPressure: each.cpu_pressure,
      memoryUsage: each.memory_usage,
      memoryPressure: each.memory_pressure,
    }));
    for (const definition of NODE_SCORES) {
      const expected = golden[scenario]![definition.title]!;
      scoresOf(definition, loads).forEach((score, index) => {
        compared += 1;
        const own = expected[nodes[index]!.name]!;
        t.true(Math.abs(score - own) < 1e-9, `${scenario} ${definition.title}: ${score}, not ${own}`);
      });
    }
  }
  t.is(compared, 19 * 36);
});

test('equal nodes and a single node have scores without a deviation', (t) => {
  const load = { node: 'a', cpuUsage: 0.5, cpuPressure: 0.1, memoryUsage: 0.3, memoryPressure: 0 };
  for (const loads of [[load], [load, { ...load, node: 'b' }]])
    for (const definition of NODE_SCORES)
      for (const score of scoresOf(definition, loads)) t.true(score >= 0 && score <= 1, definition.name);
});
