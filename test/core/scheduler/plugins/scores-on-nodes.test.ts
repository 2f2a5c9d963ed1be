/** The scores of the plugins on nodes with taints, labels and pods, as a whole decision computes them. */
import test from 'ava';
import type { Node } from '../../../../src/core/objects/node.ts';
import type { PodSpec, ResourceList } from '../../../../src/core/objects/pod.ts';
import { evaluatePod } from '../../../../src/core/scheduler/evaluate-pod.ts';
import type { KubernetesVersion } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { node, pod } from '../small-objects.ts';

interface Question {
  readonly nodes: readonly Node[];
  readonly spec?: Partial<PodSpec>;
  readonly existing?: Readonly<Record<string, ResourceList>>;
  readonly args?: object;
  readonly version?: KubernetesVersion;
}

/** The weighted scores of one plugin, by node. Undefined if the plugin skipped the pod. */
function scores(plugin: string, question: Question): Record<string, number | undefined> {
  const { nodes, spec = {}, existing = {}, args, version = '1.36' } = question;
  const decision = evaluatePod(
    {
      nodes,
      existing: Object.entries(existing).map(([nodeName, requests]) => ({
        ...pod(`on-${nodeName}`, 0, { containers: [{ resources: { requests } }] }),
        nodeName,
      })),
      pod: pod('p', 1, spec).template,
    },
    {
      kubernetesVersion: version,
      configuration: args === undefined ? undefined : { pluginConfig: [{ name: plugin, args }] },
    },
  );
  const entries = [...(decision?.explanation?.scores ?? [])];
  return Object.fromEntries(entries.map(([name, ofNode]) => [name, ofNode.get(plugin)]));
}

const soft = (...keys: string[]) => keys.map((key) => ({ key, effect: 'PreferNoSchedule' }));
const requesting = (requests: ResourceList): Partial<PodSpec> => ({
  containers: [{ resources: { requests } }],
});

test('TaintToleration counts untolerated PreferNoSchedule taints only', (t) => {
  const nodes = [
    node('none', 4),
    node('one', 4, { taints: soft('a') }),
    node('two', 4, { taints: soft('a', 'b') }),
    node('hard', 4, { taints: [{ key: 'c', effect: 'NoSchedule' }, ...soft('a')] }),
  ];
  const tolerations = [{ key: 'c', operator: 'Exists' }];
  t.deepEqual(scores('TaintToleration', { nodes, spec: { tolerations } }), {
    none: 300,
    one: 150,
    two: 0,
    hard: 150,
  });
});

test('for the score a toleration must have the effect PreferNoSchedule or none', (t) => {
  const nodes = [node('a', 4, { taints: soft('a') }), node('b', 4, { taints: soft('b') }), node('c', 4)];
  const tolerations = [
    { key: 'a', operator: 'Exists', effect: 'PreferNoSchedule' },
    { key: 'b', operator: 'Exists', effect: 'NoSchedule' },
  ];
  t.deepEqual(scores('TaintToleration', { nodes, spec: { tolerations } }), { a: 300, b: 0, c: 300 });
  t.deepEqual(
    scores('TaintToleration', { nodes, spec: { tolerations: [{ key: 'b', operator: 'Exists' }] } }),
    {
      a: 0,
      b: 300,
      c: 300,
    },
  );
});

const labelled = ['hdd', 'ssd', 'nvme'].map((disk) => node(disk, 4, { labels: { disk } }));
const term = (...values: string[]) => ({ matchExpressions: [{ key: 'disk', operator: 'In', values }] });

test('NodeAffinity adds the preferences of the pod and of its arguments, scaled by the largest', (t) => {
  const preferred = [
    { weight: 10, preference: term('ssd', 'nvme') },
    { weight: 20, preference: term('nvme') },
  ];
  const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: preferred };
  const spec = { affinity: { nodeAffinity } };
  t.deepEqual(scores('NodeAffinity', { nodes: labelled, spec }), { hdd: 0, ssd: 66, nvme: 200 });
  const addedAffinity = {
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 30, preference: term('hdd') }],
  };
  t.deepEqual(scores('NodeAffinity', { nodes: labelled, spec, args: { addedAffinity } }), {
    hdd: 200,
    ssd: 66,
    nvme: 200,
  });
  t.deepEqual(scores('NodeAffinity', { nodes: labelled, args: { addedAffinity } }), {
    hdd: 200,
    ssd: 0,
    nvme: 0,
  });
  t.deepEqual(scores('NodeAffinity', { nodes: labelled }), {
    hdd: undefined,
    ssd: undefined,
    nvme: undefined,
  });
});

