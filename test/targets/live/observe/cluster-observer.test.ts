/** The cluster observer orders what several watches see, and waits for the node of a pod. */
import test from 'ava';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { templateBook } from '../../../../src/core/recording/template-hash.ts';
import {
  type ClusterNode,
  type ClusterPod,
  createClusterObserver,
} from '../../../../src/targets/live/observe/cluster-observer.ts';

function node(name: string): ClusterNode {
  return { metadata: { uid: `uid-${name}`, name, resourceVersion: '1' }, status: { capacity: { cpu: '4' } } };
}

function pod(nodeName?: string, phase?: string): ClusterPod {
  return {
    metadata: { uid: 'uid-p', namespace: 'default', name: 'p', resourceVersion: '1' },
    spec: { containers: [], ...(nodeName === undefined ? {} : { nodeName }) },
    ...(phase === undefined ? {} : { status: { phase } }),
  } as ClusterPod;
}

function trial() {
  const observations: Observation[] = [];
  const accepted: (string | undefined)[] = [];
  const ended: string[] = [];
  const observe = (observation: Observation): void => {
    if (observation.kind !== 'template') observations.push(observation);
  };
  const cluster = createClusterObserver({
    observer: { observe, templateHash: templateBook(observe) },
    timeOf: (wall) => wall,
    describePod: ({ metadata, spec }) => ({
      namespace: metadata.namespace ?? '',
      name: metadata.name,
      template: { spec },
    }),
    poolOf: () => undefined,
    onPod: ({ spec }) => accepted.push(spec.nodeName ?? undefined),
    onPodGone: (uid) => ended.push(uid),
  });
  const seen = (object: ClusterPod, at: number): void => cluster.pod({ type: 'changed', object, at });
  const join = (name: string, at: number): void => cluster.node({ type: 'added', object: node(name), at });
  const lines = (): string[] => observations.map(({ at, kind }) => `${at} ${kind}`);
  return { cluster, observations, accepted, ended, seen, join, lines };
}

test('a pod whose node was not seen yet is bound when the node is seen', (t) => {
  const { seen, join, lines, accepted } = trial();
  seen(pod('n'), 1);
  join('n', 5);
  t.deepEqual(lines(), ['1 pod-created', '5 node-added', '5 pod-bound']);
  t.deepEqual(accepted, [undefined, 'n']);
});

test('a pod waits for its own node, not for another one', (t) => {
  const { seen, join, lines } = trial();
  seen(pod('n'), 1);
  join('other', 5);
  t.deepEqual(lines(), ['1 pod-created', '5 node-added']);
});

test('a pod that runs is on its node, though the node was not seen', (t) => {
  const { seen, lines } = trial();
  seen(pod('n', 'Running'), 1);
  t.deepEqual(lines(), ['1 pod-created', '1 pod-bound', '1 pod-started']);
});

test('an early pod that runs before its node is seen is not observed twice', (t) => {
  const { seen, join, accepted } = trial();
  seen(pod('n', 'Pending'), 1);
  seen(pod('n', 'Running'), 2);
  join('n', 5);
  t.deepEqual(accepted, [undefined, 'n']);
});

test('an early pod that is deleted was never on its node', (t) => {
  const { cluster, seen, join, lines, ended } = trial();
  seen(pod('n'), 1);
  cluster.pod({ type: 'deleted', uid: 'uid-p', namespace: 'default', name: 'p', object: pod('n'), at: 2 });
  join('n', 5);
  t.deepEqual(lines(), ['1 pod-created', '2 pod-deleted', '5 node-added']);
  t.deepEqual(ended, ['uid-p']);
});

test('the name of a node that left does not stand for a node', (t) => {
  const { cluster, seen, join, lines } = trial();
  join('n', 1);
  cluster.nodeGone('uid-n', 2);
  seen(pod('n'), 3);
  t.deepEqual(lines(), ['1 node-added', '2 node-removed', '3 pod-created']);
});

test('what the slower watch sees is never before what was observed', (t) => {
  const { cluster, seen, join, lines } = trial();
  join('n', 10);
  seen(pod('n'), 7);
  t.deepEqual(lines(), ['10 node-added', '10 pod-created', '10 pod-bound']);
  t.is(cluster.last, 10);
});

test('a gap has its collection, its reason and what was lost, and starts before it ends', (t) => {
  const { cluster, observations, join } = trial();
  const gap = { type: 'gap', from: 4, to: 9, at: 9, reason: 'cut', lost: 'times' } as const;
  cluster.pod(gap);
  join('n', 20);
  cluster.node({ ...gap, from: 30, to: 15, at: 15, lost: 'events' });
  t.deepEqual(
    observations.filter(({ kind }) => kind === 'gap'),
    [
      { at: 9, kind: 'gap', from: 4, reason: 'cut', scope: 'pods', lost: 'times' },
      { at: 20, kind: 'gap', from: 20, reason: 'cut', scope: 'nodes', lost: 'events' },
    ],
  );
});
