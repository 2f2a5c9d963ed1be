/** The lifetimes of a group are a mix of what its strata, its large bursts and its pods one by one draw. */
import test from 'ava';
import type { GroupFit } from '../../../../src/core/fitting/pods/fit-group.ts';
import { drawnLifetimes, mixedSurvival } from '../../../../src/core/fitting/runs/drawn-lifetimes.ts';

const law = { family: 'exponential', mean: 10 } as const;

test('strata count by their pods, and a pod that was seen for a time outlasts it', (t) => {
  const fit = {
    runs: {
      kept: {
        pods: [{ known: { lifetime: 50 } }, { known: { longerThan: 80 } }],
        lifetime: { distribution: law },
      },
      strata: [
        { pods: 6, lifetime: { distribution: law } },
        { pods: 9, lifetime: undefined },
      ],
    },
    bursts: {
      runs: { strata: [{ pods: 2, lifetime: { distribution: { family: 'constant', value: 20 } } }] },
    },
  } as unknown as GroupFit;
  const parts = drawnLifetimes(fit);
  t.deepEqual(
    parts.map(({ pods }) => pods),
    [6, 2, 1, 1],
  );
  const near = (time: number, wanted: number): boolean =>
    t.true(Math.abs(mixedSurvival(parts, time) - wanted) < 1e-12);
  near(10, (6 * Math.exp(-1) + 2 + 1 + 1) / 10);
  near(30, (6 * Math.exp(-3) + 1 + 1) / 10);
  near(90, (6 * Math.exp(-9) + Math.exp(-1)) / 10);
});

test('a group without runs draws none', (t) => {
  t.deepEqual(drawnLifetimes({}), []);
  t.is(mixedSurvival([], 1), 0);
});
