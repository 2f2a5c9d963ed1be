/** In which namespaces an affinity term looks for pods. */
import test from 'ava';
import type { PodAffinityTerm } from '../../../../../src/core/objects/pod.ts';
import { KUBERNETES_VERSIONS } from '../../../../../src/core/scheduler/kubernetes-version.ts';
import { apart, byZone, near, nodesFor, zoned } from './pods-with-affinity.ts';

const nodes = [zoned('a1', 'a'), zoned('b1', 'b')];
const elsewhere = { name: 'web', namespace: 'shop', node: 'a1', labels: { app: 'web' } };
const shop = { kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'blue' } } } as const;
const own = { kind: 'Namespace', metadata: { name: 'default', labels: { team: 'red' } } } as const;
const objects = [shop, own];

function nodesWith(more: Partial<PodAffinityTerm>): readonly string[] | undefined {
  const affinity = apart(byZone('web', more));
  return nodesFor({ name: 'p', affinity }, { nodes, pods: [elsewhere], objects });
}

test('without namespaces a term looks only in the namespace of its pod', (t) => {
  t.deepEqual(nodesWith({}), ['a1', 'b1']);
  const affinity = apart(byZone('web'));
  t.deepEqual(nodesFor({ name: 'p', namespace: 'shop', affinity }, { nodes, pods: [elsewhere] }), ['b1']);
});

test('a term looks in the namespaces that it names', (t) => {
  t.deepEqual(nodesWith({ namespaces: ['shop'] }), ['b1']);
  t.deepEqual(nodesWith({ namespaces: ['other'] }), ['a1', 'b1']);
});

test('a term looks in the namespaces that its selector matches, and in those that it names', (t) => {
  t.deepEqual(nodesWith({ namespaceSelector: { matchLabels: { team: 'blue' } } }), ['b1']);
  t.deepEqual(nodesWith({ namespaceSelector: { matchLabels: { team: 'red' } } }), ['a1', 'b1']);
  t.deepEqual(nodesWith({ namespaceSelector: { matchLabels: { team: 'red' } }, namespaces: ['shop'] }), [
    'b1',
  ]);
  t.deepEqual(nodesWith({ namespaceSelector: {} }), ['b1']);
});

test('a namespace that is not known has the label with its name', (t) => {
  const byName = { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } };
  const affinity = apart(byZone('web', { namespaceSelector: byName }));
  t.deepEqual(nodesFor({ name: 'p', affinity }, { nodes, pods: [elsewhere] }), ['b1']);
});

test('a term of a pod on a node reads the namespace of the new pod', (t) => {
  const selecting = (team: string) => {
    const affinity = apart(byZone('p', { namespaceSelector: { matchLabels: { team } } }));
    const pods = [{ ...elsewhere, affinity }];
    return nodesFor({ name: 'p', labels: { app: 'p' } }, { nodes, pods, objects });
  };
  t.deepEqual(selecting('red'), ['b1']);
  t.deepEqual(selecting('blue'), ['a1', 'b1']);
});

test('from 1.34 to 1.36 a selector that also selects unlabelled namespaces selects all', (t) => {
  const namespaceSelector = { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] };
  const affinity = near(byZone('web', { namespaceSelector }));
  const found = KUBERNETES_VERSIONS.filter(
    (version) => nodesFor({ name: 'p', affinity }, { nodes, pods: [elsewhere], objects, version })?.length,
  );
  t.deepEqual(found, ['1.34', '1.35', '1.36']);
});
