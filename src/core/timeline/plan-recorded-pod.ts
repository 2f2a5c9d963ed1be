/** Plans one pod of a recording again: its arrival, its phases, what happens to its containers, and its end as what it was. */
import { graceSecondsOf } from '../objects/grace-period.ts';
import type { UsageStep } from '../objects/pod-usage.ts';
import { type RecordedDisruption, recordedDisruption } from './recorded-disruption.ts';
import type { RecordedIncident, SeenPod } from './seen-pod.ts';
import type { PlannedIncident, PlannedPod, PodDisruption } from './timeline-event.ts';

export interface PlanOptions {
  /** Whether some pod of the recording became ready: otherwise its source does not contain readiness. */
  readonly sawReady: boolean;
  /** Whether the scheduler of the replay has no say about the pod. */
  readonly isPinned: boolean;
  /** Whether the pod runs as long as in the recording, whatever ended it. */
  readonly keepsRun: boolean;
  /** Whether the recording is a window. */
  readonly ofWindow: boolean;
  /** Whether the pod runs on its node when the window begins. */
  readonly isPlaced: boolean;
}

export interface PlannedLife {
  /** When it arrives. */
  readonly at: number;
  readonly pod: PlannedPod;
  /** What ends it from outside, if anything does. */
  readonly disruption: { readonly at: number; readonly disruption: PodDisruption } | undefined;
}

/** How the end of a pod that its scheduler or its node caused is replayed where they do not cause it again. */
export type UnrepeatedEnd = 'made-way' | 'ran-on';

/** The reason of a pod that ends because its replacement, which the recording contains, arrives. */
const REPLACED = 'ReplacedInTheRecording';

/** Controllers that create another pod for one that was taken from them. */
const REPLACING: ReadonlySet<string> = new Set([
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'DaemonSet',
  'Job',
]);

/** Undefined where the pod ends by itself, or is ended from outside at its time. */
export function unrepeatedEnd(
  { owner }: SeenPod,
  disruption: RecordedDisruption | undefined,
): UnrepeatedEnd | undefined {
  if (disruption?.cause !== 'preemption' && disruption?.cause !== 'node') return undefined;
  return REPLACING.has(owner ?? '') ? 'made-way' : 'ran-on';
}

export function disruptionOfPod(pod: SeenPod): RecordedDisruption | undefined {
  const { disrupted, terminatingAt, endedAt, endReason } = pod;
  return recordedDisruption({
    disrupted,
    terminatingAt,
    endedAt,
    endReason,
    isFailed: pod.end === 'failed',
  });
}

export function planRecordedPod(pod: SeenPod, options: PlanOptions): PlannedLife {
  const { boundAt, readyAt } = pod;
  const { sawReady, isPlaced, ofWindow } = options;
  const endedAt = pod.endedAt ?? latestEnd(pod);
  const startedAt = pod.startedAt ?? boundAt;
  const wasBound = startedAt !== undefined;
  const isTerminated =
    wasBound && endedAt !== undefined && pod.terminatingAt !== undefined && pod.terminatingAt < endedAt;
  const stopsAt = isTerminated ? Math.max(startedAt, pod.terminatingAt!) : endedAt;
  const recorded = options.keepsRun ? undefined : disruptionOfPod(pod);
  const disruption = recorded && plannedDisruption(pod, recorded, options.isPinned);
  const endsItself = recorded === undefined;
  const outcome = endsItself && !isTerminated ? outcomeOf(pod) : undefined;
  const incidents = wasBound ? incidentsOf(pod.incidents, boundAt ?? startedAt) : [];
  const usage = wasBound ? usageAfter(pod.usage, startedAt, isPlaced ? (pod.age ?? 0) : 0) : [];
  return {
    at: pod.createdAt,
    disruption,
    pod: {
      namespace: pod.namespace,
      name: pod.name,
      group: pod.group,
      template: pod.template,
      ...(pod.labels ? { labels: pod.labels } : {}),
      ...(pod.owners ? { owners: pod.owners } : {}),
      lifetime: endsItself && wasBound && stopsAt !== undefined ? stopsAt - startedAt : null,
      end: isTerminated || !endsItself ? 'deleted' : (pod.end ?? 'deleted'),
      ...(outcome && { outcome }),
      ...(incidents.length > 0 && { incidents }),
      ...(usage.length > 0 && { usage }),
      ...(ofWindow && pod.age !== undefined && (isPlaced ? { age: pod.age } : { pendingFor: pod.age })),
      startDelay: wasBound && boundAt !== undefined ? startedAt - boundAt : 0,
      readyDelay: readyAt !== undefined && wasBound ? Math.max(0, readyAt - startedAt) : sawReady ? null : 0,
      ...(isTerminated && { terminatedDelay: endedAt - stopsAt! }),
      withdrawnAt: wasBound || endedAt === undefined || !endsItself ? null : endedAt,
    },
  };
}

/** A pod that was still being deleted when the recording ended runs on for its grace period, not for ever. */
function latestEnd({ terminatingAt, boundAt, template }: SeenPod): number | undefined {
  if (terminatingAt === undefined || boundAt === undefined) return terminatingAt;
  return terminatingAt + graceSecondsOf(template.spec) * 1e6;
}

/**
 * What comes from outside happens at its time. What the scheduler or a node did is not carried out for them: where they do not do it again, the pod
 * runs on, or makes way for the replacement that its controller created in the recording.
 */
function plannedDisruption(
  pod: SeenPod,
  { cause, at, reason, message, by }: RecordedDisruption,
  isPinned: boolean,
): PlannedLife['disruption'] {
  const unrepeated = unrepeatedEnd(pod, { cause, at, reason });
  if (isPinned || unrepeated === undefined) {
    const isFailed = pod.end === 'failed' && pod.terminatingAt === undefined;
    return {
      at,
      disruption: {
        reason,
        ...(message !== undefined && { message }),
        ...(by !== undefined && { by }),
        ...(cause === 'eviction' && !isFailed && { asksApi: true }),
        ...(isFailed && { fails: outcomeOf(pod) ?? {} }),
      },
    };
  }
  return unrepeated === 'made-way' ? { at, disruption: { reason: REPLACED } } : undefined;
}

/** Counted from its start, which is `age` before the recording for a pod that was there already. */
function usageAfter(usage: SeenPod['usage'], startedAt: number, age: number): UsageStep[] {
  return usage.map(({ at, used }) => ({ after: Math.max(0, at - startedAt) + age, used }));
}

/** Undefined where it is the usual one of its phase. */
function outcomeOf({ end, endReason, exitCode }: SeenPod): PlannedPod['outcome'] {
  if (end !== 'failed' && end !== 'succeeded') return undefined;
  const isUsual =
    end === 'failed'
      ? (exitCode ?? 1) === 1 && (endReason ?? 'Error') === 'Error'
      : (exitCode ?? 0) === 0 && (endReason ?? 'Completed') === 'Completed';
  if (isUsual) return undefined;
  return {
    ...(endReason !== undefined && { reason: endReason }),
    ...(exitCode !== undefined && { exitCode }),
  };
}

function incidentsOf(incidents: readonly RecordedIncident[], boundAt: number): PlannedIncident[] {
  return incidents.map((incident) => {
    const after = Math.max(0, incident.at - boundAt);
    const { uid: _uid, at: _at, ...what } = incident;
    if (what.kind === 'pod-restarted') return { after, ...what };
    const { stamp: _stamp, ...rest } = what;
    return { after, ...rest };
  });
}
