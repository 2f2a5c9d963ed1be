/** Collects the changes of objects that decide, as a replay of the recording plays them. */

import type { ClusterObject } from '../../objects/cluster-object.ts';
import type { Observation } from '../../recording/observation.ts';
import { collectReplayedObjects } from '../../timeline/recorded-objects.ts';

/** An object is set, or removed. */
export interface RecordedObjectChange {
  /** Seconds since the window opened. */
  readonly at: number;
  readonly object?: ClusterObject;
  readonly removed?: Pick<ClusterObject, 'kind' | 'metadata'>;
}

export interface ObjectCollector {
  observe(observation: Observation): void;
  /** @param opened when the window opened, in seconds. */
  changes(opened: number): RecordedObjectChange[];
}

export function collectObjects(): ObjectCollector {
  const replayed = collectReplayedObjects();
  return {
    observe: (observation) => replayed.observe(observation),
    changes: (opened) =>
      replayed.planned().flatMap(({ at, action }): RecordedObjectChange[] => {
        const since = at / 1e6 - opened;
        if (action.kind === 'set-object') return [{ at: since, object: action.object }];
        return action.kind === 'remove-object' ? [{ at: since, removed: action.object }] : [];
      }),
  };
}
