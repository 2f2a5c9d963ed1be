/** Counts what a removal removed or would remove, of each kind, in total and by run. */

import { RUN_LABEL } from '../objects/run-label.ts';
import type { RemovedKind, RunObject } from './removal-kinds.ts';

export type KindCounts = Readonly<Record<RemovedKind, number>>;

export interface RemovedCounts extends KindCounts {
  /** The same by the run's id. */
  readonly byRun: ReadonlyMap<string, KindCounts>;
}

export interface CountedObjects {
  /** Grows with every `add`. */
  readonly counts: RemovedCounts;
  add(kind: RemovedKind, object: RunObject): void;
  addAll(more: RemovedCounts): void;
}

export function startCounting(): CountedObjects {
  const total = none();
  const byRun = new Map<string, Record<RemovedKind, number>>();
  const addSome = (run: string, kind: RemovedKind, count: number): void => {
    const ofRun = byRun.get(run) ?? none();
    byRun.set(run, ofRun);
    total[kind] += count;
    ofRun[kind] += count;
  };
  return {
    counts: Object.assign(total, { byRun }),
    add(kind, object) {
      // A replica set belongs to its deployment and is not one more workload.
      if (kind === 'workloads' && hasController(object)) return;
      addSome(object.metadata.labels?.[RUN_LABEL] ?? '', kind, 1);
    },
    addAll(more) {
      for (const [run, counts] of more.byRun)
        for (const kind of KINDS) if (counts[kind] > 0) addSome(run, kind, counts[kind]);
    },
  };
}

/** Whether a controller created it. */
export function hasController({ metadata }: RunObject): boolean {
  return metadata.ownerReferences?.some(({ controller }) => controller === true) === true;
}

function none(): Record<RemovedKind, number> {
  return {
    ...{ workloads: 0, pods: 0, nodes: 0, namespaces: 0 },
    ...{ priorityClasses: 0, runtimeClasses: 0, storage: 0, stages: 0 },
  };
}

const KINDS = Object.keys(none()) as RemovedKind[];
