/** Notes nodes that others add while a run is played on nodes of its own: its pods may run on them, so that they are observed like its own. */
import type { WatchReport } from '../../../kubernetes/watch-loop.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import type { ClusterNode } from './cluster-observer.ts';

export interface ForeignNodes {
  /** Takes a report about a node. @returns whether the node belongs to the play: to the run, or to no run. */
  concerns(report: WatchReport<ClusterNode>): boolean;
  /** Names, in the order in which they came. */
  readonly names: readonly string[];
}

/** Nodes of another run keep the pods of this one off by a taint. */
export function createForeignNodes(run: string): ForeignNodes {
  const others = new Set<string>();
  const foreign = new Map<string, string>();
  return {
    concerns(report) {
      if (report.type === 'deleted') return !others.has(report.uid);
      if (report.type !== 'added' && report.type !== 'changed') return true;
      const { uid, name, labels } = report.object.metadata;
      const owner = labels?.[RUN_LABEL];
      if (owner === run) return true;
      if (owner !== undefined) {
        others.add(uid);
        return false;
      }
      foreign.set(uid, name);
      return true;
    },
    get names() {
      return [...foreign.values()];
    },
  };
}
