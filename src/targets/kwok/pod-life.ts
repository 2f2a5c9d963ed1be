/** What keg sends for a pod at its time: the phases that no Stage carries out, the deletion at the end of its lifetime, its withdrawal. */
import type { Transport } from '../../kubernetes/transport.ts';
import type { PodSpec } from '../../objects/pod.ts';
import type { Microseconds } from '../../recording/observation.ts';
import type { PodObject } from '../../transitions/pod-object.ts';
import type { LiveClock, Work } from '../live-target.ts';
import { hasStatus, isRefusal, patch, tellingRetries } from './cluster-calls.ts';
import type { LivePod, LivePods, PodStep } from './live-pods.ts';
import { finishedStatus, readyStatus, STATUS_PATCH, startedStatus } from './pod-status.ts';

export interface PodLife {
  /** Takes up what follows from a step. */
  onStep(pod: LivePod, step: PodStep, at: Microseconds): void;
}

/**
 * @param clock undefined until it starts; what is seen before is not the play's.
 * @param specOf the spec as it was sent.
 */
export function createPodLife(
  transport: Transport,
  pods: Pick<LivePods, 'expectUntil' | 'byUid'>,
  clock: () => LiveClock | undefined,
  specOf: (pod: LivePod) => PodSpec,
): PodLife {
  const pathOf = ({ namespace, name }: LivePod): string => `/api/v1/namespaces/${namespace}/pods/${name}`;

  /** For this very pod, not for a later one of its name. */
  function work(pod: LivePod, carryOut: (calls: Transport) => Promise<unknown>): Work {
    return {
      key: podKey(pod.namespace, pod.name),
      async carryOut(sending) {
        if (pod.isFinished || pod.uid === undefined || pods.byUid(pod.uid) !== pod) return;
        await carryOut(tellingRetries(transport, sending));
      },
    };
  }

  /** Where the cluster's own stages were quicker, the pod is in another state or gone by now, which is seen soon enough. */
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

  async function remove(calls: Transport, pod: LivePod): Promise<void> {
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      gracePeriodSeconds: 0,
      preconditions: { uid: pod.uid },
    };
    try {
      await calls.send({ method: 'DELETE', path: pathOf(pod), body });
    } catch (error) {
      if (!hasStatus(error, 404) && !hasStatus(error, 409)) throw error;
    }
  }

  function bound(pod: LivePod, at: Microseconds, { schedule }: LiveClock): void {
    const { start, ready } = pod.timing;
    pods.expectUntil(at + start);
    if (pod.staged) return;
    const isReady = ready === 0;
    schedule(
      at + start,
      work(pod, async (calls) => {
        // The cluster's own stages may have been quicker.
        if (pod.startedAt === undefined)
          await patchStatus(calls, pod, startedStatus(specOf(pod), isReady, now()));
      }),
    );
  }

  function started(pod: LivePod, at: Microseconds, { schedule }: LiveClock): void {
    const { ready, end, phase } = pod.timing;
    pods.expectUntil(at + Math.max(ready ?? 0, end ?? 0));
    if (!pod.staged && ready !== undefined && !pod.isReady) {
      schedule(
        at + ready,
        work(pod, async (calls) => {
          if (!pod.isReady) await patchStatus(calls, pod, readyStatus(specOf(pod), now()));
        }),
      );
    }
    if (end === undefined) return;
    if (phase === 'deleted')
      schedule(
        at + end,
        work(pod, (calls) => remove(calls, pod)),
      );
    else if (!pod.staged) {
      const terminal = phase === 'failed' ? 'Failed' : 'Succeeded';
      schedule(
        at + end,
        work(pod, (calls) =>
          patchStatus(calls, pod, finishedStatus(specOf(pod), terminal, pod.startedAt || now(), now())),
        ),
      );
    }
  }

  return {
    onStep(pod, step, at) {
      const ticking = clock();
      if (ticking === undefined) return;
      const { withdrawnAt } = pod.plan;
      if (step === 'created' && withdrawnAt !== null)
        // A terminal pod is taken away as well.
        ticking.schedule(ticking.wallAt(withdrawnAt), {
          key: podKey(pod.namespace, pod.name),
          carryOut: (sending) => remove(tellingRetries(transport, sending), pod),
        });
      if (step === 'bound') bound(pod, at, ticking);
      if (step === 'started') started(pod, at, ticking);
    },
  };
}

/** One key for all that is done to pods of a name, so that it is done in order. */
export function podKey(namespace: string, name: string): string {
  return `pod ${namespace}/${name}`;
}

function now(): string {
  return new Date().toISOString();
}
