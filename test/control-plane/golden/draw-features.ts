/** Draws sequences whose pods ask for more than resources: spreading, affinity, priorities, gates, volumes, images, several profiles. */
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import type { Node } from '../../../src/core/objects/node.ts';
import type { PodSpec } from '../../../src/core/objects/pod.ts';
import { drawObjects, IMAGES, OWNERS } from './draw-objects.ts';
import { drawAffinityTerms } from './draw-pod-affinity.ts';
import { drawPointSets } from './draw-points.ts';
import { drawSpread } from './draw-spread.ts';
import { type Drawing, drawing } from './drawing.ts';
import type { DrawnSequence, DrawnStep } from './drawn-sequence.ts';

/** The probability with which a pod uses each feature. */
interface Chances {
  readonly spread: number;
  readonly owned: number;
  readonly podAffinity: number;
  readonly priority: number;
  readonly gated: number;
  readonly image: number;
  readonly volume: number;
  readonly gpu: number;
  readonly sidecar: number;
  readonly tolerant: number;
  readonly port: number;
  readonly kept: number;
  /** Another profile. */
  readonly otherProfile: number;
  /** How full the nodes become: the largest request of cpu in cores. */
  readonly cores: number;
}

const NONE: Chances = {
  spread: 0,
  owned: 0,
  podAffinity: 0,
  priority: 0,
  gated: 0,
  image: 0,
  volume: 0,
  gpu: 0,
  sidecar: 0,
  tolerant: 0,
  port: 0,
  kept: 0,
  otherProfile: 0,
  cores: 2,
};

const MIXED: Chances = {
  spread: 0.25,
  owned: 0.25,
  podAffinity: 0.25,
  priority: 0.4,
  gated: 0.08,
  image: 0.2,
  volume: 0.15,
  gpu: 0.15,
  sidecar: 0.15,
  tolerant: 0.3,
  port: 0.1,
  kept: 0.15,
  otherProfile: 0.1,
  cores: 3,
};

const FEATURES: Readonly<Record<string, Chances>> = {
  spread: { ...NONE, spread: 0.9, kept: 0.1, tolerant: 0.2 },
  defaultspread: { ...NONE, owned: 0.85, cores: 1 },
  podaffinity: { ...NONE, podAffinity: 0.8, kept: 0.1 },
  images: { ...NONE, image: 0.9, cores: 1 },
  gates: { ...NONE, gated: 0.5, spread: 0.2, kept: 0.3 },
  priority: { ...NONE, priority: 0.9, cores: 4, port: 0.1, kept: 0.2, gpu: 0.1 },
  volumes: { ...NONE, volume: 0.8, kept: 0.1 },
  profiles: { ...NONE, otherProfile: 0.5, spread: 0.2, image: 0.2, podAffinity: 0.2 },
  mixed: MIXED,
  points: { ...MIXED, gated: 0, kept: 0, otherProfile: 0 },
};

export const FEATURE_FAMILIES: readonly string[] = Object.keys(FEATURES);

export function isFeatureFamily(family: string): boolean {
  return Object.hasOwn(FEATURES, family);
}

const GPU = 'example.com/gpu';
const PODS = 16;
const APPS = ['web', 'db', 'cache'];
const OTHER_PROFILE = 'packed';

