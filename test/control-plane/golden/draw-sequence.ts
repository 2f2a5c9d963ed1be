/** Draws small clusters and pods from a seed, one sequence of steps for each family of features that the scheduler model covers. */
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import type { Node, Taint } from '../../../src/core/objects/node.ts';
import type {
  Container,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodSpec,
  Toleration,
} from '../../../src/core/objects/pod.ts';
import { drawFeatureSequence, FEATURE_FAMILIES, isFeatureFamily } from './draw-features.ts';
import { drawStorageSequence } from './draw-storage.ts';
import { type Drawing, drawing } from './drawing.ts';
import type { DrawnSequence, DrawnStep } from './drawn-sequence.ts';

const RESOURCE_FAMILIES = [
  'resources',
  'strategies',
  'taints',
  'nodeaffinity',
  'ports',
  'unschedulable',
] as const;

type ResourceFamily = (typeof RESOURCE_FAMILIES)[number];

/** The families of sequences that are drawn by default. `storage` is one more; its bindings take a second each. */
export const FAMILIES: readonly string[] = [...RESOURCE_FAMILIES, ...FEATURE_FAMILIES];

const PODS_PER_SEQUENCE = 12;
const GPU = 'example.com/gpu';

/** The sequence of that family and number. The same arguments always give the same sequence. */
export function drawSequence(family: string, index: number, seed: number): DrawnSequence {
  if (family === 'storage') return drawStorageSequence(index, seed);
  if (isFeatureFamily(family)) return drawFeatureSequence(family, index, seed);
  return drawResourceSequence(family as ResourceFamily, index, seed);
}

function drawResourceSequence(family: ResourceFamily, index: number, seed: number): DrawnSequence {
  const id = `${family}-${index}`;
  const draw = drawing(randomStream(seed, 'golden', id));
  const nodes = Array.from({ length: draw.whole(4, 7) }, (_, i) => drawNode(draw, family, `n${i}`));
  const current = [...nodes];
  const steps: DrawnStep[] = [];
  const running: string[] = [];
  for (let i = 0; i < PODS_PER_SEQUENCE; i++) {
    if (running.length > 3 && draw.chance(0.2)) {
      const [gone] = running.splice(draw.whole(0, running.length - 1), 1);
      steps.push({ delete: gone as string });
    }
    if (family === 'unschedulable' && draw.chance(0.4)) steps.push({ updateNode: drawUpdate(draw, current) });
    const name = `p${i}`;
    const spec = drawPod(draw, family, i);
    const nodeName = draw.chance(0.12) ? { nodeName: draw.of(nodes).metadata.name } : {};
    steps.push({ create: { metadata: { name }, spec: { ...spec, ...nodeName } } });
    running.push(name);
  }
  return { id, family, config: drawConfig(draw, family), nodes, steps };
}

const TAINT_KEYS = ['team', 'spot', 'gpu'];
const DISKS = ['ssd', 'hdd'];

function drawNode(draw: Drawing, family: ResourceFamily, name: string): Node {
  const labels: Record<string, string> = {
    'kubernetes.io/hostname': name,
    'topology.kubernetes.io/zone': draw.of(['a', 'b', 'c']),
  };
  if (draw.chance(0.7)) labels.disk = draw.of(DISKS);
  if (draw.chance(0.6)) labels.tier = String(draw.whole(1, 9));
  const taints = family === 'taints' ? drawTaints(draw) : [];
  const allocatable: Record<string, string> = {
    cpu: `${draw.of([2, 4, 6, 8])}`,
    memory: `${draw.of([4, 8, 15, 16])}Gi`,
    pods: family === 'resources' ? draw.of(['3', '5', '110']) : '110',
  };
  if (draw.chance(0.4)) allocatable[GPU] = draw.of(['1', '2', '4']);
  const unschedulable = family === 'unschedulable' && draw.chance(0.3) ? { unschedulable: true } : {};
  return { metadata: { name, labels }, spec: { taints, ...unschedulable }, status: { allocatable } };
}

