import test from 'ava';
import type { PodInfo } from '../../../../src/core/scheduler/cache/pod-info.ts';
import type { PodState } from '../../../../src/core/scheduler/framework/pod-state.ts';
import { createNominator } from '../../../../src/core/scheduler/queue/nominator.ts';

const named = (uid: string, nominatedNode?: string): PodState => ({
  uid,
  namespace: 'default',
  name: uid,
  info: {} as PodInfo,
  labels: {},
  nominatedNode,
});
const uids = (pods: readonly PodState[]) => pods.map(({ uid }) => uid);

test('a pod is nominated to one node at a time, and keeps its place in order of nomination', (t) => {
  const nominator = createNominator();
  for (const pod of [named('a', 'n1'), named('b', 'n1'), named('c', 'n2')]) nominator.set(pod);
  t.is(nominator.set(named('a', 'n2'))?.nominatedNode, 'n1');
  t.deepEqual([uids(nominator.to('n1')), uids(nominator.to('n2'))], [['b'], ['c', 'a']]);
  t.is(nominator.size, 3);
});

test('a pod without a nominated node takes its nomination back', (t) => {
  const nominator = createNominator();
  nominator.set(named('a', 'n1'));
  const { generation } = nominator;
  nominator.set(named('a'));
  t.deepEqual([nominator.size, nominator.to('n1')], [0, []]);
  t.not(nominator.generation, generation);
  t.is(nominator.remove('a'), undefined);
});
