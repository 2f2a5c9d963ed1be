/** Observes what happens to a pod between its steps: readiness lost, resizes in place, disruptions, requested deletions, runs of containers. */

import type { Observer } from '../recording/observer.ts';
import type { Stamp } from '../recording/pod-observation.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { createContainerRuns } from './container-runs.ts';
import { effectiveSpec, resizeOf } from './effective-resources.ts';
import type { PodObject } from './pod-object.ts';
import { initializedStamp, readinessStamp } from './pod-stamps.ts';
import { conditionOf, isReady } from './pod-steps.ts';
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
  restore(
    uid: string,
    incident: { readonly disrupted?: string; readonly terminating?: true; readonly ready?: boolean },
  ): void;
  forget(uid: string): void;
}

/** What is remembered of a pod. */
interface SeenPod {
  /** Its requests and limits, as text that pods with equal ones share. */
  resources: string | undefined;
  /** Generation of the spec that `resources` was read from. */
  generation: number | undefined;
  /** Whether the pod had all that it asks for then. */
  isSettled: boolean;
  /** Undefined before it was ready for the first time. */
  isReady: boolean | undefined;
  isInitialized: boolean;
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
  stampOf: (stamp: string) => Stamp | undefined = () => undefined,
): PodIncidents {
  const runs = createContainerRuns(observer, stamped);
  const pods = new Map<string, SeenPod>();
  const share = createRecentlyShared<string>((text) => text);

  function entry(uid: string): SeenPod {
    let known = pods.get(uid);
    if (!known) {
      known = {
        resources: undefined,
        generation: undefined,
        isSettled: true,
        isReady: undefined,
        isInitialized: false,
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
    const isResizing = resizeOf(pod) !== undefined;
    if (generation !== undefined && generation === known.generation && known.isSettled && !isResizing) return;
    known.generation = generation;
    const spec = effectiveSpec(pod);
    known.isSettled = spec === pod.spec && !isResizing;
    const resources = share(resourcesText(spec));
    if (known.template !== undefined) {
      const template = templateHash(pod, at);
      if (template !== known.template) observer.observe({ at, kind: 'pod-resized', uid, template });
      known.template = undefined;
    } else if (known.resources !== undefined && known.resources !== resources)
      observer.observe({ at, kind: 'pod-resized', uid, template: templateHash(pod, at) });
    known.resources = resources;
  }

  /** The stamp as a field; empty if there is none. */
  function stamped(text: string | undefined): { stamp?: Stamp } {
    const stamp = text === undefined ? undefined : stampOf(text);
    return stamp === undefined ? {} : { stamp };
  }

  function observeInitialized(
    pod: PodObject,
    uid: string,
    known: SeenPod,
    at: Microseconds,
    isPast: boolean,
  ): void {
    if (known.isInitialized || (pod.spec.initContainers ?? []).length === 0) return;
    if (conditionOf(pod, 'Initialized')?.status !== 'True') return;
    known.isInitialized = true;
    if (!isPast) observer.observe({ at, kind: 'pod-initialized', uid, ...stamped(initializedStamp(pod)) });
  }

  /** A pod that is being deleted is not ready any more; that is no loss of its own. */
  function observeReadiness(pod: PodObject, uid: string, known: SeenPod, at: Microseconds): void {
    const ready = isReady(pod);
    if (ready === (known.isReady ?? false) || known.isTerminating || isTerminal(pod)) return;
    const isFirst = known.isReady === undefined;
    known.isReady = ready;
    if (!isFirst)
      observer.observe({ at, kind: 'pod-readiness', uid, ready, ...stamped(readinessStamp(pod)) });
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
      const isPast = isOldAndNew || known.template !== undefined;
      observeInitialized(pod, uid, known, at, isPast);
      runs.seen(pod, uid, at, isPast);
      observeResize(pod, uid, known, at);
      observeDisruption(pod, uid, known, at);
      observeDeletionRequest(pod, uid, known, at);
      observeReadiness(pod, uid, known, at);
    },
    resume(uid, template) {
      entry(uid).template = template;
    },
    restore(uid, { disrupted, terminating, ready }) {
      const known = entry(uid);
      if (disrupted !== undefined) known.disrupted = disrupted;
      if (terminating) known.isTerminating = true;
      if (ready !== undefined) known.isReady = ready;
    },
    forget(uid) {
      pods.delete(uid);
      runs.forget(uid);
    },
  };
}

function isTerminal({ status }: PodObject): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** Everything that a resize in place can change: requests and limits of containers and of the pod (KEP-1287, KEP-5419). */
function resourcesText(spec: PodObject['spec']): string {
  let text = JSON.stringify(spec.resources) ?? '';
  for (const { resources } of spec.containers ?? []) text += `|${JSON.stringify(resources)}`;
  for (const { resources } of spec.initContainers ?? []) text += `/${JSON.stringify(resources)}`;
  return text;
}
