/** What each figure means, by small recordings that can be reckoned by hand. */
import test from 'ava';
import type { Figures } from '../../src/measure/figures.ts';
import { createMeasurement, measure } from '../../src/measure/measurement.ts';
import type { ResourceList } from '../../src/objects/pod.ts';
import type { Observation, RecordingHeader } from '../../src/recording/observation.ts';
import { HEADER, SECOND, sampleDay } from './sample-day.ts';

function template(hash: string, requests: ResourceList): Observation {
  return { at: 0, kind: 'template', hash, template: { spec: { containers: [{ resources: { requests } }] } } };
}

function node(name: string, allocatable: ResourceList, at = 0, pool?: string): Observation {
  return {
    at,
    kind: 'node-added',
    uid: `uid-${name}`,
    name,
    allocatable,
    ...(pool === undefined ? {} : { pool }),
  };
}

function created(
  uid: string,
  at: number,
  hash = 'half',
  more: { intended?: number; age?: number } = {},
): Observation {
  return { at, kind: 'pod-created', uid, namespace: 'default', name: uid, template: hash, ...more };
}

function bound(uid: string, at: number, name: string | null = 'a'): Observation {
  return { at, kind: 'pod-bound', uid, node: name };
}

const HALF = template('half', { cpu: '2', memory: '1Gi' });
const NODE_A = node('a', { cpu: '4', memory: '8Gi', pods: '10' });

function run(observations: Observation[], end = 100, header: RecordingHeader = HEADER): Figures {
  return measure(header, [HALF, ...observations, { at: end, kind: 'close' }]);
}

test('utilisation is ∫requested ÷ ∫allocatable: half the node for half the time is a quarter', (t) => {
  const { cluster } = run([NODE_A, created('p', 0), bound('p', 50)]);
  t.is(cluster.resources.cpu?.utilisation, 0.25);
  t.is(cluster.resources.cpu?.requested.mean, 1000);
  t.is(cluster.resources.cpu?.allocatable.mean, 4000);
});

test('a pod counts from its bind, not from its creation or start', (t) => {
  const { cluster } = run([
    NODE_A,
    created('p', 0),
    bound('p', 20),
    { at: 60, kind: 'pod-started', uid: 'p' },
  ]);
  t.is(cluster.resources.cpu?.requested.mean, 2000 * 0.8);
});

test('a pod counts until it is terminal, though its object stays', (t) => {
  const { cluster, pods } = run([
    NODE_A,
    created('p', 0),
    bound('p', 0),
    { at: 30, kind: 'pod-finished', uid: 'p', phase: 'Succeeded' },
    { at: 90, kind: 'pod-deleted', uid: 'p' },
  ]);
  t.is(cluster.resources.cpu?.requested.mean, 2000 * 0.3);
  t.is(pods.succeeded, 1);
  t.is(pods.deleted, 0);
});

test('a pod that is deleted while it runs stops counting then', (t) => {
  const { cluster, pods } = run([
    NODE_A,
    created('p', 0),
    bound('p', 0),
    { at: 40, kind: 'pod-deleted', uid: 'p' },
  ]);
  t.is(cluster.resources.cpu?.requested.mean, 2000 * 0.4);
  t.is(pods.deleted, 1);
});

test('a pod that is resized in place holds the new request from then on, and gives back that', (t) => {
  const { cluster, ignored } = run([
    template('more', { cpu: '3', memory: '1Gi' }),
    NODE_A,
    created('p', 0),
    bound('p', 0),
    { at: 50, kind: 'pod-resized', uid: 'p', template: 'more' },
    { at: 80, kind: 'pod-deleted', uid: 'p' },
  ]);
  t.is(cluster.resources.cpu?.requested.mean, 2000 * 0.5 + 3000 * 0.3);
  t.is(cluster.resources.cpu?.requested.max, 3000);
  t.is(ignored.total, 0);
});