/** The sequence of that family and number. The same arguments always give the same sequence. */
export function drawFeatureSequence(family: string, index: number, seed: number): DrawnSequence {
  const chances = FEATURES[family] as Chances;
  const id = `${family}-${index}`;
  const draw = drawing(randomStream(seed, 'golden', id));
  const nodes = Array.from({ length: draw.whole(3, 8) }, (_, i) => drawNode(draw, chances, `n${i}`));
  const steps: DrawnStep[] = [];
  const current = [...nodes];
  const waiting: string[] = [];
  const running: string[] = [];
  for (let i = 0; i < PODS; i++) {
    if (running.length > 3 && draw.chance(0.15)) {
      const [gone] = running.splice(draw.whole(0, running.length - 1), 1);
      steps.push({ delete: gone as string });
    }
    if (draw.chance(0.08)) steps.push({ updateNode: drawUpdate(draw, current) });
    if (running.length > 0 && draw.chance(0.06))
      steps.push({ labelPod: draw.of(running), labels: { app: draw.of(APPS) } });
    const name = `p${i}`;
    const pod = drawPod(draw, chances, name);
    const isGated = (pod.create.spec.schedulingGates?.length ?? 0) > 0;
    steps.push(pod);
    (isGated ? waiting : running).push(name);
    if (waiting.length > 0 && draw.chance(0.5)) {
      const [ready] = waiting.splice(0, 1);
      steps.push({ ungate: ready as string });
      running.push(ready as string);
    }
  }
  return {
    id,
    family,
    config: drawConfig(draw, chances, family),
    objects: drawObjects(draw, chances),
    nodes,
    steps,
  };
}

function drawNode(draw: Drawing, chances: Chances, name: string): Node {
  const labels: Record<string, string> = { 'kubernetes.io/hostname': name };
  if (draw.chance(0.85)) labels['topology.kubernetes.io/zone'] = draw.of(['a', 'b', 'c']);
  if (draw.chance(0.6)) labels.rack = draw.of(['r1', 'r2']);
  if (draw.chance(0.5)) labels.disk = draw.of(['ssd', 'hdd']);
  const isTainted = chances.tolerant > 0 && draw.chance(0.25);
  const taints = isTainted
    ? [{ key: 'team', value: 'a', effect: draw.of(['NoSchedule', 'PreferNoSchedule']) }]
    : [];
  const allocatable: Record<string, string> = {
    cpu: `${draw.of([4, 6, 8])}`,
    memory: `${draw.of([8, 15, 16])}Gi`,
    pods: draw.of(['6', '110', '110']),
  };
  if (chances.gpu > 0 && draw.chance(0.5)) allocatable[GPU] = draw.of(['1', '2', '4']);
  const images = IMAGES.filter(() => chances.image > 0 && draw.chance(0.4)).map(({ names, sizeBytes }) => ({
    names: [...names],
    sizeBytes,
  }));
  return { metadata: { name, labels }, spec: { taints }, status: { allocatable, images } };
}

/** The whole node again, cordoned, uncordoned, with another zone or with another label. Replaces the node in `nodes`. */
function drawUpdate(draw: Drawing, nodes: Node[]): Node {
  const index = draw.whole(0, nodes.length - 1);
  const before = nodes[index] as Node;
  const { labels } = before.metadata;
  const key = draw.of(['rack', 'disk']);
  const value = draw.of(['r1', 'r2', 'ssd'].filter((each) => each !== labels?.[key]));
  const after: Node = draw.chance(0.5)
    ? { ...before, spec: { ...before.spec, unschedulable: before.spec?.unschedulable !== true } }
    : { ...before, metadata: { ...before.metadata, labels: { ...labels, [key]: value } } };
  nodes[index] = after;
  return after;
}

