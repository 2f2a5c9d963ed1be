/**
 * Lets the only pool of a cluster share the gauges and imbalances of the cluster. Most clusters have one pool, so its figures are those of the
 * cluster, and a binding would change all of them twice.
 */
import { copyImbalance } from './imbalance.ts';
import { type Scope, scope } from './scope-figures.ts';
import { copyGauge, type GaugeTable } from './utilisation-gauge.ts';

/** The scope of the first pool. It shares what the cluster has if that is nothing yet. */
export function firstPool(cluster: Scope): Scope {
  if (cluster.gauges.length > 0 || cluster.nodesSeen > 0) return scope('pool');
  return { ...scope('pool'), kind: cluster.kind, gauges: cluster.gauges, imbalances: cluster.imbalances };
}

export function sharesWith(cluster: Scope, pool: Scope): boolean {
  return pool.gauges === cluster.gauges;
}

/** Gives the pool copies of its own, before something changes the cluster alone. */
export function separate(table: GaugeTable, pool: Scope): void {
  pool.kind = 'pool';
  pool.gauges = pool.gauges.map((row) => (row === undefined ? undefined : copyGauge(table, row)));
  pool.imbalances = pool.imbalances.map((each) => each && copyImbalance(each));
}
