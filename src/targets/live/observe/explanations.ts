/** Observes the explanations that a scheduler writes into the annotations of its pods, each attempt once, and counts the pods that have none. */
import { attemptsMark, explainedAttempts } from '../../../core/observing/simulator-results.ts';
import type { Observer } from '../../../core/recording/observer.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { Explained } from '../../target.ts';
import type { ClusterPod } from './cluster-observer.ts';

export interface Explanations {
  /** Takes a state of a pod. Call it after the pod itself was observed. */
  seen(pod: ClusterPod, at: Microseconds): void;
  gone(uid: string): void;
  /** Pods that were bound, and those of them whose binding is explained. */
  readonly explained: Explained;
}

interface Known {
  readonly mark: string | undefined;
  readonly attempts: number;
}

export function createExplanations(observer: Pick<Observer, 'observe'>): Explanations {
  const known = new Map<string, Known>();
  const bound = new Set<string>();
  const explained = new Set<string>();
  return {
    seen({ metadata, spec }, at) {
      const { uid, annotations } = metadata;
      if (spec.nodeName) bound.add(uid);
      const before = known.get(uid) ?? { mark: undefined, attempts: 0 };
      const mark = attemptsMark(annotations);
      if (!annotations || mark === before.mark) return;
      const attempts = explainedAttempts(annotations);
      known.set(uid, { mark, attempts: attempts.length });
      // Without a history there is only the last attempt.
      const from = attempts.length > before.attempts ? before.attempts : attempts.length - 1;
      for (const attempt of attempts.slice(Math.max(0, from))) {
        observer.observe({ at, kind: 'pod-explained', uid, ...attempt });
        if (attempt.node !== null && attempt.node === spec.nodeName) explained.add(uid);
      }
    },
    gone: (uid) => void known.delete(uid),
    get explained() {
      return { bound: bound.size, explained: explained.size };
    },
  };
}
