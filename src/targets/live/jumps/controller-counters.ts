/** Reads from kube-controller-manager's metrics whether the controllers that a play uses have work. */
import { readMetrics } from './metrics-text.ts';

export interface ControllerCounters {
  /** Keys that wait in the queues of the controllers. */
  readonly depth: number;
  /** Keys that were ever added to them. */
  readonly adds: number;
}

/** The queues of the controllers that create, delete or evict pods, or count them for a budget. The others don't change what a pod does. */
const QUEUES = [
  'deployment',
  'replicaset',
  'statefulset',
  'daemonset',
  'daemonset-node-updates',
  'job',
  'job_orphan_pod',
  'disruption',
  'disruption_recheck',
  'noexec_taint_node',
  'noexec_taint_pod',
  'node_lifecycle_controller',
  'node_lifecycle_controller_pods',
  // Those of claims: their volumes decide where pods can run.
  'claims',
  'volumes',
  'ephemeral_volume',
] as const;

const NAMES: ReadonlySet<string> = new Set(['workqueue_depth', 'workqueue_adds_total']);

/** @returns undefined where the text is not that of a kube-controller-manager. */
export function controllerCounters(text: string): ControllerCounters | undefined {
  const metrics = readMetrics(text, NAMES);
  if (!metrics.has('workqueue_adds_total')) return undefined;
  const total = (metric: string): number =>
    QUEUES.reduce((sum, name) => sum + metrics.sum(metric, { name }), 0);
  return { depth: total('workqueue_depth'), adds: total('workqueue_adds_total') };
}
