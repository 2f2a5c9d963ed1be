/** A group's runs are strata of those that arrive, and the pods that existed before with their ages. */
import test from 'ava';
import { drawnCurve } from '../../../../src/core/fitting/choice/drawn-form.ts';
import { AS_CHOSEN } from '../../../../src/core/fitting/pods/group-form.ts';
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { groupRuns } from '../../../../src/core/fitting/runs/group-runs.ts';
import { template } from '../pods/made-history.ts';

const WATCH = { window: 10_000, resolution: 0 };

function run(created: number, lifetime: number, cpu: string): PodHistory {
  const ended = created + lifetime;
  return {
    wasThere: created < 0,
    created,
    seen: Math.max(0, created),
    bound: created,
    started: created,
    ended: ended < WATCH.window ? ended : undefined,
    cause: ended < WATCH.window ? 'succeeded' : undefined,
    template: template(cpu),
  } as unknown as PodHistory;
}

const runsOf = (pods: readonly PodHistory[]) =>
  groupRuns(pods, WATCH, AS_CHOSEN, (what, sample) => drawnCurve(sample, what));

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
    present.map(({ ages, requests }) => [ages, requests.map(({ pods }) => pods)]),
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
