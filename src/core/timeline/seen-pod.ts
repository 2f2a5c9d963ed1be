/** Remembers what a recording shows of one pod: the times of its steps, what changed, what happened to its containers, and who ended it. */
import type { PodChange } from '../objects/changed-pod.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type {
  PodBoundObservation,
  PodChangedObservation,
  PodDisruptedObservation,
  PodObservation,
  PodOwner,
  PodUsageObservation,
} from '../recording/pod-observation.ts';
import type { PodEnd } from '../scenario/scenario.ts';
import { isOfPod } from './recorded-disruption.ts';
import type { IncidentKind } from './timeline-event.ts';

export type RecordedIncident = Extract<PodObservation, { kind: IncidentKind }>;

export interface SeenPod {
  readonly namespace: string;
  readonly name: string;
  readonly group: string;
  readonly template: PodTemplate;
  readonly createdAt: number;
  /** How long it had existed when the recording began. */
  readonly age: number | undefined;
  /** Kind of its controller. */
  readonly owner: string | undefined;
  readonly owners: readonly PodOwner[] | undefined;
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** In order of time. */
  readonly changes: { readonly at: number; readonly change: PodChange }[];
  /** Restarts, ends of containers and changes of readiness, in order of time. */
  readonly incidents: RecordedIncident[];
  /** What it used, in order of time. */
  readonly usage: PodUsageObservation[];
  /** As the last change left them. */
  current: { template: PodTemplate; labels: Readonly<Record<string, string>> };
  boundAt?: number;
  node?: string | null;
  startedAt?: number;
  readyAt?: number;
  /** The last disruption before its end. */
  disrupted?: PodDisruptedObservation;
  /** When its deletion was requested. */
  terminatingAt?: number;
  endedAt?: number;
  end?: PodEnd;
  endReason?: string;
  exitCode?: number;
}

/** Takes an observation of the pod after its creation. */
export function noteObservation(
  pod: SeenPod,
  observation: Exclude<PodObservation, { kind: 'pod-created' }>,
  templates: ReadonlyMap<string, PodTemplate>,
): void {
  const { at } = observation;
  switch (observation.kind) {
    case 'pod-bound':
      return noteBinding(pod, observation);
    case 'pod-started':
      pod.startedAt ??= at;
      return;
    case 'pod-ready':
      pod.readyAt ??= at;
      return;
    case 'pod-changed':
      return noteChange(pod, observation, templates);
    case 'pod-container-ended':
    case 'pod-restarted':
    case 'pod-readiness':
      if (pod.endedAt === undefined && pod.terminatingAt === undefined) pod.incidents.push(observation);
      return;
    case 'pod-usage':
      if (pod.endedAt === undefined) pod.usage.push(observation);
      return;
    case 'pod-disrupted':
      if (pod.endedAt === undefined && isOfPod(observation)) pod.disrupted = observation;
      return;
    case 'pod-terminating':
      pod.terminatingAt ??= at;
      return;
    case 'pod-finished':
      return noteEnd(pod, at, observation.phase === 'Failed' ? 'failed' : 'succeeded', observation);
    case 'pod-deleted':
      return noteEnd(pod, at, 'deleted', observation);
    default:
      return;
  }
}

function noteBinding(pod: SeenPod, { at, node }: PodBoundObservation): void {
  if (pod.boundAt !== undefined) return;
  pod.boundAt = at;
  pod.node = node;
}

/** Takes over new labels, and gates that were removed. */
function noteChange(
  pod: SeenPod,
  { at, template: hash, labels }: PodChangedObservation,
  templates: ReadonlyMap<string, PodTemplate>,
): void {
  const { template, labels: before } = pod.current;
  const now = (hash === undefined ? undefined : templates.get(hash)) ?? template;
  const gates = new Set(now.spec.schedulingGates?.map(({ name }) => name));
  const ungate = (template.spec.schedulingGates ?? []).flatMap(({ name }) => (gates.has(name) ? [] : [name]));
  const gone = labels ? Object.keys(before).filter((key) => !Object.hasOwn(labels, key)) : [];
  pod.current = { template: now, labels: labels ?? before };
  pod.changes.push({
    at,
    change: {
      ...(ungate.length > 0 ? { ungate } : {}),
      ...(labels ? { labels: { ...Object.fromEntries(gone.map((key) => [key, null])), ...labels } } : {}),
    },
  });
}

function noteEnd(
  pod: SeenPod,
  at: number,
  end: PodEnd,
  { reason, exitCode }: { readonly reason?: string; readonly exitCode?: number },
): void {
  if (pod.endedAt !== undefined) return;
  pod.endedAt = at;
  pod.end = end;
  if (reason !== undefined) pod.endReason = reason;
  if (exitCode !== undefined) pod.exitCode = exitCode;
}
