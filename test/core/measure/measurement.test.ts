/** Figures of waiting, of the replay and of the recording. */
import test from 'ava';
import { createMeasurement, measure } from '../../../src/core/measure/measurement.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { HEADER, SECOND, sampleDay } from './sample-day.ts';
import { bound, created, NODE_A, node, run, template } from './small-recording.ts';

test('waiting is bind minus intended creation', (t) => {
  const { waiting } = run([NODE_A, created('p', 10, 'half', { intended: 4 }), bound('p', 30)]);
  t.is(waiting.n, 1);
  t.is(waiting.max, 26);
});

test('a pod older than the recording has later delays, but no waiting', (t) => {
  const { waiting, phases } = run([
    NODE_A,
    created('old', 0, 'half', { age: 1000 }),
    bound('old', 0),
    { at: 0, kind: 'pod-started', uid: 'old' },
    { at: 7, kind: 'pod-ready', uid: 'old' },
    created('pending', 0, 'half', { age: 500 }),
    bound('pending', 20),
    { at: 25, kind: 'pod-started', uid: 'pending' },
  ]);
  t.is(waiting.n, 0);
  t.is(waiting.leftTruncated, 2);
  t.is(phases.boundToStarted.n, 1);
  t.is(phases.boundToStarted.max, 5);
  t.is(phases.startedToReady.n, 0, 'when it started is not known');
});

test('pods never bound are listed with age, state and reason', (t) => {
  const { neverBound, waiting } = run([
    NODE_A,
    created('waits', 10),
    {
      at: 11,
      kind: 'pod-unschedulable',
      uid: 'waits',
      message: '0/1 nodes are available: 1 Insufficient cpu.',
    },
    created('gone', 20),
    created('old', 30, 'half', { age: 1000 }),
    { at: 50, kind: 'pod-deleted', uid: 'gone' },
  ]);
  t.is(waiting.neverBound, 3);
  t.like(neverBound, { count: 3, pending: 2, withdrawn: 1, oldest: 1070 });
  t.deepEqual(
    neverBound.pods.map(({ name, state, age, reason }) => [name, state, age, reason]),
    [
      ['waits', 'pending', 90, 'Insufficient cpu'],
      ['gone', 'withdrawn', 30, null],
      ['old', 'pending', 1070, null],
    ],
  );
  t.deepEqual(neverBound.reasons[0], {
    reason: null,
    count: 2,
    pending: 1,
    gated: 0,
    withdrawn: 1,
    oldest: 1070,
    samples: ['default/gone', 'default/old'],
  });
});

test('a pod that a scheduling gate holds is counted apart, and not as refused', (t) => {
  const gated = { kind: 'pod-unschedulable', message: 'gates', reason: 'SchedulingGated' } as const;
  const { neverBound, pods } = run([
    NODE_A,
    created('held', 10),
    { at: 10, uid: 'held', ...gated },
    created('freed', 10),
    { at: 10, uid: 'freed', ...gated },
    { at: 20, kind: 'pod-unschedulable', uid: 'freed', message: '0/1 nodes are available: 1 no.' },
  ]);
  t.like(neverBound, { count: 2, pending: 1, gated: 1, withdrawn: 0 });
  t.deepEqual(
    neverBound.pods.map(({ name, state }) => [name, state]),
    [
      ['held', 'gated'],
      ['freed', 'pending'],
    ],
  );
  t.is(pods.alive.pending, 2);
});

test('queue length counts pods created, not bound and not gone', (t) => {
  const { queue } = run([
    NODE_A,
    created('p', 0),
    created('q', 20),
    bound('p', 40),
    { at: 70, kind: 'pod-deleted', uid: 'q' },
  ]);
  t.deepEqual(queue, { mean: (40 + 50) / 100, p95: 2, max: 2, end: 0 });
});

test('makespan goes from the first intended creation to the last end', (t) => {
  const end: Observation = { at: 80, kind: 'pod-finished', uid: 'p', phase: 'Failed' };
  const pod = [NODE_A, created('p', 20, 'half', { intended: 15 }), bound('p', 30)];
  t.deepEqual(run([...pod, end]).makespan, { duration: 65, complete: true });
  t.deepEqual(run(pod).makespan, { duration: 85, complete: false });
  t.is(run([]).makespan, null);
});

test('the window ends at the close line, or else at the last observation', (t) => {
  t.deepEqual(run([NODE_A], 70).window, { from: 0, to: 70, closed: true });
  t.deepEqual(measure(HEADER, [NODE_A, created('p', 33)]).window, { from: 0, to: 33, closed: false });
});

