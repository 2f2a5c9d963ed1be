/** Observes the runs of containers between the steps of their pod: each end of a run, and each restart that happened. */

import type { Observer } from '../recording/observer.ts';
import type { Stamp } from '../recording/pod-observation.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { ContainerStatus, PodObject, TerminatedState } from './pod-object.ts';
import { endedStamp } from './pod-stamps.ts';
import { endOf } from './pod-steps.ts';

export interface ContainerRuns {
  /** @param isPast what this state shows happened before the recording, and is not observed. */
  seen(pod: PodObject, uid: string, at: Microseconds, isPast: boolean): void;
  forget(uid: string): void;
}

/** What is remembered of a container that restarted or ended. */
interface SeenContainer {
  restarts: number;
  /** The number of the last run whose end was observed. */
  ended: number | undefined;
}

/**
 * The reason that a kubelet writes for a container which it could not find when it ended the pod. It then counts a restart that never
 * happened (pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses).
 */
const LOST = 'ContainerStatusUnknown';

export function createContainerRuns(
  observer: Observer,
  stamped: (text: string | undefined) => { stamp?: Stamp },
): ContainerRuns {
  const pods = new Map<string, Map<string, SeenContainer>>();

  function entry(uid: string, name: string): SeenContainer {
    const containers = pods.get(uid) ?? new Map<string, SeenContainer>();
    pods.set(uid, containers);
    const known = containers.get(name) ?? { restarts: 0, ended: undefined };
    containers.set(name, known);
    return known;
  }

  function observeRestart(status: ContainerStatus, uid: string, at: Microseconds, isPast: boolean): void {
    const { name = '', restartCount: restarts = 0, lastState, state } = status;
    const before = lastState?.terminated ?? state?.terminated;
    if (restarts === 0 || (before?.reason === LOST && !state?.running)) return;
    const known = entry(uid, name);
    if (restarts <= known.restarts) return;
    known.restarts = restarts;
    if (isPast) return;
    observer.observe({
      at,
      kind: 'pod-restarted',
      uid,
      ...(name === '' ? {} : { container: name }),
      restarts,
      ...(before?.reason ? { reason: before.reason } : {}),
      ...(before ? { exitCode: before.exitCode } : {}),
    });
  }

  function observeEnd(status: ContainerStatus, uid: string, at: Microseconds, isPast: boolean): void {
    const { name = '', restartCount: restarts = 0 } = status;
    const ended = lastEnd(status);
    if (!ended) return;
    const known = entry(uid, name);
    if (known.ended === restarts) return;
    known.ended = restarts;
    if (isPast) return;
    observer.observe({
      at,
      kind: 'pod-container-ended',
      uid,
      ...(name === '' ? {} : { container: name }),
      restarts,
      ...(ended.reason ? { reason: ended.reason } : {}),
      exitCode: ended.exitCode,
      ...stamped(endedStamp(ended)),
    });
  }

  return {
    seen(pod, uid, at, isPast) {
      const isOver = endOf(pod) !== undefined;
      const init = pod.status?.initContainerStatuses ?? [];
      for (const status of pod.status?.containerStatuses ?? []) {
        observeRestart(status, uid, at, isPast);
        if (!isOver) observeEnd(status, uid, at, isPast);
      }
      for (const status of init) {
        observeRestart(status, uid, at, isPast);
        // An init container that did its work is a step of the pod.
        if (!isOver && lastEnd(status)?.exitCode !== 0) observeEnd(status, uid, at, isPast);
      }
    },
    forget: (uid) => void pods.delete(uid),
  };
}

/** The end of the run with the number of the restarts: while a container waits for its next run, `lastState` has it. */
function lastEnd({ state, lastState }: ContainerStatus): TerminatedState | undefined {
  if (state?.running) return undefined;
  const ended = state?.terminated ?? lastState?.terminated ?? undefined;
  return ended?.reason === LOST ? undefined : ended;
}
