/** A figure misses the gate where the median of the seeds does, and chance explains it where the recorded figure is in their range. */
import test from 'ava';
import { type GroupFigures, groupFigures } from '../../../src/core/measure/group-figures.ts';
import { bandOf, truthFigures } from '../../../src/core/measure/truth.ts';

const GATE = { low: 0.9, high: 1.1 };
const NONE = groupFigures([], { from: 0, to: 1 });

function figures(created: number, alive: number, cpu = 0): GroupFigures {
  return { ...NONE, created, alive: { mean: alive, p95: alive }, requested: cpu > 0 ? { cpu } : {} };
}

test('a figure is outside the gate by its median, and beyond chance outside the range', (t) => {
  const recorded = figures(100, 10);
  const fitted = [figures(80, 9), figures(85, 20), figures(70, 25)];
  const [created, alive] = truthFigures({ recorded, replayed: recorded, fitted }, GATE);
  t.deepEqual([created!.ratio, created!.isOutside, created!.isBeyondChance], [0.8, true, true]);
  t.deepEqual(created!.fitted, { median: 80, low: 70, high: 85 });
  t.deepEqual([alive!.ratio, alive!.isOutside, alive!.isBeyondChance], [2, true, false]);
});

test('a difference of one pod is inside any gate', (t) => {
  const [created] = truthFigures(
    { recorded: figures(3, 1), replayed: figures(3, 1), fitted: [figures(4, 1)] },
    GATE,
  );
  t.false(created!.isOutside);
});

test('a figure that was 0 is missed where the scenario has it', (t) => {
  const sides = { recorded: figures(50, 9), replayed: figures(50, 9), fitted: [figures(50, 9, 300)] };
  const cpu = truthFigures(sides, GATE).find(({ name }) => name === 'cpu');
  t.deepEqual([cpu!.ratio, cpu!.isOutside, cpu!.isBeyondChance], [null, true, true]);
});

test('the number of bound pods may be that of the recording replayed: the model decides it', (t) => {
  const bound = (count: number) => ({ ...figures(100, 9), bound: count });
  const isMissed = (replayed: number) => {
    const sides = { recorded: bound(80), replayed: bound(replayed), fitted: [bound(99)] };
    return truthFigures(sides, GATE).find(({ name }) => name === 'bound')!.isOutside;
  };
  t.deepEqual([isMissed(100), isMissed(80)], [false, true]);
});

test('figures that are 0 on all sides are left out', (t) => {
  t.deepEqual(truthFigures({ recorded: NONE, replayed: NONE, fitted: [NONE] }, GATE), []);
});

test('the median of an even number of values is the mean of the two in the middle', (t) => {
  t.deepEqual(bandOf([4, 1, 2, 8]), { median: 3, low: 1, high: 8 });
  t.is(bandOf([]), null);
});
