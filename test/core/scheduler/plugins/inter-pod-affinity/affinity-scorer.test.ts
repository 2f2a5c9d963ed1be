/** How preferred affinity and anti-affinity score nodes. */
import test from 'ava';
import type { Affinity } from '../../../../../src/core/objects/pod.ts';
import { type AffinePod, affinityScores, byZone, near, zoned } from './pods-with-affinity.ts';

const nodes = [zoned('a', 'a'), zoned('b', 'b'), zoned('c', 'c')];
const prefers = (weight: number, app: string): Affinity => ({
  podAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: byZone(app) }],
  },
});
const avoids = (weight: number, app: string): Affinity => ({
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: byZone(app) }],
  },
});
const on = (name: string, node: string, affinity?: Affinity): AffinePod => ({
  name,
  node,
  labels: { app: 'web' },
  ...(affinity && { affinity }),
});

test('matching pods add the weight of the term; the sums are scaled to 0..100', (t) => {
  const pods = [on('1', 'a'), on('2', 'a'), on('3', 'a'), on('4', 'b')];
  t.deepEqual(affinityScores({ name: 'p', affinity: prefers(10, 'web') }, { nodes, pods }), {
    a: 100,
    b: 33,
    c: 0,
  });
});

test('matching pods of an anti-affinity subtract the weight', (t) => {
  const pods = [on('1', 'a'), on('2', 'a'), on('3', 'a'), on('4', 'b')];
  t.deepEqual(affinityScores({ name: 'p', affinity: avoids(10, 'web') }, { nodes, pods }), {
    a: 0,
    b: 66,
    c: 100,
  });
});

test('equal sums score 0 on every node', (t) => {
  const pods = [on('1', 'a'), on('2', 'b'), on('3', 'c')];
  t.deepEqual(affinityScores({ name: 'p', affinity: prefers(10, 'web') }, { nodes, pods }), {
    a: 0,
    b: 0,
    c: 0,
  });
});

test('the plugin does not score if no term matches', (t) => {
  t.is(affinityScores({ name: 'p', affinity: prefers(10, 'web') }, { nodes }), undefined);
  t.is(affinityScores({ name: 'p' }, { nodes, pods: [on('1', 'a', prefers(10, 'other'))] }), undefined);
});

test('preferred terms of pods on nodes count for the pods that they match', (t) => {
  const pods = [on('1', 'a', prefers(10, 'p')), on('2', 'b', avoids(30, 'p'))];
  t.deepEqual(affinityScores({ name: 'p', labels: { app: 'p' } }, { nodes, pods }), { a: 100, b: 0, c: 75 });
});

test('a required affinity of a pod on a node counts with hardPodAffinityWeight', (t) => {
  const pods = [on('1', 'a', near(byZone('p'))), on('2', 'b', prefers(2, 'p'))];
  const pod = { name: 'p', labels: { app: 'p' } };
  t.deepEqual(affinityScores(pod, { nodes, pods }), { a: 50, b: 100, c: 0 });
  const scoresAt = (hardPodAffinityWeight: number) =>
    affinityScores(pod, { nodes, pods, args: { hardPodAffinityWeight } });
  t.deepEqual(scoresAt(4), { a: 100, b: 50, c: 0 });
  t.deepEqual(scoresAt(0), { a: 0, b: 100, c: 0 });
});

test('with ignorePreferredTermsOfExistingPods, they count only for a pod with preferred terms', (t) => {
  const pods = [on('1', 'a', prefers(10, 'p'))];
  const args = { ignorePreferredTermsOfExistingPods: true };
  t.is(affinityScores({ name: 'p', labels: { app: 'p' } }, { nodes, pods, args }), undefined);
  const affinity = prefers(10, 'none');
  t.deepEqual(affinityScores({ name: 'p', labels: { app: 'p' }, affinity }, { nodes, pods, args }), {
    a: 100,
    b: 0,
    c: 0,
  });
});
