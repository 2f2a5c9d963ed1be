/** The comparison of causes, and the lifetime until one cause, worked out by hand. */
import test from 'ava';
import { lifetimesUntil } from '../../../../src/core/fitting/pods/cause-lifetimes.ts';
import { compareCauses } from '../../../../src/core/fitting/pods/competing-ends.ts';
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';

const WATCH = { window: 60, resolution: 1e-6 };
const POD: PodHistory = {
  uid: 'p',
  namespace: 'default',
  name: 'p',
  group: 'p',
  templateHash: 'small',
  template: { spec: { containers: [] } },
  created: 0,
  wasThere: false,
  seen: 0,
  bound: 0,
  node: 'n',
  started: 0,
  ready: undefined,
  ended: undefined,
  cause: undefined,
};

/** Pods that ended at these ages, by their cause. */
function endedAt(ages: Readonly<Partial<Record<'succeeded' | 'failed' | 'deleted', readonly number[]>>>) {
  return Object.entries(ages).flatMap(([cause, all]) =>
    all.map(
      (age, index): PodHistory => ({
        ...POD,
        uid: `${cause}${index}`,
        started: 0,
        ended: age,
        cause: cause as 'succeeded' | 'failed' | 'deleted',
      }),
    ),
  );
}

test('the p-value is that of the ranks, worked out by hand', (t) => {
  // Two distinct ages: only the location is compared, with one degree of freedom.
  // Ranks ±0.5 scaled to variance 1 over 9: contrast ±√0.9; means 0.6 and −0.6 of √0.9: 2 × 5 × 0.36 × 0.9 = 3.24.
  const found = compareCauses(endedAt({ succeeded: [1, 1, 1, 1, 9], failed: [9, 9, 9, 9, 1] }))!;
  t.true(Math.abs(found.pValue - 0.0718606) < 1e-6, `${found.pValue}`);
  t.false(found.areDifferent);
  const alike = compareCauses(endedAt({ succeeded: [3, 3, 3, 3, 3], failed: [3, 3, 3, 3, 3] }))!;
  t.deepEqual(alike, { pValue: 1, areDifferent: false });
  t.is(compareCauses(endedAt({ succeeded: [1, 1, 1, 1, 9], failed: [9, 9, 9, 9] })), undefined);
  const three = compareCauses(
    endedAt({ succeeded: [1, 1, 1, 1, 9], failed: [9, 9, 9, 9, 1], deleted: [1, 1, 9, 9] }),
  )!;
  t.is(three.pValue, found.pValue, 'four ends by a third cause take no part');
});

test('a run that another cause ended is cut off there', (t) => {
  const pods = endedAt({ succeeded: [3, 5], failed: [1, 4] });
  const { rows, windows } = lifetimesUntil('failed', pods, WATCH);
  t.deepEqual(
    rows.map(({ duration, isEnded }) => [duration, isEnded]),
    [
      [1, true],
      [3, false],
      [4, true],
      [5, false],
    ],
  );
  // The curve of successes is 1 up to 3, ½ up to 5 and then 0. The third run failed at 1 and the fourth at 4. Their shares, 0.24 and 0.85
  // of the curve at that age, are reached at 5.
  t.deepEqual(
    windows.map(({ limit }) => limit),
    [3, 5, 5, 5],
  );
});
