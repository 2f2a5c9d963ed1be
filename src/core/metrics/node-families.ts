/** Metrics of nodes, with the names of kube-state-metrics, of node-exporter and of node-classifier-sim's exporter. */
import { demandedAmount, passNodeSeconds, presentLoad } from '../present/node-seconds.ts';
import type { NodeAtPresent, PresentState } from '../present/present-state.ts';
import type { MetricFamily, MetricLabels, MetricSample } from './metric-family.ts';
import { namedAmounts } from './resource-labels.ts';

const ROLE_LABEL = 'node-role.kubernetes.io/';

/** Brings the seconds of the nodes up to date. */
export function nodeFamilies(state: PresentState): MetricFamily[] {
  const nodes = [...state.nodes.values()];
  for (const node of nodes) passNodeSeconds(state, node);
  const loads = new Map(nodes.map((node) => [node, presentLoad(state, node)]));
  const pods = podsByNode(state);
  const gauge = (name: string, help: string, value: (node: NodeAtPresent) => number): MetricFamily => ({
    name,
    type: 'gauge',
    help,
    samples: nodes.map((node) => ({ labels: { node: node.name }, value: value(node) })),
  });
  const amounts = (
    name: string,
    help: string,
    of: (node: NodeAtPresent) => Iterable<readonly [string, number]>,
  ): MetricFamily => ({
    name,
    type: 'gauge',
    help,
    samples: nodes.flatMap((node) =>
      namedAmounts(of(node)).map(({ labels, value }) => ({ labels: { node: node.name, ...labels }, value })),
    ),
  });
  const seconds = (
    name: string,
    help: string,
    of: (node: NodeAtPresent) => readonly (readonly [MetricLabels, number])[],
  ): MetricFamily => ({
    name,
    type: 'counter',
    unit: 'seconds',
    help,
    samples: nodes.flatMap((node) =>
      of(node).map(([labels, value]) => ({
        labels: { instance: node.name, node: node.name, ...labels },
        value,
      })),
    ),
  });
  const memory = (node: NodeAtPresent): number => node.allocatable.get('memory') ?? 0;
  return [
    {
      name: 'kube_node_info',
      type: 'gauge',
      help: 'A node of the cluster; node_pool is the pool that keg knows it by.',
      samples: nodes.map(({ name, pool }) => ({ labels: { node: name, node_pool: pool ?? '' }, value: 1 })),
    },
    {
      name: 'kube_node_role',
      type: 'gauge',
      help: 'The role of a node, from its labels.',
      samples: nodes.flatMap(roleSamples),
    },
    gauge('kube_node_spec_unschedulable', 'Whether a node is cordoned.', ({ isUnschedulable }) =>
      Number(isUnschedulable),
    ),
    {
      name: 'kube_node_status_condition',
      type: 'gauge',
      help: 'The condition of a node: Ready only.',
      samples: nodes.flatMap(({ name, isReady }) =>
        ['true', 'false', 'unknown'].map((status) => ({
          labels: { node: name, condition: 'Ready', status },
          value: Number(status === String(isReady)),
        })),
      ),
    },
    amounts('kube_node_status_capacity', 'What a node has in all.', ({ capacity, allocatable }) =>
      capacity.size > 0 ? capacity : allocatable,
    ),
    amounts('kube_node_status_allocatable', 'What pods can request on a node.', (node) => node.allocatable),
    amounts('keg_node_requested', 'What pods that hold room on a node request.', (node) => node.requested),
    {
      ...gauge('node_memory_MemTotal_bytes', 'Memory of a node: its allocatable memory.', memory),
      unit: 'bytes',
      samples: nodes.map((node) => exporterSample(node, memory(node))),
    },
    {
      ...gauge('node_memory_MemAvailable_bytes', 'Memory that is not used, or not requested.', memory),
      unit: 'bytes',
      samples: nodes.map((node) =>
        exporterSample(node, Math.max(0, memory(node) - demandedAmount(state, node, 'memory'))),
      ),
    },
    seconds('node_cpu_seconds', 'Seconds of a processor that stands for all of a node.', (node) => [
      [{ mode: 'idle' }, node.seconds.idle],
      [{ mode: 'user' }, node.seconds.busy],
    ]),
    seconds(
      'node_pressure_cpu_waiting_seconds',
      'Modelled time in which something waits for cpu.',
      (node) => [[{}, node.seconds.cpuWaiting]],
    ),
    seconds(
      'node_pressure_memory_waiting_seconds',
      'Modelled time in which something waits for memory.',
      (node) => [[{}, node.seconds.memoryWaiting]],
    ),
    gauge(
      'node_cpu_usage_ratio',
      'Used or requested cpu, as a share of a node.',
      (node) => loads.get(node)!.cpuUsage,
    ),
    gauge('node_cpu_pressure_psi', 'Modelled pressure of cpu.', (node) => loads.get(node)!.cpuPressure),
    gauge(
      'node_memory_usage_ratio',
      'Used or requested memory, as a share of a node.',
      (node) => loads.get(node)!.memoryUsage,
    ),
    gauge(
      'node_memory_pressure_psi',
      'Modelled pressure of memory.',
      (node) => loads.get(node)!.memoryPressure,
    ),
    gauge('node_vm_count', 'Pods that hold room on a node.', (node) => pods.get(node) ?? 0),
  ];
}

function podsByNode(state: PresentState): Map<NodeAtPresent, number> {
  const pods = new Map<NodeAtPresent, number>();
  for (const { node, isHolding } of state.pods.values())
    if (node && isHolding) pods.set(node, (pods.get(node) ?? 0) + 1);
  return pods;
}

function roleSamples({ name, labels }: NodeAtPresent): MetricSample[] {
  const roles = Object.keys(labels).filter((label) => label.startsWith(ROLE_LABEL));
  return roles.map((label) => ({
    labels: { instance: name, node: name, role: label.slice(ROLE_LABEL.length) },
    value: 1,
  }));
}

/** node-exporter runs on the node: its instance. */
function exporterSample({ name }: NodeAtPresent, value: number): MetricSample {
  return { labels: { instance: name, node: name }, value };
}
