/** Converts kube-mock's Node objects (mock.zhizuqiu.cn), which write what a node offers under `spec.nodeConfig`, to entries of `cluster.nodes`. */
import { isObject } from '../forms/scenario-form.ts';
import type { Path, PlainObject } from '../positioned-yaml.ts';
import { entryBuilder, type ManifestEntry } from './manifest-entry.ts';
import { type PlacedObject, valueIn } from './placed-objects.ts';

const MOCK_GROUP = 'mock.zhizuqiu.cn';
const CONFIG: Path = ['spec', 'nodeConfig'];
/** The only resources that kube-mock knows. */
const RESOURCES = ['cpu', 'memory', 'pods'];

export function isMockedNode({ group, kind }: PlacedObject): boolean {
  return group === MOCK_GROUP && kind === 'Node';
}

/** A suspended node has no kubelet, so it does not exist. */
export function isSuspended({ object }: PlacedObject): boolean {
  return valueIn(object, ['spec', 'suspend']) === true;
}

/** Virtual Kubelet, on which kube-mock is built, labels a node with its name. */
export function mockedNode(placed: PlacedObject): ManifestEntry {
  const { object } = placed;
  const name = valueIn(object, ['metadata', 'name']);
  const entry = entryBuilder('nodes', placed);
  entry.take('name', ['metadata', 'name']);
  const allocatable: PlainObject = {};
  for (const resource of RESOURCES) {
    const amount = valueIn(object, [...CONFIG, resource]);
    if (amount != null) allocatable[resource] = amount;
  }
  const labels = valueIn(object, [...CONFIG, 'labels']);
  const taints = valueIn(object, [...CONFIG, 'taints']);
  entry.set(
    'template',
    {
      labels: {
        'kubernetes.io/hostname': name ?? '',
        ...(isObject(labels ?? undefined) && (labels as PlainObject)),
      },
      ...(taints != null && { taints }),
      allocatable,
    },
    CONFIG,
  );
  return entry.built();
}
