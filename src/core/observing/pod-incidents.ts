/** What happens to a pod between its steps: containers started again, a resize in place, a disruption, a deletion that was asked for. */

import type { Observer } from '../recording/observer.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { createLatelyShared } from './lately-shared.ts';
import type { ContainerStatus, PodObject } from './pod-object.ts';
import { conditionOf } from './pod-steps.ts';

export interface PodIncidents {
  /** The pod in this state, which is not finished. What an old pod had behind it when it was first seen is not told. */
  seen(pod: PodObject, uid: string, at: Microseconds, isOldAndNew: boolean): void;
  /** Goes on where an earlier recording ended, in which it had this template when it was last told of. */
  resume(uid: string, template: string): void;
  /** Said in that recording already. */
  restore(uid: string, incident: { readonly disrupted?: string; readonly terminating?: true }): void;
  forget(uid: string): void;
}

/** Kept only of pods to which something happened, apart from what they ask for. */
interface Known {
  /** What it asks for, as text that pods with equal requests share. */
  asked: string | undefined;
  /** Of the spec when that was read. */
  generation: number | undefined;
  /** By container; those that were never started again are left out. */
  restarts: Map<string, number> | undefined;
  disrupted: string | undefined;
  isTerminating: boolean;
  /** Of an earlier recording, to be compared with what it asks for now. */
  template: string | undefined;
}

/**
 * @param templateHash of the pod's template as it is now.
 */
export function createPodIncidents(
  observer: Observer,
  templateHash: (pod: PodObject, at: Microseconds) => string,
): PodIncidents {
  const pods = new Map<string, Known>();
  const share = createLatelyShared<string>((text) => text);

  function entry(uid: string): Known {
    let known = pods.get(uid);
    if (!known) {
      known = {
        asked: undefined,
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

  function tellResize(pod: PodObject, uid: string, known: Known, at: Microseconds): void {
    const { generation } = pod.metadata;
    if (generation !== undefined && generation === known.generation) return;
    known.generation = generation;
    const asked = share(askedFor(pod));
    if (known.template !== undefined) {
      const template = templateHash(pod, at);
      if (template !== known.template) observer.observe({ at, kind: 'pod-resized', uid, template });
      known.template = undefined;
    } else if (known.asked !== undefined && known.asked !== asked)
      observer.observe({ at, kind: 'pod-resized', uid, template: templateHash(pod, at) });
    known.asked = asked;
  }

  function tellRestarts(
    pod: PodObject,
    uid: string,
    known: Known,
    at: Microseconds,
    silently: boolean,
  ): void {
    for (const status of allStatuses(pod)) {
      const { name = '', restartCount: restarts = 0, lastState, state } = status;
      if (restarts === 0 || restarts <= (known.restarts?.get(name) ?? 0)) continue;
      known.restarts ??= new Map();
      known.restarts.set(name, restarts);
      if (silently) continue;
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

  function tellDisruption(pod: PodObject, uid: string, known: Known, at: Microseconds): void {
    const condition = conditionOf(pod, 'DisruptionTarget');
    if (condition?.status === 'False') known.disrupted = undefined;
    if (condition?.status !== 'True') return;
    const { reason = 'DisruptionTarget', message } = condition;
    if (known.disrupted === reason) return;
    known.disrupted = reason;
    observer.observe({ at, kind: 'pod-disrupted', uid, reason, ...(message ? { message } : {}) });
  }

  function tellTermination(pod: PodObject, uid: string, known: Known, at: Microseconds): void {
    const { deletionTimestamp, deletionGracePeriodSeconds: graceSeconds } = pod.metadata;
    if (!deletionTimestamp || known.isTerminating) return;
    known.isTerminating = true;
    const isSaid = typeof graceSeconds === 'number' && graceSeconds >= 0;
    observer.observe({ at, kind: 'pod-terminating', uid, ...(isSaid ? { graceSeconds } : {}) });
  }

  return {
    seen(pod, uid, at, isOldAndNew) {
      const known = entry(uid);
      tellRestarts(pod, uid, known, at, isOldAndNew || known.template !== undefined);
      tellResize(pod, uid, known, at);
      tellDisruption(pod, uid, known, at);
      tellTermination(pod, uid, known, at);
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

/** All that may be changed in place: requests and limits of containers and of the pod (KEP-1287, KEP-5419). */
function askedFor({ spec }: PodObject): string {
  let text = JSON.stringify(spec.resources) ?? '';
  for (const { resources } of spec.containers ?? []) text += `|${JSON.stringify(resources)}`;
  for (const { resources } of spec.initContainers ?? []) text += `/${JSON.stringify(resources)}`;
  return text;
}
