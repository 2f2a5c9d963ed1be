/** How much of each kind, in all and by run: what a removal removed, or would. */
import type { RemovedKind, RunObject } from './remove-run-kinds.ts';
import { RUN_LABEL } from './run-label.ts';

export type KindCounts = Readonly<Record<RemovedKind, number>>;

export interface RemovedCounts extends KindCounts {
  /** The same by the run's id. */
  readonly byRun: ReadonlyMap<string, KindCounts>;
}

export interface CountedObjects {
  /** Grows with every `add`. */
  readonly counts: RemovedCounts;
  add(kind: RemovedKind, object: RunObject): void;
}

export function startCounting(): CountedObjects {
  const total = none();
  const byRun = new Map<string, Record<RemovedKind, number>>();
  return {
    counts: Object.assign(total, { byRun }),
    add(kind, { metadata }) {
      // A replica set is its deployment's, not one more workload.
      if (kind === 'workloads' && metadata.ownerReferences?.some(({ controller }) => controller)) return;
      const run = metadata.labels?.[RUN_LABEL] ?? '';
      const ofRun = byRun.get(run) ?? none();
      byRun.set(run, ofRun);
      total[kind] += 1;
      ofRun[kind] += 1;
    },
  };
}

function none(): Record<RemovedKind, number> {
  return { workloads: 0, pods: 0, nodes: 0, namespaces: 0, priorityClasses: 0, stages: 0 };
}
