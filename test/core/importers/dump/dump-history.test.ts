/** Deriving the past of a dump's pods from their stamps. */
import test from 'ava';
import { emitDumpHistory } from '../../../../src/core/importers/dump/dump-history.ts';
import { createObjectDump } from '../../../../src/core/importers/dump/object-lists.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import fc from '../../../seeded-properties.ts';
import { keptHistory, node, pod, steps } from '../history/kept-history.ts';

const at = (second: number) =>
  new Date(Date.UTC(2025, 0, 1) + second * 1000).toISOString().replace('.000', '');
const MOMENT = Date.UTC(2025, 0, 1, 1) * 1000;

interface Stamps {
  readonly created: number;
  readonly scheduled?: number;
  readonly taken?: number;
  readonly started?: number;
  readonly ready?: number;
  readonly finished?: number;
  readonly restarts?: number;
}

function stamped({ created, scheduled, taken, started, ready, finished, restarts = 0 }: Stamps) {
  const startedAt = started === undefined ? undefined : at(started);
  const state =
    finished === undefined
      ? { running: { startedAt } }
      : { terminated: { exitCode: 0, reason: 'Completed', startedAt, finishedAt: at(finished) } };
  return pod('a', {
    metadata: { creationTimestamp: at(created) },
    spec: scheduled === undefined ? {} : { nodeName: 'n' },
    status: {
      phase: finished === undefined ? (started === undefined ? 'Pending' : 'Running') : 'Succeeded',
      ...(taken === undefined ? {} : { startTime: at(taken) }),
      conditions: [
        ...(scheduled === undefined
          ? []
          : [{ type: 'PodScheduled', status: 'True', lastTransitionTime: at(scheduled) }]),
        ...(ready === undefined ? [] : [{ type: 'Ready', status: 'True', lastTransitionTime: at(ready) }]),
      ],
      ...(started === undefined ? {} : { containerStatuses: [{ restartCount: restarts, state }] }),
    },
  });
}

function historyOf(...objects: readonly unknown[]): Observation[] {
  const dump = createObjectDump();
  for (const object of objects) dump.add(object, { file: 'dump.json' });
  const { history, observations } = keptHistory();
  emitDumpHistory(dump, MOMENT, history);
  return observations();
}

const lifeOf = (stamps: Stamps) =>
  steps(historyOf(stamped(stamps))).filter(([, kind]) => kind.startsWith('pod-'));

const event = (reason: string, second: number, message: string, more: object = {}) => ({
  kind: 'Event',
  metadata: { name: `${reason}-${second}`, uid: `event-${reason}-${second}`, creationTimestamp: at(second) },
  involvedObject: { kind: 'Pod', uid: 'uid-a' },
  reason,
  message,
  firstTimestamp: at(second),
  lastTimestamp: at(second + 20),
  ...more,
});

test('Events of a pod in the dump are reported at their times, each once', (t) => {
  const refused = '0/3 nodes are available: 3 Insufficient cpu.';
  const observations = historyOf(
    stamped({ created: 0, scheduled: 46, taken: 46, started: 48 }),
    event('FailedScheduling', 1, refused),
    event('FailedScheduling', 31, refused),
    event('Preempted', 100, 'Preempted by pod 0f3ab2c4-1111-4222-8333-444455556666 on node n'),
    event('Preempted', 101, 'Preempted by pod 0f3ab2c4-1111-4222-8333-444455556666 on node n'),
    event('Pulled', 47, 'Successfully pulled image'),
    event('FailedScheduling', 2, refused, { involvedObject: { kind: 'Pod', uid: 'of-one-that-is-gone' } }),
    event('FailedScheduling', 60, 'after it was bound'),
  );
  t.deepEqual(
    steps(observations).filter(([, kind]) => kind.startsWith('pod-')),
    [
      [0, 'pod-created'],
      [1, 'pod-unschedulable'],
      [46, 'pod-bound'],
      [48, 'pod-started'],
      [100, 'pod-disrupted'],
    ],
  );
  t.like(observations[1], { message: refused });
  t.like(observations.at(-3), { reason: 'Preempted', by: '0f3ab2c4-1111-4222-8333-444455556666' });
});

test('Events of the new API are read, whose fields have other names', (t) => {
  const observations = historyOf(stamped({ created: 0, scheduled: 46 }), {
    kind: 'Event',
    metadata: { name: 'new', uid: 'new' },
    regarding: { kind: 'Pod', uid: 'uid-a' },
    reason: 'FailedScheduling',
    note: 'no room',
    deprecatedFirstTimestamp: null,
    eventTime: at(3).replace('Z', '.250000Z'),
  });
  t.like(observations[1], { at: 3_250_000, kind: 'pod-unschedulable', message: 'no room' });
});

