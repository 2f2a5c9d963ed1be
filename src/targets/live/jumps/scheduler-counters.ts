/** Reads from kube-scheduler's metrics what decides whether it has work. */
import { readMetrics } from './metrics-text.ts';

/** Counters start with the scheduler's process; gauges are of this moment. */
export interface SchedulerCounters {
  /** Pods in activeQ, backoffQ, waiting after a failure, and kept back by a scheduling gate. */
  readonly active: number;
  readonly backoff: number;
  readonly unschedulable: number;
  readonly gated: number;
  /** Binding cycles under way. */
  readonly binding: number;
  /** API calls that the scheduler has still to make (from 1.34 on). */
  readonly calls: number;
  /** Pods that ever entered activeQ. */
  readonly incoming: number;
  /** How often a pod that waited, or that was being attempted, came back to activeQ or backoffQ. New pods are not in it. */
  readonly moved: number;
  /** Attempts that ended with a binding, and attempts that did not. */
  readonly bound: number;
  readonly failed: number;
  /** Preemptions that were decided, and those whose victims the scheduler's own goroutines have deleted (async preemption). */
  readonly preemptions: number;
  readonly executed: number;
  /** Nodes in the scheduler's cache. */
  readonly nodes: number;
  /** Resource version of the scheduler's store by collection, as `nodes`; undefined before 1.37. */
  readonly stores: ReadonlyMap<string, number> | undefined;
}

/** Collections that the scheduler watches and a play writes. */
const STORES = ['pods', 'nodes', 'services', 'poddisruptionbudgets', 'namespaces'] as const;

/** The events under which a new pod enters activeQ: up to 1.30, and from 1.31 on (pkg/scheduler/framework, events.go). */
const NEW_POD_EVENTS = ['PodAdd', 'UnschedulablePodAdd', 'UnscheduledPodAdd'] as const;

const NAMES: ReadonlySet<string> = new Set([
  'scheduler_pending_pods',
  'scheduler_goroutines',
  'scheduler_pending_async_api_calls',
  'scheduler_queue_incoming_pods_total',
  'scheduler_schedule_attempts_total',
  'scheduler_preemption_victims_count',
  'scheduler_preemption_goroutines_execution_total',
  'scheduler_cache_size',
  'informer_store_resource_version',
]);

/** @returns undefined where the text is not that of a kube-scheduler. Source of the names: pkg/scheduler/metrics/metrics.go. */
export function schedulerCounters(text: string): SchedulerCounters | undefined {
  const metrics = readMetrics(text, NAMES);
  if (!metrics.has('scheduler_pending_pods')) return undefined;
  const pending = (queue: string): number => metrics.sum('scheduler_pending_pods', { queue });
  const incoming = (labels: Readonly<Record<string, string>>): number =>
    metrics.sum('scheduler_queue_incoming_pods_total', labels);
  const newPods = NEW_POD_EVENTS.reduce((sum, event) => sum + incoming({ queue: 'active', event }), 0);
  const attempts = 'scheduler_schedule_attempts_total';
  const bound = metrics.sum(attempts, { result: 'scheduled' });
  return {
    active: pending('active'),
    backoff: pending('backoff'),
    unschedulable: pending('unschedulable'),
    gated: pending('gated'),
    binding: metrics.sum('scheduler_goroutines', { operation: 'binding' }),
    calls: metrics.sum('scheduler_pending_async_api_calls'),
    incoming: incoming({ queue: 'active' }),
    moved: incoming({ queue: 'active' }) + incoming({ queue: 'backoff' }) - newPods,
    bound,
    failed: metrics.sum(attempts) - bound,
    preemptions: metrics.sum('scheduler_preemption_victims_count'),
    executed: metrics.sum('scheduler_preemption_goroutines_execution_total'),
    nodes: metrics.sum('scheduler_cache_size', { type: 'nodes' }),
    stores: metrics.has('informer_store_resource_version')
      ? new Map(
          STORES.map((resource) => [
            resource,
            metrics.sum('informer_store_resource_version', { name: 'kube-scheduler', resource }),
          ]),
        )
      : undefined,
  };
}
