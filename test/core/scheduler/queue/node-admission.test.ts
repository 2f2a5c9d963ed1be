/** Up to 1.31 a node event wakes only pods that pass the check of the node. */
import test from 'ava';
import type { Taint } from '../../../../src/core/objects/node.ts';
import type { PodSpec } from '../../../../src/core/objects/pod.ts';
import { createClusterCache } from '../../../../src/core/scheduler/cache/cluster-cache.ts';
import { podInfoReader } from '../../../../src/core/scheduler/cache/pod-info.ts';
import { createResourceColumns } from '../../../../src/core/scheduler/cache/resource-columns.ts';
import { podState } from '../../../../src/core/scheduler/framework/pod-state.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { nodeAdmission } from '../../../../src/core/scheduler/queue/node-admission.ts';
import { node, pod } from '../small-objects.ts';

const behaviour = behaviourOf('1.31');

/** Whether the node `n1` (4 cores, one core and port 80 taken) admits a pod of 3 cores with this spec. */
function admits(
  spec: Partial<PodSpec> = {},
  { cpu = 3, pods = 110, taints = [] }: { cpu?: number; pods?: number; taints?: Taint[] } = {},
): boolean | undefined {
  const columns = createResourceColumns();
  const read = podInfoReader(columns, behaviour);
  const cache = createClusterCache(columns);
  const info = cache.addNode(node('n1', 4, { labels: { disk: 'ssd' }, pods, taints }));
  const other = pod('other', 1, {
    containers: [{ resources: { requests: { cpu: 1 } }, ports: [{ hostPort: 80 }] }],
  });
  cache.assign(podState(other, read(other.template)), 'n1');
  return nodeAdmission(behaviour)(info)?.(read(pod('p', cpu, spec).template));
}

test('a pod that fits exactly is admitted, a larger one is not', (t) => {
  t.true(admits());
  t.false(admits({}, { cpu: 4 }));
});

test('a node without room for one more pod admits none', (t) => {
  t.true(admits({}, { pods: 2 }));
  t.false(admits({}, { pods: 1 }));
});

test('selector, node name and host ports must match', (t) => {
  t.true(admits({ nodeSelector: { disk: 'ssd' } }));
  t.false(admits({ nodeSelector: { disk: 'hdd' } }));
  t.true(admits({ nodeName: 'n1' }));
  t.false(admits({ nodeName: 'n2' }));
  t.true(admits({ containers: [{ ports: [{ hostPort: 81 }] }] }));
  t.false(admits({ containers: [{ ports: [{ hostPort: 80 }] }] }));
});

test('an untolerated NoSchedule taint excludes a pod, other effects do not', (t) => {
  const taints = (effect: string) => [{ key: 'a', effect }];
  t.false(admits({}, { taints: taints('NoSchedule') }));
  t.true(admits({ tolerations: [{ operator: 'Exists' }] }, { taints: taints('NoSchedule') }));
  t.true(admits({}, { taints: taints('NoExecute') }));
  t.true(admits({}, { taints: taints('PreferNoSchedule') }));
});

test('a release with queueing hints has no check', (t) => {
  const cache = createClusterCache(createResourceColumns());
  const info = cache.addNode(node('n1', 4));
  t.is(nodeAdmission(behaviourOf('1.32'))(info), undefined);
});
