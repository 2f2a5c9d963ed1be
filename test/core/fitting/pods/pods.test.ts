/** From observations to samples: groups, cut-off ends, late entries, and causes of ends. */
import test from 'ava';
import { createdTimes } from '../../../../src/core/fitting/arrivals/arrival-model.ts';
import { lifetimes, residualLifetimes } from '../../../../src/core/fitting/pods/group-samples.ts';
import { at, historyInGrain, historyOf, made, rows, WATCH } from './made-history.ts';

test('a lifetime is from started to its end, and cut off where the window ends', (t) => {
  const { pods } = historyOf(
    made('a', 1),
    { at: at(2), kind: 'pod-bound', uid: 'a', node: 'n' },
    { at: at(5), kind: 'pod-started', uid: 'a' },
    { at: at(25), kind: 'pod-finished', uid: 'a', phase: 'Succeeded' },
    { at: at(26), kind: 'pod-deleted', uid: 'a' },
    made('b', 30),
    { at: at(40), kind: 'pod-bound', uid: 'b', node: 'n' },
    made('c', 50),
  );
  t.deepEqual(rows(lifetimes(pods, WATCH)), [[20, 'ended', 0]], 'what is still starting has no lifetime yet');
});

test('without recorded starts, a lifetime begins at bound', (t) => {
  const { pods } = historyOf(
    made('a', 1),
    { at: at(2), kind: 'pod-bound', uid: 'a', node: 'n' },
    { at: at(25), kind: 'pod-finished', uid: 'a', phase: 'Succeeded' },
    made('b', 30),
    { at: at(40), kind: 'pod-bound', uid: 'b', node: 'n' },
  );
  t.deepEqual(rows(lifetimes(pods, WATCH)), [
    [23, 'ended', 0],
    [60, 'cut off', 0],
  ]);
});

test('a pod that existed before the window enters late, at its age', (t) => {
  const { pods } = historyOf(made('old', 0, { age: 500 }), { at: at(30), kind: 'pod-deleted', uid: 'old' });
  t.deepEqual(rows(lifetimes(pods, WATCH)), [[530, 'ended', 500]]);
  t.deepEqual(rows(residualLifetimes(pods, WATCH)), [[30, 'ended', 0]]);
  t.deepEqual(createdTimes(pods), []);
});

test('a pod that ended before its first observation is left out', (t) => {
  const { pods } = historyOf(
    made('done', 0, { age: 500 }),
    { at: 0, kind: 'pod-started', uid: 'done', stamp: at(-499) },
    { at: 0, kind: 'pod-finished', uid: 'done', phase: 'Succeeded', stamp: at(-400) },
    made('alive', 0, { age: 500 }),
    { at: at(30), kind: 'pod-deleted', uid: 'done' },
  );
  t.deepEqual(
    pods.map(({ uid }) => uid),
    ['alive'],
  );
});

test('the window opens when the existing pods are listed', (t) => {
  const { pods, window } = historyOf(
    made('old', 4, { age: 50 }),
    { at: at(4), kind: 'pod-started', uid: 'old', stamp: at(-40) },
    made('new', 10),
    { at: at(30), kind: 'pod-deleted', uid: 'old' },
  );
  t.is(window, 96);
  t.deepEqual(rows(lifetimes(pods, { ...WATCH, window })), [[70, 'ended', 44]]);
  t.deepEqual(rows(residualLifetimes(pods, { ...WATCH, window })), [[26, 'ended', 0]]);
  t.deepEqual(createdTimes(pods), [6]);
});

test('the age of a pod from before the window comes from the middle of its stamp', (t) => {
  const { pods } = historyInGrain(
    { resolution: 0.01, stamps: 1 },
    made('old', 0, { age: 7.4 }),
    { at: 0, kind: 'pod-started', uid: 'old', stamp: at(-5.4) },
    made('just', 0, { age: 0.6 }),
    { at: 0, kind: 'pod-started', uid: 'just', stamp: at(-0.6) },
    made('starting', 0, { age: 2 }),
    { at: at(3), kind: 'pod-started', uid: 'starting', stamp: at(2.6) },
  );
  const seen = rows(lifetimes(pods, WATCH));
  t.deepEqual(
    seen.map(([duration, , entry]) => [duration.toFixed(3), entry.toFixed(3)]),
    [
      ['97.000', '0.000'],
      ['100.300', '0.300'],
      ['104.900', '4.900'],
    ],
  );
});

test('times are rounded down to whole ticks, apart from the rounding of a quotient', (t) => {
  const { pods } = historyInGrain({ resolution: 0.1, stamps: 0 }, made('a', 0.3), made('b', 0.39));
  t.deepEqual(
    pods.map(({ created }) => created),
    [3 * 0.1, 3 * 0.1],
  );
});

test('the first observation of a step counts, and steps of unknown pods are left out', (t) => {
  const { pods } = historyOf(
    made('a', 1),
    { at: at(3), kind: 'pod-bound', uid: 'a', node: 'n' },
    { at: at(4), kind: 'pod-bound', uid: 'a', node: 'm' },
    { at: at(5), kind: 'pod-bound', uid: 'unknown', node: 'n' },
    { at: at(6), kind: 'pod-finished', uid: 'a', phase: 'Failed' },
    { at: at(7), kind: 'pod-deleted', uid: 'a' },
    { at: at(8), kind: 'pod-deleted', uid: 'unknown' },
  );
  t.deepEqual(
    pods.map(({ uid, bound, node, ended, cause }) => [uid, bound, node, ended, cause]),
    [['a', 3, 'n', 6, 'failed']],
  );
});

test('a gap in which only Events or nodes were not observed hides no pods', (t) => {
  const gap = { at: at(30), kind: 'gap', from: at(20), reason: 'restart' } as const;
  const scopes = ['events', 'nodes', 'services', 'pods'];
  const { gaps } = historyOf(...scopes.map((scope) => ({ ...gap, scope })));
  t.is(gaps.length, 1);
});

test('a gap of the observation has its start and its end in seconds', (t) => {
  const { gaps } = historyOf({ at: at(30), kind: 'gap', from: at(20), reason: 'restart' });
  t.deepEqual(gaps, [{ from: 20, to: 30 }]);
});
