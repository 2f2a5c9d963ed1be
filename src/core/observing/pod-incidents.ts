/** Observes what happens to a pod between its steps: container restarts, resizes in place, disruptions, requested deletions. */

import type { Observer } from '../recording/observer.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { ContainerStatus, PodObject } from './pod-object.ts';
import { conditionOf } from './pod-steps.ts';
import { createRecentlyShared } from './recently-shared.ts';

export interface PodIncidents {
  /**
   * Takes a state of a pod that is not finished.
   *
   * @param isOldAndNew the pod is older than the recording and was not seen before: its earlier restarts are not observed.
   */
  seen(pod: PodObject, uid: string, at: Microseconds, isOldAndNew: boolean): void;
  /** Continues an earlier recording, in which the pod last had this template. */
  resume(uid: string, template: string): void;
  /** Takes an incident that the earlier recording contains. */
  restore(uid: string, incident: { readonly disrupted?: string; readonly terminating?: true }): void;
  forget(uid: string): void;
}

/** What is remembered of a pod. */
interface SeenPod {
  /** Its requests and limits, as text that pods with equal ones share. */
  resources: string | undefined;
  /** Generation of the spec that `resources` was read from. */
  generation: number | undefined;
  /** Restarts by container, without containers that never restarted. */
  restarts: Map<string, number> | undefined;
  disrupted: string | undefined;
  isTerminating: boolean;
  /** Template hash in the earlier recording, until it is compared with the current one. */
  template: string | undefined;
}

/**
 * @param templateHash returns the hash of the pod's current template.
 */
export function createPodIncidents(
  observer: Observer,
  templateHash: (pod: PodObject, at: Microseconds) => string,
): PodIncidents {
  const pods = new Map<string, SeenPod>();
  const share = createRecentlyShared<string>((text) => text);

  function entry(uid: string): SeenPod {
    let known = pods.get(uid);
    if (!known) {
      known = {
        resources: undefined,
        generation: undefined,
        restarts: undefined,
        disrupted: undefined,
        isTerminating: false,
        template: undefined,
      };
      pods.set(uid, known);
    }
    return known;
  }

  function observeResize(pod: PodObject, uid: string, known: SeenPod, at: Microseconds): void {
    const { generation } = pod.metadata;
    if (generation !== undefined && generation === known.generation) return;
    known.generation = generation;
    const resources = share(resourcesText(pod));
    if (known.template !== undefined) {
      const template = templateHash(pod, at);
      if (template !== known.template) observer.observe({ at, kind: 'pod-resized', uid, template });
      known.template = undefined;
    } else if (known.resources !== undefined && known.resources !== resources)
      observer.observe({ at, kind: 'pod-resized', uid, template: templateHash(pod, at) });
    known.resources = resources;
  }

  function observeRestarts(
    pod: PodObject,
    uid: string,
    known: SeenPod,
    at: Microseconds,
    isPast: boolean,
  ): void {
    for (const status of allStatuses(pod)) {
      const { name = '', restartCount: restarts = 0, lastState, state } = status;
      if (restarts === 0 || restarts <= (known.restarts?.get(name) ?? 0)) continue;
      known.restarts ??= new Map();
      known.restarts.set(name, restarts);
      if (isPast) continue;
      const before = lastState?.terminated ?? state?.terminated;
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
  }

  function observeDisruption(pod: PodObject, uid: string, known: SeenPod, at: Microseconds): void {
    const condition = conditionOf(pod, 'DisruptionTarget');
    if (condition?.status === 'False') known.disrupted = undefined;
    if (condition?.status !== 'True') return;
    const { reason = 'DisruptionTarget', message } = condition;
    if (known.disrupted === reason) return;
    known.disrupted = reason;
    observer.observe({ at, kind: 'pod-disrupted', uid, reason, ...(message ? { message } : {}) });
  }

  function observeDeletionRequest(pod: PodObject, uid: string, known: SeenPod, at: Microseconds): void {
    const { deletionTimestamp, deletionGracePeriodSeconds: graceSeconds } = pod.metadata;
    if (!deletionTimestamp || known.isTerminating) return;
    known.isTerminating = true;
    const hasGrace = typeof graceSeconds === 'number' && graceSeconds >= 0;
    observer.observe({ at, kind: 'pod-terminating', uid, ...(hasGrace ? { graceSeconds } : {}) });
  }

  return {
    seen(pod, uid, at, isOldAndNew) {
      const known = entry(uid);
      observeRestarts(pod, uid, known, at, isOldAndNew || known.template !== undefined);
      observeResize(pod, uid, known, at);
      observeDisruption(pod, uid, known, at);
      observeDeletionRequest(pod, uid, known, at);
    },
    resume(uid, template) {
      entry(uid).template = template;
    },
    restore(uid, { disrupted, terminating }) {
      const known = entry(uid);
      if (disrupted !== undefined) known.disrupted = disrupted;
      if (terminating) known.isTerminating = true;
    },
    forget: (uid) => void pods.delete(uid),
  };
}

function allStatuses({ status }: PodObject): readonly ContainerStatus[] {
  const init = status?.initContainerStatuses;
  const all = status?.containerStatuses ?? [];
  return init && init.length > 0 ? [...all, ...init] : all;
}

/** Everything that a resize in place can change: requests and limits of containers and of the pod (KEP-1287, KEP-5419). */
function resourcesText({ spec }: PodObject): string {
  let text = JSON.stringify(spec.resources) ?? '';
  for (const { resources } of spec.containers ?? []) text += `|${JSON.stringify(resources)}`;
  for (const { resources } of spec.initContainers ?? []) text += `/${JSON.stringify(resources)}`;
  return text;
}