function drawTaints(draw: Drawing): Taint[] {
  return TAINT_KEYS.filter(() => draw.chance(0.4)).map((key) => ({
    key,
    value: draw.of(['a', 'b']),
    effect: draw.of(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  }));
}

/** The whole node again, cordoned, uncordoned or with another label. Replaces the node in `nodes`. */
function drawUpdate(draw: Drawing, nodes: Node[]): Node {
  const index = draw.whole(0, nodes.length - 1);
  const before = nodes[index] as Node;
  const { labels } = before.metadata;
  const disk = labels?.disk === 'ssd' ? 'hdd' : 'ssd';
  const after: Node = draw.chance(0.7)
    ? { ...before, spec: { ...before.spec, unschedulable: before.spec?.unschedulable !== true } }
    : { ...before, metadata: { ...before.metadata, labels: { ...labels, disk } } };
  nodes[index] = after;
  return after;
}

function drawPod(draw: Drawing, family: ResourceFamily, index: number): PodSpec {
  const containers = Array.from({ length: draw.chance(0.25) ? 2 : 1 }, (_, i) =>
    drawContainer(draw, family, index, i),
  );
  const spec: PodSpec = { containers };
  const more: PodSpec[] = [];
  if (draw.chance(0.2)) more.push({ ...spec, initContainers: drawInitContainers(draw) });
  if (family === 'resources' && draw.chance(0.15))
    more.push({ ...spec, resources: { requests: { cpu: `${draw.whole(1, 9) * 250}m` } } });
  if (family === 'taints') more.push({ ...spec, tolerations: drawTolerations(draw) });
  if (family === 'unschedulable' && draw.chance(0.3))
    more.push({
      ...spec,
      tolerations: [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }],
    });
  if (family === 'nodeaffinity' || draw.chance(0.1)) more.push({ ...spec, ...drawAffinity(draw) });
  return Object.assign({}, spec, ...more);
}

function drawContainer(draw: Drawing, family: ResourceFamily, index: number, which: number): Container {
  const requests: Record<string, string> = {};
  // Odd amounts that depend on the pod: the scheduler would treat two equal pods in a row as a batch.
  if (!draw.chance(0.12)) requests.cpu = `${draw.whole(1, 30) * 100 + index}m`;
  if (!draw.chance(0.12)) requests.memory = `${draw.whole(1, 40) * 100 + index}Mi`;
  if (draw.chance(family === 'resources' ? 0.3 : 0.1)) requests[GPU] = draw.of(['1', '2']);
  const ports =
    family === 'ports' && draw.chance(0.8)
      ? {
          ports: [
            {
              containerPort: 80 + which,
              hostPort: 8080 + draw.whole(0, 2) + 10 * which,
              protocol: draw.of(['TCP', 'UDP']),
              ...(draw.chance(0.5) && { hostIP: draw.of(['127.0.0.1', '10.0.0.1', '0.0.0.0']) }),
            },
          ],
        }
      : {};
  const limits =
    draw.chance(0.1) && requests[GPU] === undefined ? { limits: { cpu: '4', memory: '8Gi' } } : {};
  if (requests[GPU] !== undefined) Object.assign(limits, { limits: { [GPU]: requests[GPU] } });
  return { name: `c${which}`, image: 'none.invalid/none', resources: { requests, ...limits }, ...ports };
}

function drawInitContainers(draw: Drawing): Container[] {
  return Array.from({ length: draw.whole(1, 2) }, (_, i) => ({
    name: `i${i}`,
    image: 'none.invalid/none',
    resources: { requests: { cpu: `${draw.whole(1, 30) * 100}m` } },
    ...(draw.chance(0.5) && { restartPolicy: 'Always' }),
  }));
}

function drawTolerations(draw: Drawing): Toleration[] {
  if (draw.chance(0.1)) return [{ operator: 'Exists' }];
  return TAINT_KEYS.filter(() => draw.chance(0.6)).map((key) => ({
    key,
    ...(draw.chance(0.5) ? { operator: 'Exists' } : { operator: 'Equal', value: draw.of(['a', 'b']) }),
    ...(draw.chance(0.5) && { effect: draw.of(['NoSchedule', 'PreferNoSchedule', 'NoExecute']) }),
  }));
}