test('a pod that is resized before it is bound is bound with the new request', (t) => {
  const { cluster } = run([
    template('more', { cpu: '3' }),
    NODE_A,
    created('p', 0),
    { at: 10, kind: 'pod-resized', uid: 'p', template: 'more' },
    bound('p', 50),
  ]);
  t.is(cluster.resources.cpu?.requested.mean, 3000 * 0.5);
});

test('restarts, disruptions and a deletion that is only asked for change no figure, and are not ignored', (t) => {
  const life = [NODE_A, created('p', 0), bound('p', 0)];
  const eventful: Observation[] = [
    { at: 10, kind: 'pod-restarted', uid: 'p', restarts: 1, reason: 'OOMKilled', exitCode: 137 },
    { at: 20, kind: 'pod-disrupted', uid: 'p', reason: 'PreemptionByScheduler' },
    { at: 20, kind: 'pod-terminating', uid: 'p', graceSeconds: 30 },
  ];
  t.deepEqual(run([...life, ...eventful]), run(life));
});

test('the request of a pod is its largest init step where that is more than its containers', (t) => {
  const withInit: Observation = {
    at: 0,
    kind: 'template',
    hash: 'init',
    template: {
      spec: {
        containers: [{ resources: { requests: { cpu: '1' } } }],
        initContainers: [{ resources: { requests: { cpu: '3' } } }],
        overhead: { cpu: '500m' },
      },
    },
  };
  const { cluster } = run([withInit, NODE_A, created('p', 0, 'init'), bound('p', 0)]);
  t.is(cluster.resources.cpu?.requested.mean, 3500);
});

test('pod-level requests count from Kubernetes 1.34 on', (t) => {
  const podLevel: Observation = {
    at: 0,
    kind: 'template',
    hash: 'level',
    template: { spec: { containers: [{}], resources: { requests: { cpu: '2' } } } },
  };
  const meanOn = (kubernetes: string) =>
    run([podLevel, NODE_A, created('p', 0, 'level'), bound('p', 0)], 100, {
      ...HEADER,
      source: { kind: 'replay', kubernetes },
    }).cluster.resources.cpu?.requested.mean;
  t.is(meanOn('1.33'), 0);
  t.is(meanOn('1.34'), 2000);
});

test('every bound pod takes one of pods', (t) => {
  const { cluster } = run([NODE_A, created('p', 0), bound('p', 0), created('q', 0), bound('q', 0)]);
  t.is(cluster.resources.pods?.requested.mean, 2);
  t.is(cluster.resources.pods?.utilisation, 0.2);
});

test('any resource seen in an allocatable or a request has figures', (t) => {
  const { cluster } = run([
    node('a', { cpu: '4', 'example.com/licence': '3' }),
    template('odd', { 'example.com/nowhere': '5' }),
    created('p', 0, 'odd'),
    bound('p', 0),
  ]);
  t.is(cluster.resources['example.com/licence']?.utilisation, 0);
  t.is(cluster.resources['example.com/nowhere']?.utilisation, null);
  t.is(cluster.resources['example.com/nowhere']?.requested.max, 5);
});

test('a resource may be called like a property of every object', (t) => {
  const { cluster } = run([node('a', { cpu: '4', constructor: '2' })]);
  t.is(new Map(Object.entries(cluster.resources)).get('constructor')?.allocatable.mean, 2);
});

test('a cordoned node is still allocatable', (t) => {
  const { cluster } = run([NODE_A, { at: 10, kind: 'node-changed', uid: 'uid-a', unschedulable: true }]);
  t.is(cluster.resources.cpu?.allocatable.mean, 4000);
});

