/** Lets a pool of the command line that has the name of an existing pool keep the labels and taints of that pool: pods select them. */
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import type { Taint } from '../../core/objects/node.ts';
import type { NodePool } from '../../core/scenario/scenario.ts';
import type { Planned } from '../../core/timeline/timeline-event.ts';

export interface KnownPoolNode {
  readonly pool: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

const HOSTNAME = 'kubernetes.io/hostname';

/** The nodes of a recording as they joined. */
export function joinedNodes(planned: readonly Planned[]): KnownPoolNode[] {
  return planned.flatMap(({ action }) =>
    action.kind === 'add-node'
      ? [
          {
            pool: action.pool,
            labels: action.node.metadata.labels ?? {},
            taints: action.node.spec?.taints ?? [],
          },
        ]
      : [],
  );
}

/** Only what all nodes of the pool have: one of them may have been tainted for a while. */
export function keptPools(
  pools: readonly NodePool[],
  known: readonly KnownPoolNode[],
): { readonly pools: readonly NodePool[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const kept = pools.map((pool): NodePool => {
    const [first, ...others] = known.filter((node) => node.pool === pool.pool);
    if (!first) return pool;
    const labels = Object.entries(first.labels).filter(
      ([key, value]) => key !== HOSTNAME && others.every((node) => node.labels[key] === value),
    );
    const taints = first.taints.filter((taint) =>
      others.every((node) => node.taints.some((other) => JSON.stringify(other) === JSON.stringify(taint))),
    );
    if (labels.length === 0 && taints.length === 0) return pool;
    problems.push({
      code: 'other-node-counts',
      severity: 'note',
      message: `--nodes ${pool.name}=…: nodes of the pool ${pool.name} keep ${counted(labels.length, 'label')} and ${counted(taints.length, 'taint')} of it`,
      next: 'give the pool another name for nodes without them',
    });
    return { ...pool, labels: Object.fromEntries(labels), taints };
  });
  return { pools: kept, problems };
}