test('an empty recording has figures without numbers', (t) => {
  const figures = measure(HEADER, []);
  t.is(figures.window.to, 0);
  t.is(figures.pods.created, 0);
  t.is(figures.waiting.p50, null);
  t.is(figures.queue.mean, null);
  t.deepEqual(figures.cluster.resources, {});
});

test('speed and lag come from the close line, planned speed else from the header', (t) => {
  const lag = { n: 3, p50: 1, p95: 2, p99: 2, max: 2 };
  const speed = { planned: 20, achieved: 19.5, lag };
  const unknown = { limitedBy: null, answers: null, jumps: null };
  const header = { ...HEADER, clock: { kind: 'monotonic', resolution: '1us' } } as const;
  t.deepEqual(measure(header, [{ at: 5, kind: 'close', speed }]).speed, {
    clock: 'monotonic',
    ...speed,
    ...unknown,
  });
  t.deepEqual(measure(header, []).speed, {
    clock: 'monotonic',
    planned: 10,
    achieved: null,
    lag: null,
    ...unknown,
  });
});

test('virtual time has no speed, whatever the recording says', (t) => {
  const lag = { n: 3, p50: 0, p95: 0, p99: 0, max: 0 };
  const { speed } = measure(HEADER, [{ at: 5, kind: 'close', speed: { planned: 10, achieved: 10, lag } }]);
  t.like(speed, { clock: 'virtual', planned: null, achieved: null, lag });
});

test('the cause of lag and the answer times come from the close line', (t) => {
  const lag = { n: 3, p50: 1, p95: 2, p99: 2, max: 2 };
  const answers = { n: 9, p50: 4, p95: 5, p99: 6, max: 7 };
  const speed = { planned: 20, achieved: 19.5, lag, limitedBy: 'throttling', answers } as const;
  t.like(measure(HEADER, [{ at: 5, kind: 'close', speed }]).speed, { limitedBy: 'throttling', answers });
});

test('gaps are counted, and the length of their union is given', (t) => {
  const gap = (from: number, at: number): Observation => ({ at, kind: 'gap', from, reason: 'watch lost' });
  t.deepEqual(run([gap(10, 20), gap(15, 30), gap(40, 50), gap(5, 60)]).gaps, { count: 4, total: 55 });
});

test('an unusable observation is counted by reason and changes nothing else', (t) => {
  const figures = run([
    NODE_A,
    NODE_A,
    created('p', 0),
    created('p', 0),
    { at: 1, kind: 'pod-started', uid: 'p' },
    bound('p', 2),
    bound('p', 3),
    bound('ghost', 3),
    { at: 3, kind: 'node-removed', uid: 'ghost' },
    created('q', 3, 'no such template'),
    bound('q', 3, 'no such node'),
    node('b', { cpu: 'many', memory: '1Gi' }, 3),
    created('r', 1),
  ]);
  t.deepEqual(figures.ignored, {
    total: 10,
    unknownPod: 1,
    unknownNode: 2,
    unknownTemplate: 1,
    duplicate: 3,
    misplaced: 1,
    unreadable: 1,
    unordered: 1,
    afterClose: 0,
  });
  t.is(figures.pods.bound, 2);
  t.is(figures.cluster.resources.pods?.requested.end, 2);
});

test('observations after the close line are ignored', (t) => {
  const figures = measure(HEADER, [NODE_A, { at: 10, kind: 'close' }, created('p', 20)]);
  t.is(figures.window.to, 10);
  t.is(figures.pods.created, 0);
  t.is(figures.ignored.afterClose, 1);
});

test('observing one by one gives the same figures as measuring at once', (t) => {
  const day = sampleDay({ pods: 200 });
  const measurement = createMeasurement(HEADER);
  for (const observation of day) measurement.observe(observation);
  t.deepEqual(measurement.finish(), measure(HEADER, day));
});

test('the mean of terabytes over months is exact to the last digit', (t) => {
  const month = 31 * 24 * 3600 * SECOND;
  const bytes = 612_028_416 * 2 ** 20;
  const { cluster } = run(
    [
      node('a', { cpu: '4', memory: String(bytes) }),
      template('all', { memory: String(bytes - 1) }),
      created('p', 0, 'all'),
      bound('p', 0),
    ],
    5 * month,
  );
  t.is(cluster.resources.memory?.requested.mean, bytes - 1);
  t.is(cluster.resources.memory?.utilisation, (bytes - 1) / bytes);
});

test('pods without a known node count for the cluster only, and as unplaced', (t) => {
  const figures = run([NODE_A, created('p', 0), bound('p', 0, null), created('q', 0), bound('q', 0)]);
  t.is(figures.pods.bound, 2);
  t.is(figures.pods.unplaced, 1);
  t.is(figures.cluster.resources.cpu?.requested.mean, 4000);
  t.is(figures.nodes[0]?.resources.cpu?.requested.mean, 2000);
});
