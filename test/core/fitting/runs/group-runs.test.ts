/** A group's runs are strata of those that arrive, and the pods that existed before with their ages. */
import test from 'ava';
import { drawnCurve } from '../../../../src/core/fitting/choice/drawn-form.ts';
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { groupRuns } from '../../../../src/core/fitting/runs/group-runs.ts';
import { ranFor } from './made-runs.ts';

const WATCH = { window: 10_000, resolution: 0 };

const run = (created: number, lifetime: number, cpu: string): PodHistory =>
  ranFor(WATCH.window, created, lifetime, cpu);

const runsOf = (pods: readonly PodHistory[]) =>
  groupRuns(pods, WATCH, 0, (what, sample) => drawnCurve(sample, what));

test('large pods that run longer are a stratum of their own', (t) => {
  const pods = Array.from({ length: 200 }, (_, index) =>
    run(index * 10, (index % 4 === 0 ? 900 : 30) + (index % 7), index % 4 === 0 ? '8' : '1'),
  );
  const { strata, present, pooling } = runsOf(pods);
  t.deepEqual(
    strata.map(({ pods: count, requests }) => [count, requests.map(({ requests: set }) => set.cpu)]),
    [
      [150, ['1']],
      [50, ['8']],
    ],
  );
  t.deepEqual(present, []);
  t.is(pooling, undefined);
});

test('pods that existed before have their ages, each with its own requests', (t) => {
  const { present } = runsOf([run(-500, 20_000, '1'), run(-300, 400, '1'), run(-100, 20_000, '8')]);
  t.deepEqual(
    present.map(({ pods, requests }) => [
      pods.map(({ age }) => age),
      requests.map(({ pods: count }) => count),
    ]),
    [
      [
        [500, 300, 100],
        [2, 1],
      ],
    ],
  );
  t.truthy(present[0]!.residual);
  t.is(present[0]!.lifetime, undefined);
});
