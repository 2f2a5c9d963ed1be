/** A window of a recording: what it begins with, what belongs to it, and how it ends. */
import test from 'ava';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { cutWindow, windowHeader } from '../../../../src/core/recording/window/recording-window.ts';
import { HEADER } from '../../measure/sample-day.ts';
import { bound, created, HALF, NODE_A } from '../../measure/small-recording.ts';

function cut(observations: readonly Observation[], from: number, to?: number): Observation[] {
  const seen: Observation[] = [];
  const window = cutWindow({ from, to }, (observation) => seen.push(observation));
  for (const observation of observations) window.observe(observation);
  window.end();
  return seen;
}

const kindsOf = (observations: readonly Observation[]) => observations.map(({ at, kind }) => `${at} ${kind}`);

const DAY: readonly Observation[] = [
  HALF,
  NODE_A,
  created('p', 10),
  bound('p', 20),
  { at: 30, kind: 'pod-started', uid: 'p', stamp: 29 },
  { at: 40, kind: 'pod-ready', uid: 'p' },
  created('q', 50),
  { at: 55, kind: 'pod-unschedulable', uid: 'q', message: 'full' },
  created('r', 60),
  bound('r', 70),
  { at: 80, kind: 'pod-finished', uid: 'p', phase: 'Succeeded' },
  { at: 90, kind: 'pod-deleted', uid: 'p' },
  { at: 100, kind: 'close' },
];

test('a window begins with the nodes and pods that exist, with their ages and steps', (t) => {
  const seen = cut(DAY, 60, 85);
  t.deepEqual(kindsOf(seen), [
    '0 node-added',
    '0 template',
    '0 pod-created',
    '0 pod-bound',
    '0 pod-started',
    '0 pod-ready',
    '0 pod-created',
    '0 pod-unschedulable',
    '0 pod-created',
    '10 pod-bound',
    '20 pod-finished',
    '25 close',
  ]);
  t.like(seen[0], { age: 60, name: 'a' });
  t.like(seen[2], { uid: 'p', age: 50 });
  t.is((seen[4] as { stamp?: number }).stamp, -1, 'a stamp keeps its moment');
  t.like(seen[6], { uid: 'q', age: 10 });
  t.is((seen[8] as { age?: number }).age, undefined, 'created in the window');
});

test('what happens at the end of a window belongs to the next one', (t) => {
  t.false(kindsOf(cut(DAY, 0, 60)).includes('60 pod-created'));
  t.true(kindsOf(cut(DAY, 60)).includes('0 pod-created'));
});

test('pods that are over when the window begins, and their removal, are left out', (t) => {
  const seen = cut(DAY, 85);
  t.false(seen.some((observation) => 'uid' in observation && observation.uid === 'p'));
});

test('pods whose node is gone when the window begins are left out', (t) => {
  const day: Observation[] = [
    ...DAY.slice(0, 6),
    { at: 45, kind: 'node-removed', uid: 'uid-a' },
    created('s', 70),
  ];
  t.deepEqual(kindsOf(cut(day, 60)), ['10 template', '10 pod-created']);
});

test('a node, labels and requests begin as they were last changed', (t) => {
  const seen = cut(
    [
      HALF,
      { ...HALF, hash: 'more' } as Observation,
      NODE_A,
      { at: 5, kind: 'node-changed', uid: 'uid-a', unschedulable: true },
      created('p', 10),
      { at: 11, kind: 'pod-changed', uid: 'p', labels: { a: 'b' } },
      { at: 12, kind: 'pod-resized', uid: 'p', template: 'more' },
      { at: 50, kind: 'close' },
    ],
    20,
  );
  t.like(seen[0], { unschedulable: true, name: 'a' });
  t.like(seen[2], { template: 'more', labels: { a: 'b' } });
});

test('a pod that lost its readiness becomes ready in the window when it has it again', (t) => {
  const seen = cut(
    [
      ...DAY.slice(0, 6),
      { at: 45, kind: 'pod-readiness', uid: 'p', ready: false },
      { at: 60, kind: 'pod-readiness', uid: 'p', ready: true },
    ],
    50,
  );
  t.deepEqual(kindsOf(seen).slice(-2), ['0 pod-started', '10 pod-ready']);
});

test('a pod that is being deleted begins so, with the cause', (t) => {
  const seen = cut(
    [
      ...DAY.slice(0, 6),
      { at: 45, kind: 'pod-disrupted', uid: 'p', reason: 'EvictionByEvictionAPI' },
      { at: 45, kind: 'pod-terminating', uid: 'p', graceSeconds: 30 },
      { at: 70, kind: 'pod-deleted', uid: 'p' },
    ],
    50,
  );
  t.deepEqual(kindsOf(seen).slice(-3), ['0 pod-disrupted', '0 pod-terminating', '20 pod-deleted']);
});

test('gaps that reach into a window are cut to it', (t) => {
  const gap = (from: number, at: number): Observation => ({ at, kind: 'gap', from, reason: 'cut' });
  const seen = cut([HALF, NODE_A, gap(5, 12), gap(18, 25), created('p', 30)], 10, 20);
  t.deepEqual(
    seen.filter(({ kind }) => kind === 'gap'),
    [
      { at: 2, kind: 'gap', from: 0, reason: 'cut' },
      { at: 10, kind: 'gap', from: 8, reason: 'cut' },
    ],
  );
});

test('a window up to the end of a recording that was cut short has no close line', (t) => {
  t.not(cut(DAY.slice(0, -1), 50).at(-1)?.kind, 'close');
  t.is(cut(DAY.slice(0, -1), 50, 75).at(-1)?.kind, 'close', 'its end was seen');
});

test('the header of a window names it and starts later', (t) => {
  const header = windowHeader(
    { ...HEADER, start: '2026-03-01T00:00:00.000000000Z' },
    { from: 60e6, to: 90e6 },
  );
  t.is(header.start, '2026-03-01T00:01:00.000000000Z');
  t.deepEqual(header.source.window, { from: 60e6, to: 90e6 });
});
