/** Builds the status of a simulated pod at each step of its life, as patches that keg sends where none of its Stages does it. */
import type { PodSpec } from '../../../core/objects/pod.ts';
import type { PlannedIncident, PodOutcome } from '../../../core/timeline/timeline-event.ts';

/** Of the status subresource: conditions merge by type, container statuses by name. */
export const STATUS_PATCH = 'application/strategic-merge-patch+json';

/** @param now RFC 3339. */
export function startedStatus({ containers }: PodSpec, isReady: boolean, now: string): object {
  return {
    status: {
      phase: 'Running',
      startTime: now,
      conditions: [condition('Initialized', true, now), ...readiness(isReady, now)],
      containerStatuses: containers.map((container) => ({
        ...known(container),
        started: true,
        ready: isReady,
        state: { running: { startedAt: now } },
      })),
    },
  };
}

/** How often each container was restarted, by its name. */
export type Restarts = ReadonlyMap<string, number>;

export function readyStatus(
  { containers }: PodSpec,
  now: string,
  restarts: Restarts = NONE,
  isReady = true,
): object {
  return {
    status: {
      conditions: readiness(isReady, now),
      containerStatuses: containers.map((container) => ({
        ...known(container, restarts),
        started: true,
        ready: isReady,
      })),
    },
  };
}

interface Conditions {
  readonly conditions: readonly object[];
  readonly [field: string]: unknown;
}

interface Finish {
  /** Default: Error with 1, or Completed with 0. Without an exit code the reason is the pod's own. */
  readonly outcome?: PodOutcome | undefined;
  readonly restarts?: Restarts;
}

/** @param startedAt RFC 3339. */
export function finishedStatus(
  { containers }: PodSpec,
  phase: 'Succeeded' | 'Failed',
  startedAt: string,
  now: string,
  { outcome, restarts = NONE }: Finish = {},
): { readonly status: Conditions } {
  const failed = phase === 'Failed';
  const isOfContainer = outcome === undefined || outcome.exitCode !== undefined;
  const usual = failed ? { exitCode: 1, reason: 'Error' } : { exitCode: 0, reason: 'Completed' };
  const terminated = { ...usual, ...(isOfContainer ? outcome : {}), startedAt, finishedAt: now };
  return {
    status: {
      phase,
      ...(isOfContainer ? {} : { reason: outcome.reason }),
      conditions: readiness(false, now),
      // A kubelet that ends a pod need not know how its containers end.
      ...(isOfContainer && {
        containerStatuses: containers.map((container) => ({
          ...known(container, restarts),
          started: false,
          ready: false,
          state: { running: null, terminated },
        })),
      }),
    },
  };
}

/** A restart, the end of a run, or a change of readiness, while the pod goes on. An unknown container is the first one. */
export function incidentStatus(
  spec: PodSpec,
  incident: PlannedIncident,
  { restarts, isReady, startedAt }: { restarts: Restarts; isReady: boolean; startedAt: string },
  now: string,
): object {
  if (incident.kind === 'pod-readiness') return readyStatus(spec, now, restarts, incident.ready);
  const container = spec.containers.find(({ name }) => name === incident.container) ?? spec.containers[0]!;
  const { exitCode = 0, reason } = incident;
  const terminated = { exitCode, ...(reason !== undefined && { reason }), startedAt, finishedAt: now };
  const isRunning = incident.kind === 'pod-restarted';
  const state = isRunning
    ? { running: { startedAt: now }, terminated: null, waiting: null }
    : { running: null, terminated, waiting: null };
  const status = {
    ...known(container, restarts),
    restartCount: incident.restarts,
    started: isRunning,
    ready: isRunning && isReady,
    state,
    ...(isRunning && { lastState: { terminated } }),
  };
  return { status: { containerStatuses: [status] } };
}

/** The condition with which Kubernetes says why a pod is about to end. */
export function disruptedStatus(
  reason: string,
  message: string | undefined,
  now: string,
): { readonly status: Conditions } {
  const cause = {
    ...condition('DisruptionTarget', true, now),
    reason,
    ...(message !== undefined && { message }),
  };
  return { status: { conditions: [cause] } };
}

const NONE: Restarts = new Map();

function known({ name = '', image }: PodSpec['containers'][number], restarts: Restarts = NONE): object {
  return { name, image, imageID: '', restartCount: restarts.get(name) ?? 0 };
}

function readiness(isReady: boolean, now: string): object[] {
  return [condition('Ready', isReady, now), condition('ContainersReady', isReady, now)];
}

function condition(type: string, value: boolean, now: string): object {
  return { type, status: value ? 'True' : 'False', lastTransitionTime: now };
}
