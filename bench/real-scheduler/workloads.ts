/** The pods that the model and a real kube-scheduler place: plain ones, and those that spread, attract, repel and preempt each other. */
import type { Node } from '../../src/core/objects/node.ts';
import type { PodSpec } from '../../src/core/objects/pod.ts';

export interface BenchPod {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

export interface Workload {
  readonly name: string;
  /** Pods that run on every node before, each as large as the node. */
  readonly fills: boolean;
  readonly spec: Omit<PodSpec, 'containers'>;
  readonly requests: Readonly<Record<string, string>>;
}

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';
const SMALL = { cpu: '100m', memory: '500Mi' };
const NODE_SIZE = { cpu: '4', memory: '32Gi' };
const labelSelector = { matchLabels: { app: 'bench' } };
const term = (topologyKey: string) => ({ topologyKey, labelSelector });

/** Each constraint is one of kube-scheduler's own benchmark (test/integration/scheduler_perf). */
export const WORKLOADS: readonly Workload[] = [
  { name: 'plain', fills: false, requests: SMALL, spec: {} },
  {
    name: 'spreading over zones, required',
    fills: false,
    requests: SMALL,
    spec: {
      topologySpreadConstraints: [
        { maxSkew: 5, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule', labelSelector },
      ],
    },
  },
  {
    name: 'spreading over zones, preferred',
    fills: false,
    requests: SMALL,
    spec: {
      topologySpreadConstraints: [
        { maxSkew: 5, topologyKey: ZONE, whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
      ],
    },
  },
  {
    name: 'affinity to zones, required',
    fills: false,
    requests: SMALL,
    spec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(ZONE)] } } },
  },
  {
    name: 'affinity to nodes, preferred',
    fills: false,
    requests: SMALL,
    spec: {
      affinity: {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term(HOST) }],
        },
      },
    },
  },
  {
    name: 'anti-affinity to nodes, required',
    fills: false,
    requests: SMALL,
    spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(HOST)] } } },
  },
  { name: 'preemption', fills: true, requests: NODE_SIZE, spec: { priority: 100 } },
];

/** A node with room for forty small pods, in one of three zones. */
export function benchNode(index: number): Node {
  const name = `node-${index}`;
  return {
    metadata: { name, labels: { [HOST]: name, [ZONE]: `zone-${index % 3}` } },
    status: { allocatable: { ...NODE_SIZE, pods: '110' } },
  };
}

/** All pods of a workload share their spec. */
export function benchPods({ name, spec, requests }: Workload, count: number): BenchPod[] {
  const containers = [{ name: 'main', image: 'none.invalid/none', resources: { requests } }];
  const whole: PodSpec = { ...spec, containers };
  const prefix = name.replaceAll(/\W+/g, '-');
  return Array.from({ length: count }, (_, i) => ({
    name: `${prefix}-${i}`,
    labels: { app: 'bench' },
    spec: whole,
  }));
}

/** The pods that fill all nodes, of the lowest priority. */
export function fillers(nodes: number): BenchPod[] {
  const containers = [{ name: 'main', image: 'none.invalid/none', resources: { requests: NODE_SIZE } }];
  return Array.from({ length: nodes }, (_, i) => ({
    name: `filler-${i}`,
    labels: {},
    // Without a kubelet, a pod with a grace period would never go.
    spec: { priority: 0, nodeName: `node-${i}`, terminationGracePeriodSeconds: 0, containers },
  }));
}
