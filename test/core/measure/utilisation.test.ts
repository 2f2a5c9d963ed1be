/** Utilisation figures: requested and allocatable of the cluster, pools and nodes. */
import test from 'ava';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { HEADER } from './sample-day.ts';
import { bound, created, NODE_A, node, run, template } from './small-recording.ts';

test('utilisation is ∫requested ÷ ∫allocatable: half a node half the time is 25 %', (t) => {
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

test('a pod counts until it is terminal, although its object stays', (t) => {
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

test('a resized pod holds its new request, and releases the new one', (t) => {
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

test('restarts, disruptions and termination change no use and are not ignored', (t) => {
  const life = [NODE_A, created('p', 0), bound('p', 0)];
  const eventful: Observation[] = [
    { at: 10, kind: 'pod-restarted', uid: 'p', restarts: 1, reason: 'OOMKilled', exitCode: 137 },
    { at: 20, kind: 'pod-disrupted', uid: 'p', reason: 'PreemptionByScheduler' },
    { at: 20, kind: 'pod-terminating', uid: 'p', graceSeconds: 30 },
  ];
  const { containers, podGroups: _, disruptions, ...figures } = run([...life, ...eventful]);
  const { podGroups: _groups, disruptions: _none, ...uneventful } = run(life);
  t.is(containers?.restarts, 1);
  t.is(disruptions.pods, 1);
  t.deepEqual(figures, uneventful);
});

test('the request of a pod is its largest init step if its containers request less', (t) => {
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

test('every bound pod requests 1 of pods', (t) => {
  const { cluster } = run([NODE_A, created('p', 0), bound('p', 0), created('q', 0), bound('q', 0)]);
  t.is(cluster.resources.pods?.requested.mean, 2);
  t.is(cluster.resources.pods?.utilisation, 0.2);
});

test('every resource of an allocatable or a request has figures', (t) => {
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

test('a resource may have the name of a built-in property', (t) => {
  const { cluster } = run([node('a', { cpu: '4', constructor: '2' })]);
  t.is(new Map(Object.entries(cluster.resources)).get('constructor')?.allocatable.mean, 2);
});

test('a cordoned node is still allocatable', (t) => {
  const { cluster } = run([NODE_A, { at: 10, kind: 'node-changed', uid: 'uid-a', unschedulable: true }]);
  t.is(cluster.resources.cpu?.allocatable.mean, 4000);
});

test('a removed node is not allocatable, and its pods stop counting', (t) => {
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

test('a node added again under its name is another node without the old pods', (t) => {
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

test('a pod bound to an unknown node counts for the cluster, not for a pool or node', (t) => {
  const { cluster, pools, nodes } = run([NODE_A, created('p', 0), bound('p', 0, null)]);
  t.is(cluster.resources.cpu?.requested.mean, 2000);
  t.is(pools[0]?.resources.cpu?.requested.mean, 0);
  t.is(nodes[0]?.resources.cpu?.requested.mean, 0);
});

test('pools have the figures of their nodes, and nodes without a pool are one pool', (t) => {
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

test('a state that lasts for no time is not a peak', (t) => {
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

test('time above 80 and 90 % is strict, and p95 is the value not exceeded 95 % of the time', (t) => {
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

test('imbalance is the mean over time of max − min and of σ between nodes', (t) => {
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

test('stranded is what is free beyond the tightest of cpu, memory and pods', (t) => {
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
