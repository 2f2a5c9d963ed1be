/** Converts successive states of the objects that decide into observations: each state that differs in what decides, and the end. */
import { contentHash } from '../objects/content-hash.ts';
import type { ObjectKind } from '../objects/object-kinds.ts';
import { prunedObject } from '../objects/pruned-object.ts';
import type { Observation } from '../recording/observation.ts';
import type { Observer } from '../recording/observer.ts';
import { canonicalJson } from '../recording/template-hash.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { createRecentlyGone } from './recently-gone.ts';

export interface ObjectTransitions {
  /** Takes a state of an object with a uid. @returns whether it was observed: not if it decides as the state before. */
  seen(object: unknown, entry: ObjectKind, at: Microseconds): boolean;
  /** The object is gone. Nothing is observed for an object that was never seen, nor for its states that arrive later. */
  gone(uid: string, at: Microseconds): void;
  /** Continues an earlier recording: takes its observations, in order. Each of its objects is observed once when it is seen again. */
  restore(observation: Observation): void;
  /** Uids of the objects that were seen and are not gone. */
  uids(): IterableIterator<string>;
}

export function createObjectTransitions(observer: Observer): ObjectTransitions {
  /** A hash of what decides, by uid; undefined for an object of an earlier recording that was not seen yet. */
  const objects = new Map<string, string | undefined>();
  const recentlyGone = createRecentlyGone();
  return {
    seen(whole, entry, at) {
      const object = prunedObject(whole, entry);
      const { uid } = object.metadata;
      if (uid === undefined || recentlyGone.has(uid)) return false;
      const hash = contentHash(canonicalJson(object));
      if (objects.get(uid) === hash) return false;
      objects.set(uid, hash);
      observer.observe({ at, kind: 'object-set', object });
      return true;
    },
    gone(uid, at) {
      if (!objects.delete(uid)) return;
      recentlyGone.add(uid);
      observer.observe({ at, kind: 'object-removed', uid });
    },
    restore(observation) {
      if (observation.kind === 'object-set') objects.set(observation.object.metadata.uid!, undefined);
      else if (observation.kind === 'object-removed' && objects.delete(observation.uid))
        recentlyGone.add(observation.uid);
    },
    uids: () => objects.keys(),
  };
}
