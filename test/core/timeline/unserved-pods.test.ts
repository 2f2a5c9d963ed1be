/** Pods that no node of an autoscaler can take are named, each kind once. */
import test from 'ava';
import type { PodSpec } from '../../../src/core/objects/pod.ts';
import type { Autoscaler } from '../../../src/core/scenario/autoscaler.ts';
import type { NodeOffer } from '../../../src/core/scenario/node-offer.ts';
import { makeNode } from '../../../src/core/timeline/expand-nodes.ts';
import type { TimelineEvent } from '../../../src/core/timeline/timeline-event.ts';
import { unservedPods } from '../../../src/core/timeline/unserved-pods.ts';

const OFFER: NodeOffer = {
  labels: { zone: 'a' },
  taints: [],
  unschedulable: false,
  capacity: {},
  allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
  images: [],
  declaredFeatures: [],
};

const poolsOf = (offer: Partial<NodeOffer> = {}) =>
  ({ pools: [{ name: 'general', offer: { ...OFFER, ...offer } }] }) as unknown as Autoscaler;

function pod(group: string, spec: Partial<PodSpec>, cpu = '1'): TimelineEvent {
  const template = { spec: { containers: [{ resources: { requests: { cpu } } }], ...spec } };
  return { at: 0, sequence: 0, action: { kind: 'create-pod', pod: { group, template } as never } };
}

const said = (timeline: readonly TimelineEvent[], autoscaler = poolsOf()): string[] =>
  unservedPods(timeline, autoscaler).map(({ message }) => message);

test('a pod that selects labels of no pool is named with the reason', (t) => {
  const other = pod('web', { nodeSelector: { zone: 'b' } });
  t.deepEqual(said([other, other, pod('fine', { nodeSelector: { zone: 'a' } })]), [
    'no pool of the autoscaler has room for 1 kind of pod: web (no node has the labels that it selects)',
  ]);
});

test('so is a pod that is too large, and one that tolerates no taint', (t) => {
  t.regex(said([pod('big', {}, '5')])[0]!, /big \(too little cpu\)/);
  const tainted = poolsOf({ taints: [{ key: 'gpu', effect: 'NoSchedule' }] });
  t.regex(said([pod('web', {})], tainted)[0]!, /web \(it does not tolerate their taints\)/);
  t.deepEqual(said([pod('gpu', { tolerations: [{ key: 'gpu', operator: 'Exists' }] })], tainted), []);
});

test('a node beside the pools may take it', (t) => {
  const node = makeNode('own', { ...OFFER, labels: { zone: 'b' } });
  const added: TimelineEvent = { at: 0, sequence: 0, action: { kind: 'add-node', node } };
  t.deepEqual(said([added, pod('web', { nodeSelector: { zone: 'b' } })]), []);
});