test('the required affinity of the arguments applies beside the pod’s own', (t) => {
  const required = (...values: string[]) => ({
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term(...values)] },
  });
  const decision = evaluatePod(
    { nodes: labelled, pod: pod('p', 1, { affinity: { nodeAffinity: required('ssd', 'nvme') } }).template },
    {
      kubernetesVersion: '1.36',
      configuration: {
        pluginConfig: [{ name: 'NodeAffinity', args: { addedAffinity: required('hdd', 'ssd') } }],
      },
    },
  );
  t.is(decision?.node, 'ssd');
  t.deepEqual(decision?.explanation?.rejections.get('nvme')?.reasons, [
    "node(s) didn't match scheduler-enforced node affinity",
  ]);
  t.deepEqual(decision?.explanation?.rejections.get('hdd')?.reasons, [
    "node(s) didn't match Pod's node affinity/selector",
  ]);
});

test('LeastAllocated counts the pods on a node, with assumed amounts for missing requests', (t) => {
  const nodes = [node('empty', 10), node('used', 10), node('assumed', 10)];
  const existing = { used: { cpu: 5, memory: '32Gi' }, assumed: {} };
  const spec = requesting({ cpu: 1, memory: '16Gi' });
  t.deepEqual(scores('NodeResourcesFit', { nodes, existing, spec }), { empty: 82, used: 32, assumed: 81 });
});

test('weights of resources count, and a scalar resource only if the pod requests it', (t) => {
  const withGpu = (name: string, gpu: number): Node => ({
    metadata: { name },
    status: { allocatable: { cpu: 10, memory: '10Gi', pods: 9, gpu } },
  });
  const nodes = [withGpu('many', 8), withGpu('few', 2), withGpu('none', 0)];
  const resources = [
    { name: 'cpu', weight: 1 },
    { name: 'gpu', weight: 3 },
    { name: 'pods', weight: 50 },
  ];
  const args = { scoringStrategy: { type: 'LeastAllocated', resources } };
  t.deepEqual(scores('NodeResourcesFit', { nodes, args, spec: requesting({ cpu: 5, gpu: 1 }) }), {
    many: 77,
    few: 50,
  });
  t.deepEqual(scores('NodeResourcesFit', { nodes, args, spec: requesting({ cpu: 5 }) }), {
    many: 50,
    few: 50,
    none: 50,
  });
});

test('MostAllocated reads memory and scalar resources of the pods on the node', (t) => {
  const withGpu = (name: string): Node => ({
    metadata: { name },
    status: { allocatable: { cpu: 10, memory: '10Gi', pods: 9, gpu: 10 } },
  });
  const resources = ['memory', 'gpu'].map((name) => ({ name, weight: 1 }));
  const args = { scoringStrategy: { type: 'MostAllocated', resources } };
  const existing = { b: { cpu: 9, memory: '4Gi', gpu: 6 } };
  const spec = requesting({ cpu: 1, memory: '2Gi', gpu: 2 });
  t.deepEqual(scores('NodeResourcesFit', { nodes: [withGpu('a'), withGpu('b')], args, existing, spec }), {
    a: 20,
    b: 70,
  });
});

test('BalancedAllocation counts plain requests of the pods on the node', (t) => {
  const nodes = [node('a', 10), node('b', 10)];
  const existing = { b: { cpu: 6, memory: '16Gi' } };
  const spec = requesting({ cpu: 1, memory: '16Gi' });
  const name = 'NodeResourcesBalancedAllocation';
  t.deepEqual(scores(name, { nodes, existing, spec, version: '1.35' }), { a: 92, b: 90 });
  t.deepEqual(scores(name, { nodes, existing, spec, version: '1.36' }), { a: 71, b: 79 });
});

test('BalancedAllocation treats a resource that is used beyond its capacity as full', (t) => {
  const nodes = [node('a', 10), node('b', 10)];
  const args = { resources: [{ name: 'cpu' }, { name: 'memory' }] };
  const existing = { b: { cpu: 3, memory: '128Gi' } };
  const spec = { ...requesting({ cpu: 1 }) };
  const balanced = scores('NodeResourcesBalancedAllocation', {
    nodes,
    existing,
    spec,
    args,
    version: '1.35',
  });
  t.is(balanced.b, 70);
});
