/** Writes the metrics of an imagined kube-scheduler as the text that it would serve. */

export interface ImaginedCounters {
  readonly active?: number;
  readonly backoff?: number;
  readonly unschedulable?: number;
  readonly gated?: number;
  readonly binding?: number;
  readonly calls?: number;
  /** Pods that entered activeQ, new ones and others. */
  readonly incoming?: number;
  /** How many of them had waited before. */
  readonly woken?: number;
  readonly bound?: number;
  readonly failed?: number;
  readonly preemptions?: number;
  readonly executed?: number;
  readonly nodesVersion?: number;
}

export function schedulerText(counters: ImaginedCounters): string {
  const { active = 0, backoff = 0, unschedulable = 0, gated = 0, binding = 0, calls = 0 } = counters;
  const {
    incoming = 0,
    woken = 0,
    bound = 0,
    failed = 0,
    preemptions = 0,
    executed = 0,
    nodesVersion = 17,
  } = counters;
  return [
    `scheduler_pending_pods{queue="active"} ${active}`,
    `scheduler_pending_pods{queue="backoff"} ${backoff}`,
    `scheduler_pending_pods{queue="unschedulable"} ${unschedulable}`,
    `scheduler_pending_pods{queue="gated"} ${gated}`,
    `scheduler_goroutines{operation="binding"} ${binding}`,
    `scheduler_pending_async_api_calls{call_type="pod_status_patch"} ${calls}`,
    `scheduler_queue_incoming_pods_total{event="UnscheduledPodAdd",queue="active"} ${incoming - woken}`,
    `scheduler_queue_incoming_pods_total{event="AssignedPodDelete",queue="active"} ${woken}`,
    `scheduler_queue_incoming_pods_total{event="ScheduleAttemptFailure",queue="unschedulable"} ${failed}`,
    `scheduler_schedule_attempts_total{profile="default-scheduler",result="scheduled"} ${bound}`,
    `scheduler_schedule_attempts_total{profile="default-scheduler",result="unschedulable"} ${failed}`,
    `scheduler_preemption_victims_count ${preemptions}`,
    `scheduler_preemption_goroutines_execution_total{result="success"} ${executed}`,
    `informer_store_resource_version{group="",name="kube-scheduler",resource="nodes",version="v1"} ${nodesVersion}`,
  ].join('\n');
}
