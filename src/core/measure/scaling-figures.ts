/** Counts the nodes that an autoscaler ordered, what they cost, and how long pods waited for them. */
import type { NodeOrder } from '../recording/observation.ts';
import type { LedgerNode } from './capacity-ledger.ts';
import { summariseDurations } from './duration-percentiles.ts';
import type { ScalingFigures } from './scaling-shape.ts';

/** A node with an order or a price. */
export interface ScaledNode {
  readonly ordered: NodeOrder | undefined;
  /** For one hour. */
  readonly price: number | undefined;
  readonly node: LedgerNode;
  /** Whether it was there when the window began. */
  readonly wasThere: boolean;
}

const HOUR = 3.6e9;

/** Over [0, `end`). Undefined where no autoscaler took part and no node has a price. */
export function scalingFigures(nodes: readonly ScaledNode[], end: number): ScalingFigures | undefined {
  if (nodes.length === 0) return undefined;
  const joined = nodes.filter(({ wasThere, ordered }) => ordered && !wasThere);
  const pools = new Set(nodes.map(({ node }) => node.pool));
  return {
    nodeTime: nodeTime(nodes, end),
    cost: costOf(nodes, end),
    latency: summariseDurations(
      joined.flatMap(({ node, ordered }) =>
        ordered?.since === undefined ? [] : [node.added - ordered.since],
      ),
    ),
    provisioning: summariseDurations(
      joined.flatMap(({ node, ordered }) => (ordered?.since === undefined ? [] : [node.added - ordered.at])),
    ),
    pools: [...pools].map((pool) => {
      const own = nodes.filter(({ node }) => node.pool === pool);
      return {
        pool,
        joined: own.filter(({ node, wasThere }) => !wasThere && node.added > 0).length,
        left: own.filter(({ node }) => node.removed !== null).length,
        most: mostAtOnce(own),
        nodeTime: nodeTime(own, end),
        cost: costOf(own, end),
      };
    }),
  };
}

function timeOf({ added, removed }: LedgerNode, end: number): number {
  return (removed ?? end) - added;
}

function nodeTime(nodes: readonly ScaledNode[], end: number): number {
  return nodes.reduce((sum, { node }) => sum + timeOf(node, end), 0);
}

function costOf(nodes: readonly ScaledNode[], end: number): number | null {
  const priced = nodes.filter(({ price }) => price !== undefined);
  if (priced.length === 0) return null;
  return priced.reduce((sum, { node, price = 0 }) => sum + (timeOf(node, end) / HOUR) * price, 0);
}

/** A node that leaves makes room for one that joins at the same time. */
function mostAtOnce(nodes: readonly ScaledNode[]): number {
  const changes = nodes.flatMap(({ node: { added, removed } }): (readonly [at: number, by: 1 | -1])[] =>
    removed === null
      ? [[added, 1]]
      : [
          [added, 1],
          [removed, -1],
        ],
  );
  let [now, most] = [0, 0];
  for (const [, by] of changes.toSorted(([one, first], [other, second]) => one - other || first - second)) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
