/** Draws a scenario of many pods of mixed shapes: spread, affine, of several priorities, owned by workloads, for GPUs and tainted nodes. */
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import type { Affinity, PodSpec, TopologySpreadConstraint } from '../../../src/core/objects/pod.ts';
import { type Drawing, drawing } from '../golden/drawing.ts';

export interface DaySize {
  readonly nodes: number;
  readonly pods: number;
  /** Seconds of scenario time in which the pods come. */
  readonly seconds: number;
  readonly seed: number;
}

const GPU = 'example.com/gpu';
const ZONE = 'topology.kubernetes.io/zone';
const APPS = ['web', 'api', 'batch', 'cache', 'queue'];

/** The text of the scenario, as JSON, which is YAML too. */
export function mixedDay({ nodes, pods, seconds, seed }: DaySize): string {
  const draw = drawing(randomStream(seed, 'mixed', 'day'));
  const deployments = Math.ceil(pods / 100);
  const owned = Math.floor(pods / 3);
  const explicit = pods - owned;
  return JSON.stringify({
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Scenario',
    metadata: { name: `mixed-${nodes}` },
    duration: `${seconds + 20}s`,
    cluster: {
      nodes: Array.from({ length: nodes }, (_, i) => drawNode(draw, `m${i}`)),
      objects: [
        priorityClass('keg-low', -10),
        priorityClass('keg-mid', 100),
        priorityClass('keg-high', 1000),
        ...APPS.map((app) => ({
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: app, namespace: 'default' },
          spec: { selector: { app }, ports: [{ port: 80 }] },
        })),
      ],
    },
    events: {
      pods: Array.from({ length: explicit }, (_, i) => ({
        name: `p${i}`,
        arrivalTime: `${Math.floor((i / explicit) * seconds * 1000)}ms`,
        ...(draw.chance(0.5) && { lifetime: `${draw.whole(5, Math.max(6, seconds))}s` }),
        podSpec: { metadata: { labels: { app: draw.of(APPS) } }, spec: drawSpec(draw, i) },
      })),
      workloads: Array.from({ length: deployments }, (_, i) => ({
        at: `${Math.floor((i / deployments) * seconds)}s`,
        kind: draw.of(['Deployment', 'Deployment', 'StatefulSet']),
        name: `d${i}`,
        replicas: Math.max(1, Math.round(owned / deployments)),
        podSpec: {
          metadata: { labels: { app: draw.of(APPS), set: `d${i}` } },
          spec: {
            containers: [{ name: 'main', resources: { requests: { cpu: `${draw.whole(1, 4) * 50}m` } } }],
          },
        },
      })),
    },
  });
}

function priorityClass(name: string, value: number): object {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value };
}

function drawNode(draw: Drawing, name: string): object {
  const gpus = draw.chance(0.2) ? { [GPU]: String(draw.of([4, 8])) } : {};
  return {
    name,
    template: {
      labels: { [ZONE]: draw.of(['a', 'b', 'c']), disk: draw.of(['ssd', 'hdd']) },
      ...(draw.chance(0.15) && { taints: [{ key: 'team', value: 'a', effect: 'NoSchedule' }] }),
      allocatable: {
        cpu: String(draw.of([8, 16, 32])),
        memory: `${draw.of([32, 64, 128])}Gi`,
        pods: '250',
        ...gpus,
      },
    },
  };
}

function drawSpec(draw: Drawing, index: number): PodSpec {
  const gpu = draw.chance(0.05) ? { [GPU]: '1' } : {};
  const requests = {
    cpu: `${draw.whole(1, 20) * 60 + (index % 10)}m`,
    memory: `${draw.whole(16, 512)}Mi`,
    ...gpu,
  };
  return {
    containers: [{ name: 'main', resources: { requests, ...(gpu[GPU] && { limits: gpu }) } }],
    ...(draw.chance(0.15) && { topologySpreadConstraints: [drawConstraint(draw)] }),
    ...(draw.chance(0.15) && { affinity: drawAffinity(draw) }),
    ...(draw.chance(0.3) && { priorityClassName: draw.of(['keg-low', 'keg-mid', 'keg-high']) }),
    ...(draw.chance(0.2) && { tolerations: [{ key: 'team', operator: 'Exists' }] }),
    ...(draw.chance(0.1) && { nodeSelector: { disk: 'ssd' } }),
    ...(draw.chance(0.1) && {
      initContainers: [
        {
          name: 'side',
          restartPolicy: 'Always',
          resources: { requests: { cpu: `${draw.whole(1, 5) * 10}m` } },
        },
      ],
    }),
  };
}

function drawConstraint(draw: Drawing): TopologySpreadConstraint {
  return {
    maxSkew: draw.whole(1, 3),
    topologyKey: draw.of([ZONE, 'kubernetes.io/hostname']),
    whenUnsatisfiable: draw.of(['DoNotSchedule', 'ScheduleAnyway']),
    labelSelector: { matchLabels: { app: draw.of(APPS) } },
  };
}

function drawAffinity(draw: Drawing): Affinity {
  const term = {
    labelSelector: { matchLabels: { app: draw.of(APPS) } },
    topologyKey: draw.of([ZONE, 'kubernetes.io/hostname']),
  };
  const preferred = {
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: draw.whole(1, 100), podAffinityTerm: term }],
  };
  return draw.chance(0.5) ? { podAffinity: preferred } : { podAntiAffinity: preferred };
}