test('a removed node is not allocatable, and the pods left on it stop counting', (t) => {
  const { cluster, nodes, pods } = run([
    NODE_A,
    node('b', { cpu: '4' }),
    created('p', 0),
    bound('p', 0),
    { at: 50, kind: 'node-removed', uid: 'uid-a' },
  ]);
  t.is(cluster.resources.cpu?.allocatable.mean, 6000);
  t.is(cluster.resources.cpu?.requested.mean, 1000);
  t.is(cluster.resources.cpu?.requested.end, 0);
  t.is(nodes[0]?.removed, 50);
  t.is(nodes[0]?.resources.cpu?.utilisation, 0.5);
  t.deepEqual(pods.alive, { pending: 0, bound: 0, lost: 1 });
  t.deepEqual(cluster.nodes, { seen: 2, end: 1 });
});

test('a node that comes back under its name is another node, and does not get its pods back', (t) => {
  const { cluster, nodes, ignored } = run([
    NODE_A,
    created('p', 0),
    bound('p', 0),
    { at: 50, kind: 'node-removed', uid: 'uid-a' },
    { at: 60, kind: 'node-added', uid: 'uid-a2', name: 'a', allocatable: { cpu: '4' } },
    { at: 70, kind: 'pod-deleted', uid: 'p' },
  ]);
  t.is(nodes.length, 2);
  t.is(cluster.resources.cpu?.requested.mean, 1000);
  t.is(cluster.resources.cpu?.requested.end, 0);
  t.is(ignored.total, 0);
});

test('a changed allocatable counts from the change on', (t) => {
  const { cluster } = run([
    NODE_A,
    { at: 50, kind: 'node-changed', uid: 'uid-a', allocatable: { cpu: '8' } },
  ]);
  t.is(cluster.resources.cpu?.allocatable.mean, 6000);
  t.is(cluster.resources.memory?.allocatable.end, 0);
});

test('a pod bound where the source does not say counts for the cluster, not for a pool or node', (t) => {
  const { cluster, pools, nodes } = run([NODE_A, created('p', 0), bound('p', 0, null)]);
  t.is(cluster.resources.cpu?.requested.mean, 2000);
  t.is(pools[0]?.resources.cpu?.requested.mean, 0);
  t.is(nodes[0]?.resources.cpu?.requested.mean, 0);
});

test('pools have the figures of their nodes, and nodes without a pool are together', (t) => {
  const { pools } = run([
    node('a', { cpu: '4' }, 0, 'big'),
    node('b', { cpu: '2' }, 0, 'small'),
    node('c', { cpu: '1' }),
    node('d', { cpu: '1' }),
  ]);
  t.deepEqual(
    pools.map(({ pool, resources }) => [pool, resources.cpu?.allocatable.mean]),
    [
      ['big', 4000],
      ['small', 2000],
      [null, 2000],
    ],
  );
});

test('the peak is what stood for some time: states that last no time leave none', (t) => {
  const { cluster } = run([
    NODE_A,
    created('p', 0),
    bound('p', 0),
    created('q', 50),
    bound('q', 50),
    { at: 50, kind: 'pod-deleted', uid: 'p' },
  ]);
  t.deepEqual(cluster.resources.cpu?.peak, { utilisation: 0.5, requested: 2000, allocatable: 4000, at: 0 });
});

test('time above 80 and 90 % is strict, and p95 of time is the value not exceeded for 95 % of it', (t) => {
  const { cluster } = run([
    node('a', { cpu: '10' }),
    template('four', { cpu: '4' }),
    template('tenth', { cpu: '1' }),
    created('p', 0, 'four'),
    bound('p', 0),
    created('q', 0, 'four'),
    bound('q', 0),
    created('r', 90, 'tenth'),
    bound('r', 90),
    created('s', 96, 'tenth'),
    bound('s', 96),
  ]);
  t.is(cluster.resources.cpu?.timeAbove80, 10);
  t.is(cluster.resources.cpu?.timeAbove90, 4);
  t.is(cluster.resources.cpu?.p95, 0.9);
  t.is(cluster.resources.cpu?.peak?.utilisation, 1);
});