function drawPod(
  draw: Drawing,
  chances: Chances,
  name: string,
): Extract<DrawnStep, { readonly create: unknown }> {
  const app = draw.of(APPS);
  const labels: Record<string, string> = { app, ...(draw.chance(0.4) && { version: draw.of(['v1', 'v2']) }) };
  const owner = draw.chance(chances.owned) ? draw.of(OWNERS) : undefined;
  const spec: PodSpec = {
    ...drawContainers(draw, chances, name),
    terminationGracePeriodSeconds: 0,
    ...(draw.chance(chances.tolerant) && {
      tolerations: [{ key: 'team', operator: 'Exists', effect: draw.of(['NoSchedule', 'PreferNoSchedule']) }],
    }),
    ...(draw.chance(chances.spread) && { topologySpreadConstraints: drawSpread(draw) }),
    ...(draw.chance(chances.podAffinity) && { affinity: drawAffinityTerms(draw) }),
    ...(draw.chance(chances.priority) && { priorityClassName: draw.of(['low', 'mid', 'high', 'calm']) }),
    ...(draw.chance(chances.gated) && { schedulingGates: [{ name: 'example.com/wait' }] }),
    ...(draw.chance(chances.otherProfile) && { schedulerName: OTHER_PROFILE }),
    ...(draw.chance(chances.volume) && {
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: draw.of(CLAIMS) } }],
    }),
  };
  const kept = draw.chance(chances.kept) ? { kept: true as const } : {};
  const references = owner && { ownerReferences: [{ ...owner.reference, controller: true }] };
  return {
    create: { metadata: { name, labels: { ...labels, ...owner?.labels }, ...references }, spec },
    ...kept,
  };
}

const CLAIMS = ['zonal-a', 'zonal-b', 'on-n0', 'anywhere', 'once', 'missing', 'unbound'];

function drawContainers(
  draw: Drawing,
  chances: Chances,
  name: string,
): Pick<PodSpec, 'containers' | 'initContainers'> {
  // Odd amounts that depend on the pod: the scheduler would treat two equal pods in a row as a batch.
  const odd = Number(name.slice(1));
  const requests: Record<string, string> = {};
  if (!draw.chance(0.1)) requests.cpu = `${draw.whole(1, 10 * chances.cores) * 100 + odd}m`;
  if (!draw.chance(0.1)) requests.memory = `${draw.whole(1, 20 * chances.cores) * 100 + odd}Mi`;
  const gpu: Record<string, string> = draw.chance(chances.gpu) ? { [GPU]: draw.of(['1', '2']) } : {};
  const image = draw.chance(chances.image) ? (draw.of(IMAGES).names[0] as string) : 'none.invalid/none';
  const port = draw.chance(chances.port)
    ? { ports: [{ containerPort: 80, hostPort: 8080 + draw.whole(0, 1), protocol: 'TCP' }] }
    : {};
  const main = {
    name: 'c0',
    image,
    resources: { requests: { ...requests, ...gpu }, ...(gpu[GPU] !== undefined && { limits: gpu }) },
    ...port,
  };
  const sidecar = draw.chance(chances.sidecar)
    ? {
        initContainers: [
          {
            name: 'i0',
            image: 'none.invalid/none',
            resources: { requests: { cpu: `${draw.whole(1, 10) * 100}m` } },
            ...(draw.chance(0.6) && { restartPolicy: 'Always' }),
          },
        ],
      }
    : {};
  return { containers: [main], ...sidecar };
}

function drawConfig(draw: Drawing, chances: Chances, family: string): object | null {
  if (chances.otherProfile > 0) {
    const strategy = { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 1 }] } };
    return {
      profiles: [
        { schedulerName: 'default-scheduler' },
        { schedulerName: OTHER_PROFILE, pluginConfig: [{ name: 'NodeResourcesFit', args: strategy }] },
      ],
    };
  }
  if (family === 'points') return drawPointSets(draw);
  if (family === 'podaffinity' && draw.chance(0.4)) {
    const args = {
      hardPodAffinityWeight: draw.whole(0, 100),
      ignorePreferredTermsOfExistingPods: draw.chance(0.5),
    };
    return { pluginConfig: [{ name: 'InterPodAffinity', args }] };
  }
  if (family === 'defaultspread' && draw.chance(0.4)) {
    const constraint = {
      maxSkew: draw.whole(1, 3),
      topologyKey: draw.of(['rack', 'kubernetes.io/hostname']),
      whenUnsatisfiable: draw.of(['ScheduleAnyway', 'DoNotSchedule']),
    };
    const args = { defaultingType: 'List', defaultConstraints: [constraint] };
    return { pluginConfig: [{ name: 'PodTopologySpread', args }] };
  }
  return null;
}
