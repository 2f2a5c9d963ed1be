/** Converts Events about pods into observations. What the state of the pod or an earlier Event showed is not observed again. */

import type { Observer } from '../recording/observer.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { type KubernetesEvent, meaningOf } from './kubernetes-event.ts';
import type { PodTransitions } from './pod-transitions.ts';

export interface PodEvents {
  seen(event: KubernetesEvent, at: Microseconds): void;
  /** Forgets a pod that is gone. */
  forget(uid: string): void;
}

export function createPodEvents(
  observer: Observer,
  pods: Pick<PodTransitions, 'has' | 'refused'>,
): PodEvents {
  /** Reasons observed so far, by pod. */
  const disrupted = new Map<string, Set<string>>();
  return {
    seen(event, at) {
      const meaning = meaningOf(event);
      if (!meaning || !pods.has(meaning.uid)) return;
      if (meaning.kind === 'refused') return pods.refused(meaning.uid, meaning.message, at);
      const { uid, kind: _meaning, ...disruption } = meaning;
      let reasons = disrupted.get(uid);
      if (!reasons) {
        reasons = new Set();
        disrupted.set(uid, reasons);
      }
      if (reasons.has(disruption.reason)) return;
      reasons.add(disruption.reason);
      observer.observe({ at, kind: 'pod-disrupted', uid, ...disruption });
    },
    forget: (uid) => void disrupted.delete(uid),
  };
}
