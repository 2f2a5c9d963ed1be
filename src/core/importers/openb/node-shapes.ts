/** Groups the trace's nodes into node pools, one for each shape, so that a person can read and change the cluster. */
import type { ResourceList } from '../../objects/pod.ts';
import type { OpenbNode } from './trace.ts';

/** Names of the shared device and its model in the trace's own simulator (github.com/hkust-adsl/kubernetes-scheduler-simulator). */
export const GPU_RESOURCE = 'alibabacloud.com/gpu-milli';
export const GPU_MODEL_LABEL = 'alibabacloud.com/gpu-card-model';
/** The trace does not state how many pods a node takes; this is the kubelet's default of --max-pods. */
const PODS_PER_NODE = '110';

interface NodeShape {
  readonly name: string;
  readonly count: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly allocatable: ResourceList;
}

export interface NodeShapes {
  /** In the order of their first node in the node list. */
  readonly shapes: readonly NodeShape[];
  shapeOf(node: OpenbNode): NodeShape;
}

export function nodeShapes(nodes: readonly OpenbNode[]): NodeShapes {
  const counts = new Map<string, { node: OpenbNode; count: number }>();
  for (const node of nodes) {
    const known = counts.get(keyOf(node));
    if (known) known.count += 1;
    else counts.set(keyOf(node), { node, count: 1 });
  }
  const names = new Set<string>();
  const byKey = new Map<string, NodeShape>();
  for (const [key, { node, count }] of counts) {
    const name = freeName(shapeName(node), names);
    names.add(name);
    byKey.set(key, { name, count, labels: labelsOf(node), allocatable: allocatableOf(node) });
  }
  return { shapes: [...byKey.values()], shapeOf: (node) => byKey.get(keyOf(node))! };
}

/** `500m` or `96`. */
export function cpuQuantity(milli: number): string {
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

function keyOf({ cpuMilli, memoryMebibytes, gpus, model }: OpenbNode): string {
  return JSON.stringify([cpuMilli, memoryMebibytes, gpus, model]);
}

/** `g3-128cpu-768gi-8gpu`; without GPUs `32cpu-256gi`. */
function shapeName({ cpuMilli, memoryMebibytes, gpus, model }: OpenbNode): string {
  const memory = memoryMebibytes % 1024 === 0 ? `${memoryMebibytes / 1024}gi` : `${memoryMebibytes}mi`;
  const words = [model.toLowerCase().replaceAll(/[_.]/g, '-'), `${cpuQuantity(cpuMilli)}cpu`, memory];
  if (gpus > 0) words.push(`${gpus}gpu`);
  return words.filter((word) => word !== '').join('-');
}

/** Adds a number to a name that is taken: models may differ in capitals or punctuation only. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  return free;
}

function labelsOf({ model }: OpenbNode): Record<string, string> {
  return model === '' ? {} : { [GPU_MODEL_LABEL]: model };
}

function allocatableOf({ cpuMilli, memoryMebibytes, gpus }: OpenbNode): ResourceList {
  return {
    cpu: cpuQuantity(cpuMilli),
    memory: `${memoryMebibytes}Mi`,
    pods: PODS_PER_NODE,
    ...(gpus > 0 && { [GPU_RESOURCE]: String(gpus * 1000) }),
  };
}
