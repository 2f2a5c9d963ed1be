/** Sends what a pod needs at its times: the phases that no Stage carries out, the deletion at the end of its lifetime, its withdrawal. */

import type { PodSpec } from '../../../core/objects/pod.ts';
import type { PodObject } from '../../../core/observing/pod-object.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { DEADLINE_EXCEEDED, failsByDeadline } from '../../../core/timeline/active-deadline.ts';
import type { PlannedIncident, PodOutcome } from '../../../core/timeline/timeline-event.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { LiveClock, Work } from '../live-run.ts';
import {
  finishedStatus,
  incidentStatus,
  readyStatus,
  STATUS_PATCH,
  startedStatus,
} from '../objects/pod-status.ts';
import { heldAnnotations } from '../objects/pod-timing.ts';
import type { LivePod, LivePods, PodStep } from '../observe/live-pods.ts';
import { hasStatus, isRefusal, patch, reportingRetries } from './cluster-calls.ts';
import { inParallel } from './prepare-run.ts';

export interface PodLife {
  /** Schedules what follows from a step. */
  onStep(pod: LivePod, step: PodStep, at: Microseconds): void;
  /** Takes phases and ends over from KWOK's Stages, whose delays can't be stopped. */
  takeOver(pods: readonly LivePod[]): Promise<void>;
}

export interface PodLifeOptions {
  readonly transport: Transport;
  readonly pods: Pick<LivePods, 'expectUntil' | 'byUid' | 'on'>;
  /** Undefined until it starts: steps before the start do not belong to the play. */
  readonly clock: () => LiveClock | undefined;
  /** The spec as it was sent. */
  readonly specOf: (pod: LivePod) => PodSpec;
  /** KWOK's own stages start pods and make them ready. keg does it where they have not after a while. */
  readonly startsByItself: boolean;
  /** The least time from a pod's binding to the start that keg sends, in wall time. Default 0. */
  readonly leastStart?: Microseconds | undefined;
  /** Whether a deleted pod stays until keg ends it. */
  readonly gracefully: boolean;
  /** Phases are left to the cluster's own stages: keg only deletes. Default false. */
  readonly leavesPhases?: boolean;
}

/** KWOK's own stages take tens of milliseconds, on a busy machine hundreds. */
export const PATIENCE: Microseconds = 1_000_000;

