/** Counts what happened to containers inside pods: restarts, exit codes, and readiness that was lost again. */
import type { PodObservation } from '../recording/pod-observation.ts';
import type { ContainerFigures } from './figures.ts';

export interface ContainerCounts {
  /** Takes every observation of a pod. */
  observe(observation: PodObservation): void;
  /** Undefined where nothing happened. */
  figures(): ContainerFigures | undefined;
}

interface SeenContainer {
  restarts: number;
  /** The number of the last run whose end was counted. */
  ended: number;
  /** The exit code of a run that ended and that no other has followed yet. */
  exit: number | undefined;
}

/** @param onRestarts - gets the restarts of a pod as they are seen. */
export function containerCounts(
  onRestarts: (uid: string, restarts: number) => void = () => {},
): ContainerCounts {
  /** By pod and container, while the pod exists. */
  const pods = new Map<string, Map<string, SeenContainer>>();
  const isOld = new Set<string>();
  const restarted = new Set<string>();
  const failures = new Map<string, { exitCode: number; reason: string | null; count: number }>();
  let restarts = 0;
  let readinessLost = 0;

  function entry(uid: string, container = ''): SeenContainer {
    const containers = pods.get(uid) ?? new Map<string, SeenContainer>();
    pods.set(uid, containers);
    const known = containers.get(container) ?? { restarts: -1, ended: -1, exit: undefined };
    containers.set(container, known);
    return known;
  }

  /** The exit codes of the containers that have ended and were not started again. */
  function exitsOf(uid: string): number[] {
    return [...(pods.get(uid)?.values() ?? [])].flatMap(({ exit }) => exit ?? []);
  }

  function countEnd(exitCode: number | undefined, reason: string | undefined): void {
    if (exitCode === undefined || exitCode === 0) return;
    const key = `${exitCode} ${reason ?? ''}`;
    const known = failures.get(key);
    if (known) known.count += 1;
    else failures.set(key, { exitCode, reason: reason ?? null, count: 1 });
  }

  return {
    observe(observation) {
      const { uid } = observation;
      switch (observation.kind) {
        case 'pod-created':
          if (observation.age !== undefined) isOld.add(uid);
          return;
        case 'pod-container-ended':
          Object.assign(entry(uid, observation.container), {
            ended: observation.restarts,
            exit: observation.exitCode,
          });
          return countEnd(observation.exitCode, observation.reason);
        case 'pod-restarted': {
          const known = entry(uid, observation.container);
          // The first restart that is seen of a pod from before the recording says nothing about the earlier ones.
          const before = known.restarts >= 0 ? known.restarts : isOld.has(uid) ? observation.restarts - 1 : 0;
          const more = Math.max(0, observation.restarts - before);
          restarts += more;
          onRestarts(uid, more);
          known.restarts = observation.restarts;
          known.exit = undefined;
          restarted.add(uid);
          if (known.ended < observation.restarts - 1) {
            known.ended = observation.restarts - 1;
            countEnd(observation.exitCode, observation.reason);
          }
          return;
        }
        case 'pod-readiness':
          // A container that has ended is not ready. That is its end, no loss of its own.
          if (!observation.ready && exitsOf(uid).length === 0) readinessLost += 1;
          return;
        case 'pod-finished':
          // A kubelet often reports the end of a container before that of its pod.
          if (observation.exitCode !== undefined && exitsOf(uid).includes(observation.exitCode)) return;
          return countEnd(observation.exitCode, observation.reason);
        case 'pod-deleted':
          pods.delete(uid);
          isOld.delete(uid);
          return;
        default:
          return;
      }
    },
    figures() {
      if (restarts === 0 && failures.size === 0 && readinessLost === 0) return undefined;
      return {
        restarts,
        restartedPods: restarted.size,
        failures: [...failures.values()].sort((one, other) => other.count - one.count),
        readinessLost,
      };
    },
  };
}