test('imbalance is the mean over time of max − min and of σ between the nodes that offer the resource', (t) => {
  const { cluster, nodes } = run([
    node('a', { cpu: '4', gpu: '8' }),
    node('b', { cpu: '4' }),
    created('p', 0),
    bound('p', 50),
  ]);
  t.deepEqual(cluster.resources.cpu?.imbalance, { range: 0.25, sigma: 0.125 });
  t.is(cluster.resources.gpu?.imbalance, null, 'a single node has nothing to be uneven with');
  t.is(nodes[0]?.resources.cpu?.imbalance, null);
});

test('stranded capacity is free capacity in excess of what the tightest of cpu, memory and pods leaves', (t) => {
  const { cluster } = run([
    node('a', { cpu: '4', memory: '8Gi', pods: '10', gpu: '4' }),
    template('cpu', { cpu: '3' }),
    created('p', 0, 'cpu'),
    bound('p', 0),
  ]);
  const gibibyte = 2 ** 30;
  t.is(cluster.resources.cpu?.stranded.mean, 0);
  t.is(cluster.resources.memory?.stranded.mean, 0.75 * 8 * gibibyte);
  t.is(cluster.resources.memory?.stranded.share, 0.75);
  t.is(cluster.resources.gpu?.stranded.mean, 3);
});

test('waiting is bind minus intended creation', (t) => {
  const { waiting } = run([NODE_A, created('p', 10, 'half', { intended: 4 }), bound('p', 30)]);
  t.is(waiting.n, 1);
  t.is(waiting.max, 26);
});

test('a pod older than the recording is not in waiting, but its later delays are', (t) => {
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
    withdrawn: 1,
    oldest: 1070,
    samples: ['default/gone', 'default/old'],
  });
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
  const unknown = { limitedBy: null, answers: null };
  t.deepEqual(measure(HEADER, [{ at: 5, kind: 'close', speed }]).speed, {
    clock: 'virtual',
    ...speed,
    ...unknown,
  });
  t.deepEqual(measure(HEADER, []).speed, {
    clock: 'virtual',
    planned: 10,
    achieved: null,
    lag: null,
    ...unknown,
  });
});

test('what limited the speed and how the API server answered come from the close line', (t) => {
  const lag = { n: 3, p50: 1, p95: 2, p99: 2, max: 2 };
  const answers = { n: 9, p50: 4, p95: 5, p99: 6, max: 7 };
  const speed = { planned: 20, achieved: 19.5, lag, limitedBy: 'throttling', answers } as const;
  t.like(measure(HEADER, [{ at: 5, kind: 'close', speed }]).speed, { limitedBy: 'throttling', answers });
});

test('gaps are counted, and their union is timed', (t) => {
  const gap = (from: number, at: number): Observation => ({ at, kind: 'gap', from, reason: 'watch lost' });
  t.deepEqual(run([gap(10, 20), gap(15, 30), gap(40, 50), gap(5, 60)]).gaps, { count: 4, total: 55 });
});

test('what cannot be used is counted by why, and changes nothing else', (t) => {
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

test('observations after the close line are not looked at', (t) => {
  const figures = measure(HEADER, [NODE_A, { at: 10, kind: 'close' }, created('p', 20)]);
  t.is(figures.window.to, 10);
  t.is(figures.pods.created, 0);
  t.is(figures.ignored.afterClose, 1);
});

test('observing one by one is measuring', (t) => {
  const day = sampleDay({ pods: 200 });
  const measurement = createMeasurement(HEADER);
  for (const observation of day) measurement.observe(observation);
  t.deepEqual(measurement.finish(), measure(HEADER, day));
});

test('months of terabytes lose no byte: the mean is exact to the last digit', (t) => {
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

test('pods whose node the source does not tell count for the cluster alone, and are counted as such', (t) => {
  const figures = run([NODE_A, created('p', 0), bound('p', 0, null), created('q', 0), bound('q', 0)]);
  t.is(figures.pods.bound, 2);
  t.is(figures.pods.unplaced, 1);
  t.is(figures.cluster.resources.cpu?.requested.mean, 4000);
  t.is(figures.nodes[0]?.resources.cpu?.requested.mean, 2000);
});