export function createPodLife({
  transport,
  pods,
  clock,
  specOf,
  startsByItself,
  gracefully,
  leastStart = 0,
  leavesPhases = false,
}: PodLifeOptions): PodLife {
  const own = startsByItself ? PATIENCE : 0;
  const pathOf = ({ namespace, name }: LivePod): string => `/api/v1/namespaces/${namespace}/pods/${name}`;

  /**
   * Work on this pod only, not on a later one of the same name.
   *
   * @param isOpen whether it still has to be done: the cluster's own stages may have been faster.
   */
  function work(
    pod: LivePod,
    carryOut: (calls: Transport) => Promise<unknown>,
    isOpen: () => boolean = () => true,
  ): Work {
    const isNeeded = (): boolean =>
      !pod.isFinished && pod.uid !== undefined && pods.byUid(pod.uid) === pod && isOpen();
    return {
      key: podKey(pod.namespace, pod.name),
      isNeeded,
      async carryOut(sending) {
        if (isNeeded()) await carryOut(reportingRetries(transport, sending));
      },
    };
  }

  /** Ignores a conflict where the cluster's own stages were faster: the pod has another state or is gone, and the watch reports it. */
  async function patchStatus(calls: Transport, pod: LivePod, status: object): Promise<void> {
    try {
      const body = { metadata: { uid: pod.uid }, ...status };
      await patch(calls, `${pathOf(pod)}/status`, body, STATUS_PATCH);
    } catch (error) {
      if (hasStatus(error, 409) || (hasStatus(error, 422) && (await isOver(pod)))) return;
      if (!isRefusal(error)) throw error;
      clock()?.refuse(`status of pod "${pod.plan.namespace}/${pod.name}": ${error.serverMessage}`);
    }
  }

  async function isOver(pod: LivePod): Promise<boolean> {
    try {
      const { metadata, status } = await transport.call<PodObject>({ method: 'GET', path: pathOf(pod) });
      return metadata.uid !== pod.uid || status?.phase === 'Succeeded' || status?.phase === 'Failed';
    } catch (error) {
      if (hasStatus(error, 404)) return true;
      throw error;
    }
  }

  /** @param asks whether the pod's own grace period counts. */
  async function remove(calls: Transport, pod: LivePod, asks = false): Promise<void> {
    // As a query, because undici closes the connection after a DELETE with a body.
    const query = { ...(asks ? {} : { gracePeriodSeconds: 0 }), uid: pod.uid };
    try {
      await calls.send({ method: 'DELETE', path: pathOf(pod), query });
    } catch (error) {
      if (!hasStatus(error, 404) && !hasStatus(error, 409)) throw error;
    }
  }

  function bound(pod: LivePod, at: Microseconds, { schedule, stamp, ofWall }: LiveClock): void {
    const patience = ofWall(own);
    const { ready, perStart } = pod.timing;
    const drawn = pod.timing.start + (perStart > 0 ? Math.round(perStart * startsBeside(pod)) : 0);
    const start = Math.max(drawn, ofWall(leastStart));
    pods.expectUntil(at + start);
    if (pod.staged || leavesPhases) return;
    const { deadline, end: lifetime, stopping = 0 } = pod.timing;
    const fails = failsByDeadline({ deadline, start, lifetime, stopping });
    if (fails !== undefined) {
      pods.expectUntil(at + fails);
      schedule(
        at + fails,
        work(pod, (calls) => finish(calls, pod, 'Failed', stamp(), DEADLINE_EXCEEDED)),
      );
    }
    for (const incident of pod.timing.incidents ?? [])
      schedule(
        at + incident.after + patience,
        work(
          pod,
          (calls) => happen(calls, pod, incident, stamp()),
          () => pod.startedAt !== undefined && !pod.isTerminating,
        ),
      );
    const isReady = ready === 0;
    schedule(
      at + start + patience,
      work(
        pod,
        (calls) => patchStatus(calls, pod, startedStatus(specOf(pod), isReady, stamp())),
        () => pod.startedAt === undefined,
      ),
    );
  }

  function finish(
    calls: Transport,
    pod: LivePod,
    phase: 'Succeeded' | 'Failed',
    now: string,
    outcome: PodOutcome | undefined,
  ): Promise<void> {
    const { restarts, startedAt } = pod;
    const status = finishedStatus(specOf(pod), phase, startedAt || now, now, { outcome, restarts });
    return patchStatus(calls, pod, status);
  }

  async function happen(
    calls: Transport,
    pod: LivePod,
    incident: PlannedIncident,
    now: string,
  ): Promise<void> {
    const { restarts, isReady, startedAt } = pod;
    await patchStatus(
      calls,
      pod,
      incidentStatus(specOf(pod), incident, { restarts, isReady, startedAt: startedAt || now }, now),
    );
    if (incident.kind === 'pod-restarted')
      restarts.set(incident.container ?? specOf(pod).containers[0]?.name ?? '', incident.restarts);
  }

  /** Counts the other starts under way on its node. */
  function startsBeside(pod: LivePod): number {
    return pods.on(pod.node ?? '').filter((other) => other !== pod && other.startedAt === undefined).length;
  }

  /**
   * Longer delays make KWOK drop what it has planned for a pod (pkg/kwok/controllers/pod_controller.go, preprocess); a pod without the annotations would keep
   * it. Then keg goes on from the steps that were seen.
   */
  async function takeOver(pod: LivePod): Promise<void> {
    const ticking = clock();
    if (!pod.staged || pod.isFinished || pod.uid === undefined || ticking === undefined) return;
    pod.staged = false;
    const body = { metadata: { uid: pod.uid, annotations: heldAnnotations(pod.timing) } };
    try {
      await patch(transport, pathOf(pod), body);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
    if (pod.startedWall !== undefined) started(pod, pod.startedWall, ticking, true);
    else if (pod.boundWall !== undefined) bound(pod, pod.boundWall, ticking);
  }

  /** @param isTakenOver its deletion is planned already. */
  function started(
    pod: LivePod,
    at: Microseconds,
    { schedule, stamp, ofWall }: LiveClock,
    isTakenOver = false,
  ): void {
    const { ready, end, phase } = pod.timing;
    pods.expectUntil(at + Math.max(ready ?? 0, end ?? 0));
    if (!pod.staged && !leavesPhases && ready !== undefined && !pod.isReady) {
      schedule(
        at + ready + ofWall(own),
        work(
          pod,
          (calls) => patchStatus(calls, pod, readyStatus(specOf(pod), stamp(), pod.restarts)),
          () => !pod.isReady,
        ),
      );
    }
    if (end === undefined || (isTakenOver && phase === 'deleted')) return;
    if (phase === 'deleted')
      schedule(
        at + end,
        work(pod, (calls) => remove(calls, pod, gracefully)),
      );
    else if (!pod.staged && !leavesPhases) {
      const terminal = phase === 'failed' ? 'Failed' : 'Succeeded';
      schedule(
        at + end,
        work(pod, (calls) => finish(calls, pod, terminal, stamp(), pod.plan.outcome)),
      );
    }
  }

  return {
    takeOver: (all) => inParallel(all, takeOver),
    onStep(pod, step, at) {
      const ticking = clock();
      if (ticking === undefined) return;
      // Its creation was under way when the clock stopped, or changed its speed.
      if (step === 'created' && pod.staged && ticking.isChanged()) takeOver(pod).catch(ticking.fail);
      const { withdrawnAt } = pod.plan;
      const { withdrawn } = pod.timing;
      if (step === 'created' && withdrawnAt !== null)
        // Terminal pods are deleted as well.
        ticking.schedule(ticking.wallAt(withdrawnAt), {
          key: podKey(pod.namespace, pod.name),
          carryOut: (sending) => remove(reportingRetries(transport, sending), pod, gracefully),
        });
      if (step === 'created' && withdrawn !== undefined)
        ticking.schedule(
          at + withdrawn,
          work(
            pod,
            (calls) => remove(calls, pod),
            () => pod.node === undefined,
          ),
        );
      // The kubelet of a real node would end it.
      if (step === 'terminating' && gracefully)
        ticking.schedule(at + (pod.timing.terminated ?? 0), {
          key: podKey(pod.namespace, pod.name),
          isNeeded: () => pod.uid !== undefined && pods.byUid(pod.uid) === pod,
          carryOut: (sending) => remove(reportingRetries(transport, sending), pod),
        });
      if (step === 'bound') bound(pod, at, ticking);
      if (step === 'started') started(pod, at, ticking);
    },
  };
}

/** One key for all work on pods of a name, so that it is done in order. */
export function podKey(namespace: string, name: string): string {
  return `pod ${namespace}/${name}`;
}
