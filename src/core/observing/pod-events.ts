/** What Events say of pods, as observations: what is there already by the pods' own states, or was said before, is not told again. */

import type { Observer } from '../recording/observer.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { type ClusterEvent, meaningOf } from './cluster-event.ts';
import type { PodTransitions } from './pod-transitions.ts';

export interface PodEvents {
  seen(event: ClusterEvent, at: Microseconds): void;
  /** The pod is gone. */
  forget(uid: string): void;
}

export function createPodEvents(
  observer: Observer,
  pods: Pick<PodTransitions, 'has' | 'refused'>,
): PodEvents {
  /** Reasons that were told, by pod. */
  const disrupted = new Map<string, Set<string>>();
  return {
    seen(event, at) {
      const meaning = meaningOf(event);
      if (!meaning || !pods.has(meaning.uid)) return;
      if (meaning.kind === 'refused') return pods.refused(meaning.uid, meaning.message, at);
      const { uid, kind: _said, ...disruption } = meaning;
      let told = disrupted.get(uid);
      if (!told) {
        told = new Set();
        disrupted.set(uid, told);
      }
      if (told.has(disruption.reason)) return;
      told.add(disruption.reason);
      observer.observe({ at, kind: 'pod-disrupted', uid, ...disruption });
    },
    forget: (uid) => void disrupted.delete(uid),
  };
}
