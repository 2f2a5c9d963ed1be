/** The shares of the causes are those of the ends at that age; an end whose age is not known counts too. */
import test from 'ava';
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { endsByAge } from '../../../../src/core/fitting/runs/ends-by-age.ts';

function pod(started: number | undefined, ended: number, cause: PodHistory['cause']): PodHistory {
  return { wasThere: false, created: 0, bound: started, started, ended, cause } as unknown as PodHistory;
}

test('failures that come early and successes that come late are two stretches of age', (t) => {
  const early = Array.from({ length: 40 }, (_, index) => pod(0, 1 + index / 10, 'failed'));
  const late = Array.from({ length: 60 }, (_, index) => pod(0, 100 + index, 'succeeded'));
  t.deepEqual(
    endsByAge([...early, ...late]).map(({ from, counts }) => [from, Object.fromEntries(counts)]),
    [
      [0, { failed: 40 }],
      [100, { succeeded: 60 }],
    ],
  );
});

test('failures before and after successes make three stretches of age', (t) => {
  const ends = (count: number, from: number, cause: PodHistory['cause']): PodHistory[] =>
    Array.from({ length: count }, (_, index) => pod(0, from + index / 10, cause));
  t.deepEqual(
    endsByAge([...ends(30, 1, 'failed'), ...ends(50, 100, 'succeeded'), ...ends(40, 500, 'failed')]).map(
      ({ from, counts }) => [from, Object.fromEntries(counts)],
    ),
    [
      [0, { failed: 30 }],
      [100, { succeeded: 50 }],
      [500, { failed: 40 }],
    ],
  );
});

test('causes at the same ages have one share', (t) => {
  const pods = Array.from({ length: 100 }, (_, index) =>
    pod(0, 1 + index, index % 4 === 0 ? 'failed' : 'succeeded'),
  );
  t.deepEqual(
    endsByAge(pods).map(({ from, counts }) => [from, Object.fromEntries(counts)]),
    [[0, { succeeded: 75, failed: 25 }]],
  );
});

test('an end without a known start counts, and one by the cluster does not', (t) => {
  const [only] = endsByAge([pod(undefined, 9, 'failed'), pod(0, 5, 'evicted')]);
  t.deepEqual(Object.fromEntries(only!.counts), { failed: 1 });
  t.deepEqual(endsByAge([pod(0, 5, 'evicted')]), []);
});
