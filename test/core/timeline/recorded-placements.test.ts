/** Pods of a recording on nodes: pinned, left out with their node, and with names of their own. */
import test from 'ava';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { collectRecordedPods, type RecordedPodsOptions } from '../../../src/core/timeline/recorded-pods.ts';

const TEMPLATE = { spec: { containers: [{ name: 'main' }], nodeSelector: { zone: 'a' } } };

function created(uid: string, more: object = {}): Observation {
  return { at: 1, kind: 'pod-created', uid, namespace: 'n', name: uid, template: 't', ...more };
}
const bound = (uid: string, node: string | null, at = 5): Observation => {
  return { at, kind: 'pod-bound', uid, node };
};
const ownedBy = (kind: string) => ({ owners: [{ kind, name: 'o' }] });

function collect(...observations: readonly Observation[]) {
  const pods = collectRecordedPods();
  pods.observe({ at: 0, kind: 'template', hash: 't', template: TEMPLATE });
  for (const each of observations) pods.observe(each);
  return pods;
}

function planned(options: RecordedPodsOptions, ...observations: readonly Observation[]) {
  return collect(...observations)
    .planned(options)
    .map(({ at, action }) => {
      if (action.kind !== 'create-pod') throw new Error(action.kind);
      return { at, name: action.pod.name, spec: action.pod.template.spec, template: action.pod.template };
    });
}

test('without pins the scheduler chooses the node, and a pod arrives at its creation', (t) => {
  const [pod] = planned({}, created('a'), bound('a', 'x'));
  t.is(pod!.at, 1);
  t.is(pod!.template, TEMPLATE);
});

test('a pinned pod is created on its node at the time of its binding', (t) => {
  const [pod] = planned({ pin: true }, created('a'), bound('a', 'x'));
  t.is(pod!.at, 5);
  t.deepEqual(pod!.spec, { ...TEMPLATE.spec, nodeName: 'x' });
});

test('a second binding of a pod changes neither its node nor its time', (t) => {
  const [pod] = planned({ pin: true }, created('a'), bound('a', 'x'), bound('a', 'y', 9));
  t.is(pod!.at, 5);
  t.is(pod!.spec.nodeName, 'x');
});

test('a pinned pod that was never bound selects a node that does not exist', (t) => {
  const [pod] = planned({ pin: true }, created('a'));
  t.is(pod!.at, 1);
  t.deepEqual(pod!.spec.nodeSelector, { zone: 'a', 'keg.dev/never-bound-in-the-recording': 'true' });
  t.is(pod!.spec.nodeName, undefined);
});

test('a pinned pod whose node is unknown is left to the scheduler at its creation', (t) => {
  const [pod] = planned({ pin: true }, created('a'), bound('a', null));
  t.is(pod!.at, 1);
  t.is(pod!.template, TEMPLATE);
});

test('pinned pods of one template on one node share a template, on other nodes they do not', (t) => {
  const [a, b, c] = planned(
    { pin: true },
    ...['a', 'b', 'c'].map((uid) => created(uid)),
    bound('a', 'x'),
    bound('b', 'x'),
    bound('c', 'y'),
  );
  t.is(a!.template, b!.template);
  t.not(a!.template, c!.template);
});

test('with recorded nodes a static pod is pinned, other pods are not', (t) => {
  const [fixed, free] = planned(
    { nodes: new Set(['x']) },
    created('a', ownedBy('Node')),
    bound('a', 'x'),
    created('b', ownedBy('ReplicaSet')),
    bound('b', 'x'),
  );
  t.is(fixed!.spec.nodeName, 'x');
  t.is(free!.spec.nodeName, undefined);
});

test('pods that belong to a node which does not exist are left out, and counted', (t) => {
  const observations = [
    created('static', ownedBy('Node')),
    bound('static', 'y'),
    created('daemon', ownedBy('DaemonSet')),
    bound('daemon', 'y'),
    created('waiting', ownedBy('DaemonSet')),
    created('unknown', ownedBy('DaemonSet')),
    bound('unknown', null),
    created('replica', ownedBy('ReplicaSet')),
    bound('replica', 'y'),
    created('kept', ownedBy('DaemonSet')),
    bound('kept', 'x'),
  ];
  const nodes = new Set(['x']);
  const names = planned({ nodes }, ...observations).map(({ name }) => name);
  t.deepEqual(names, ['waiting', 'unknown', 'replica', 'kept']);
  t.is(collect(...observations).ofOtherNodes(nodes), 2);
  t.is(planned({}, ...observations).length, 6);
});

test('of several pods of one name, all but the first get a number', (t) => {
  const pods = collect(
    created('1', { name: 'p' }),
    created('2', { name: 'p' }),
    created('3', { name: 'p', namespace: 'other' }),
    created('4', { name: 'p' }),
    bound('2', 'x'),
    bound('4', null),
  );
  t.deepEqual(pods.placements(), [
    { key: 'n/p', node: undefined },
    { key: 'n/p.2', node: 'x' },
    { key: 'other/p', node: undefined },
    { key: 'n/p.3', node: null },
  ]);
});

test('a pod that is created twice counts once', (t) => {
  t.is(collect(created('a'), created('a')).placements().length, 1);
});

test('resized pods are counted once each', (t) => {
  const resized = (uid: string): Observation => ({ at: 9, kind: 'pod-resized', uid, template: 't' });
  t.is(collect(created('a')).resized, 0);
  t.is(collect(created('a'), resized('a'), resized('a'), resized('b')).resized, 2);
});
