/** Builds the status of a simulated pod at each step of its life, as patches that keg sends where none of its Stages does it. */
import type { PodSpec } from '../../../core/objects/pod.ts';

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

export function readyStatus({ containers }: PodSpec, now: string): object {
  return {
    status: {
      conditions: readiness(true, now),
      containerStatuses: containers.map((container) => ({ ...known(container), started: true, ready: true })),
    },
  };
}

/** @param startedAt RFC 3339. */
export function finishedStatus(
  { containers }: PodSpec,
  phase: 'Succeeded' | 'Failed',
  startedAt: string,
  now: string,
): object {
  const failed = phase === 'Failed';
  return {
    status: {
      phase,
      conditions: readiness(false, now),
      containerStatuses: containers.map((container) => ({
        ...known(container),
        started: false,
        ready: false,
        state: {
          running: null,
          terminated: {
            exitCode: failed ? 1 : 0,
            reason: failed ? 'Error' : 'Completed',
            startedAt,
            finishedAt: now,
          },
        },
      })),
    },
  };
}

function known({ name, image }: PodSpec['containers'][number]): object {
  return { name, image, imageID: '', restartCount: 0 };
}

function readiness(isReady: boolean, now: string): object[] {
  return [condition('Ready', isReady, now), condition('ContainersReady', isReady, now)];
}

function condition(type: string, value: boolean, now: string): object {
  return { type, status: value ? 'True' : 'False', lastTransitionTime: now };
}