test('each step is reported at its stamp, from the oldest on', (t) => {
  t.deepEqual(lifeOf({ created: 0, scheduled: 46, taken: 46, started: 48, ready: 55 }), [
    [0, 'pod-created'],
    [46, 'pod-bound'],
    [48, 'pod-started'],
    [55, 'pod-ready'],
  ]);
  t.deepEqual(lifeOf({ created: 0, scheduled: 1, taken: 1, started: 2, finished: 60 }).at(-1), [
    60,
    'pod-finished',
  ]);
});

test('the whole history is a gap, since pods that were gone are missing', (t) => {
  const gap = historyOf(stamped({ created: 0, scheduled: 1 })).find(({ kind }) => kind === 'gap');
  t.like(gap, { at: 3600e6, from: 0, scope: 'pods', lost: 'events' });
});

test('a pod that is scheduled before its creation is bound at its creation', (t) => {
  t.deepEqual(lifeOf({ created: 10, scheduled: 3, taken: 3, started: 2, ready: 20 }), [
    [0, 'pod-created'],
    [0, 'pod-bound'],
    [0, 'pod-started'],
    [10, 'pod-ready'],
  ]);
});

test('a PodScheduled stamp later than startTime is replaced by startTime', (t) => {
  t.deepEqual(lifeOf({ created: 0, scheduled: 3000, taken: 2, started: 5, ready: 3001 })[1], [
    2,
    'pod-bound',
  ]);
});

test('a pod with restarted containers has no first start and no first readiness', (t) => {
  t.deepEqual(lifeOf({ created: 0, scheduled: 1, taken: 1, started: 3000, ready: 3005, restarts: 4 }), [
    [0, 'pod-created'],
    [1, 'pod-bound'],
  ]);
});

test("an unscheduled pod has the scheduler's message at its stamp", (t) => {
  const conditions = [
    {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: 'no room',
      lastTransitionTime: at(5),
    },
  ];
  const waiting = pod('a', {
    metadata: { creationTimestamp: at(0) },
    status: { phase: 'Pending', conditions },
  });
  const refused = historyOf(waiting).find(({ kind }) => kind === 'pod-unschedulable');
  t.like(refused, { at: 5e6, message: 'no room' });
});

test('a node is added at its creation', (t) => {
  const old = node('n');
  const observations = historyOf(
    { ...old, metadata: { ...(old.metadata as object), creationTimestamp: at(0) } },
    stamped({ created: 60 }),
  );
  t.deepEqual(steps(observations).slice(0, 2), [
    [0, 'node-added'],
    [60, 'pod-created'],
  ]);
});

test('with any stamps, steps are in order, occur once, and end when the dump was taken', (t) => {
  const second = fc.integer({ min: -7200, max: 7200 });
  const stamps = fc.record(
    {
      created: second,
      scheduled: second,
      taken: second,
      started: second,
      ready: second,
      finished: second,
      restarts: fc.integer({ min: 0, max: 2 }),
    },
    { requiredKeys: ['created'] },
  );
  const order = ['pod-created', 'pod-bound', 'pod-started', 'pod-ready', 'pod-finished'];
  fc.assert(
    fc.property(stamps, (drawn) => {
      const observations = historyOf(stamped(drawn as Stamps));
      const end = observations.at(-1)!.at;
      const life = observations.filter(({ kind }) => order.includes(kind));
      const places = life.map(({ kind }) => order.indexOf(kind));
      t.deepEqual(
        places,
        [...new Set(places)].sort((one, other) => one - other),
      );
      t.true(
        life.every(
          ({ at: time }, index) => time <= end - 1e6 && (index === 0 || time >= life[index - 1]!.at),
        ),
      );
    }),
  );
});

test('a static pod is on its node from its creation on, although its stamps are newer', (t) => {
  const restarted = stamped({ created: 60, scheduled: 900, taken: 900, started: 1200, restarts: 2 });
  const owner = { kind: 'Node', apiVersion: 'v1', name: 'n', uid: 'n', controller: true };
  const metadata = { ...(restarted as { metadata: object }).metadata, ownerReferences: [owner] };
  const bound = steps(historyOf({ ...(restarted as object), metadata })).find(
    ([, kind]) => kind === 'pod-bound',
  );
  t.is(bound?.[0], 0);
});

test('a container that ran before its pod was scheduled shows when it was bound', (t) => {
  const terminated = { exitCode: 1, reason: 'Error', startedAt: at(100), finishedAt: at(800) };
  const restarted = stamped({ created: 60, scheduled: 900, taken: 900, started: 1200, restarts: 1 }) as {
    status: { containerStatuses: object[] };
  };
  const [status] = restarted.status.containerStatuses;
  const containerStatuses = [{ ...status, lastState: { terminated } }];
  const life = steps(historyOf({ ...restarted, status: { ...restarted.status, containerStatuses } }));
  t.is(life.find(([, kind]) => kind === 'pod-bound')?.[0], 40);
});
