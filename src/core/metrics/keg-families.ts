/** Metrics of keg itself: the clock, the queue, the waiting of pods, and the requests of the cluster with their exact integrals. */
import { isPending, type PresentState } from '../present/present-state.ts';
import type { MetricFamily, MetricSample } from './metric-family.ts';
import { namedAmounts } from './resource-labels.ts';

/** What only the player of a recording or of a replay knows. */
export interface PlayFacts {
  /** Scenario time ÷ wall time. */
  readonly speed?: number;
  /** p99 of the injection lag, µs of wall time. */
  readonly lag?: number | undefined;
  readonly isPaused?: boolean;
}

export function kegFamilies(state: PresentState, { speed, lag, isPaused }: PlayFacts): MetricFamily[] {
  const { header, counts } = state;
  const source = header?.source;
  const gauge = (name: string, help: string, value: number | undefined, unit?: string): MetricFamily[] =>
    value === undefined
      ? []
      : [
          {
            name,
            type: 'gauge',
            ...(unit !== undefined && { unit }),
            help,
            samples: [{ labels: {}, value }],
          },
        ];
  const counter = (name: string, help: string, value: number): MetricFamily => ({
    name,
    type: 'counter',
    help,
    samples: [{ labels: {}, value }],
  });
  return [
    {
      name: 'keg_recording_info',
      type: 'gauge',
      help: 'The recording or replay that is shown.',
      samples: [
        {
          labels: {
            name: header?.name ?? '',
            source: source?.kind ?? '',
            target: source?.target ?? '',
            kubernetes: source?.kubernetes ?? '',
            version: header?.tool.version ?? '',
          },
          value: 1,
        },
      ],
    },
    ...gauge(
      'keg_clock_seconds',
      'Time since the start of the scenario or recording.',
      state.at / 1e6,
      'seconds',
    ),
    ...gauge('keg_speed_ratio', 'Scenario time by wall time.', speed, 'ratio'),
    ...gauge(
      'keg_paused',
      'Whether the clock stands still.',
      isPaused === undefined ? undefined : Number(isPaused),
    ),
    ...gauge(
      'keg_injection_lag_p99_seconds',
      'How late events were, in wall time: 99 of 100 are not later.',
      lag === undefined ? undefined : lag / 1e6,
      'seconds',
    ),
    queueFamily(state),
    counter('keg_pods_created', 'Pods seen, with those from before the start.', counts.created),
    counter('keg_pods_bound', 'Pods bound to a node.', counts.bound),
    counter('keg_pods_succeeded', 'Pods that ended well.', counts.succeeded),
    counter('keg_pods_failed', 'Pods that failed.', counts.failed),
    counter('keg_pods_deleted', 'Pods deleted before they ended.', counts.deleted),
    counter(
      'keg_pods_disrupted',
      'Pods ended from outside: preempted, evicted, and so on.',
      counts.disrupted,
    ),
    waitFamily(state),
    amounts('keg_cluster_requested', 'gauge', 'What bound pods request.', state.requested),
    amounts('keg_cluster_allocatable', 'gauge', 'What nodes offer.', state.allocatable),
    amounts(
      'keg_cluster_requested_time',
      'counter',
      'What bound pods request, times seconds of scenario time.',
      state.requestedTime,
    ),
    amounts(
      'keg_cluster_allocatable_time',
      'counter',
      'What nodes offer, times seconds of scenario time.',
      state.allocatableTime,
    ),
  ];
}

/** Pods that wait, by reason. */
function pendingReasons(state: PresentState): Map<string, number> {
  const reasons = new Map<string, number>();
  for (const pod of state.pods.values()) {
    if (!isPending(pod)) continue;
    const reason = pod.reason ?? NOT_REFUSED;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return reasons;
}

const NOT_REFUSED = 'not refused so far';

function queueFamily(state: PresentState): MetricFamily {
  const reasons = pendingReasons(state);
  return {
    name: 'keg_pending_pods',
    type: 'gauge',
    help: 'Pods that wait to be bound, by the reason of the scheduler.',
    samples: [...(reasons.size === 0 ? [[NOT_REFUSED, 0] as const] : reasons)].map(([reason, value]) => ({
      labels: { reason },
      value,
    })),
  };
}

function waitFamily({ waits }: PresentState): MetricFamily {
  let below = 0;
  const buckets = waits.bounds.map((bound, index): MetricSample => {
    below += waits.buckets[index]!;
    return {
      suffix: '_bucket',
      labels: { le: Number.isInteger(bound) ? `${bound}.0` : `${bound}` },
      value: below,
    };
  });
  return {
    name: 'keg_pod_waiting_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'From the intended creation of a pod to its binding, scenario time.',
    samples: [
      ...buckets,
      { suffix: '_bucket', labels: { le: '+Inf' }, value: waits.count },
      { suffix: '_count', labels: {}, value: waits.count },
      { suffix: '_sum', labels: {}, value: waits.sum },
    ],
  };
}

function amounts(
  name: string,
  type: 'gauge' | 'counter',
  help: string,
  list: ReadonlyMap<string, number>,
): MetricFamily {
  const scale = type === 'counter' ? 1e6 : 1;
  return {
    name,
    type,
    help,
    samples: namedAmounts(list).map(({ labels, value }) => ({ labels, value: value / scale })),
  };
}