function drawAffinity(draw: Drawing): Partial<PodSpec> {
  const nodeSelector = draw.chance(0.25) ? { nodeSelector: { disk: draw.of(DISKS) } } : {};
  const required = draw.chance(0.6)
    ? {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: Array.from({ length: draw.whole(1, 2) }, () => drawTerm(draw)),
        },
      }
    : {};
  const preferred = draw.chance(0.6)
    ? {
        preferredDuringSchedulingIgnoredDuringExecution: Array.from({ length: draw.whole(1, 3) }, () => ({
          weight: draw.whole(1, 100),
          preference: { matchExpressions: [drawRequirement(draw)] },
        })),
      }
    : {};
  return { ...nodeSelector, affinity: { nodeAffinity: { ...required, ...preferred } } };
}

function drawTerm(draw: Drawing): NodeSelectorTerm {
  const named = { key: 'metadata.name', operator: 'In', values: [`n${draw.whole(0, 4)}`] };
  if (draw.chance(0.15)) return { matchFields: [named] };
  return { matchExpressions: Array.from({ length: draw.whole(1, 2) }, () => drawRequirement(draw)) };
}

function drawRequirement(draw: Drawing): NodeSelectorRequirement {
  return draw.of<NodeSelectorRequirement>([
    { key: 'disk', operator: 'In', values: [draw.of(DISKS)] },
    { key: 'disk', operator: 'NotIn', values: [draw.of(DISKS)] },
    { key: 'disk', operator: 'Exists' },
    { key: 'tier', operator: 'DoesNotExist' },
    { key: 'tier', operator: 'Gt', values: [String(draw.whole(1, 6))] },
    { key: 'tier', operator: 'Lt', values: [String(draw.whole(4, 9))] },
    { key: 'topology.kubernetes.io/zone', operator: 'In', values: ['a', draw.of(['b', 'c'])] },
  ]);
}

function drawConfig(draw: Drawing, family: ResourceFamily): object | null {
  const withFit = (args: object) => ({ pluginConfig: [{ name: 'NodeResourcesFit', args }] });
  const resources = [
    { name: 'cpu', weight: draw.whole(1, 5) },
    { name: 'memory', weight: draw.whole(1, 5) },
    ...(draw.chance(0.5) ? [{ name: GPU, weight: draw.whole(1, 10) }] : []),
  ];
  if (family === 'nodeaffinity' && draw.chance(0.4)) {
    const term = {
      matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['a', 'b'] }],
    };
    const addedAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 20, preference: { matchExpressions: [{ key: 'disk', operator: 'Exists' }] } },
      ],
    };
    return { pluginConfig: [{ name: 'NodeAffinity', args: { addedAffinity } }] };
  }
  if (family === 'resources' && draw.chance(0.3)) return withFit({ ignoredResources: [GPU] });
  if (family !== 'strategies') return null;
  const shape = draw.of([
    [
      { utilization: 0, score: 0 },
      { utilization: 100, score: 10 },
    ],
    [
      { utilization: 10, score: 9 },
      { utilization: 45, score: 3 },
      { utilization: 90, score: 7 },
    ],
  ]);
  const type = draw.of(['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio']);
  const ratio = type === 'RequestedToCapacityRatio' ? { requestedToCapacityRatio: { shape } } : {};
  const strategy = withFit({ scoringStrategy: { type, resources, ...ratio } });
  const balanced = {
    name: 'NodeResourcesBalancedAllocation',
    args: { resources: resources.map(({ name }) => ({ name, weight: 1 })) },
  };
  const weights = {
    plugins: {
      score: {
        disabled: [{ name: 'NodeResourcesFit' }],
        enabled: [{ name: 'NodeResourcesFit', weight: draw.whole(1, 9) }],
      },
    },
  };
  return { ...(draw.chance(0.5) && weights), pluginConfig: [...strategy.pluginConfig, balanced] };
}
