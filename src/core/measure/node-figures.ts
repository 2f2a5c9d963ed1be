/** Computes the figures of each node once for all nodes with the same past: most nodes of a large cluster may never have had a pod. */
import type { CapacityLedger } from './capacity-ledger.ts';
import type { NodeFigures } from './figures.ts';
import { catchUp, ownScope } from './node-past.ts';
import { resourceFigures, type Scope } from './scope-figures.ts';
import { type GaugeTable, hasCells, untouchedCells } from './utilisation-gauge.ts';

/** Figures over [0, `end`), in order of the nodes' addition. Nodes whose figures are equal may share them. */
export function nodeFigures(ledger: CapacityLedger, end: number): NodeFigures[] {
  catchUp(ledger);
  const { gauges, cluster } = ledger;
  // Only neighbours are compared: nodes of one pool come one after another.
  let past: ReturnType<typeof untouchedPast>;
  let resources: NodeFigures['resources'] = {};
  return ledger.nodes.map((each) => {
    const { name: node, pool, added, removed } = each;
    const scope = ownScope(each);
    if (past === undefined || !hasPast(gauges, scope, past)) {
      past = cluster.usage.length > 0 ? undefined : untouchedPast(gauges, scope);
      resources = resourceFigures(ledger, scope, end);
    }
    return { node, pool, added, removed, resources };
  });
}

/** By resource number; undefined where something of the node was integrated before. */
function untouchedPast(table: GaugeTable, { gauges }: Scope): (Float64Array | undefined)[] | undefined {
  const past: (Float64Array | undefined)[] = [];
  for (let resource = 0; resource < gauges.length; resource += 1) {
    const row = gauges[resource];
    const cells = row === undefined ? undefined : untouchedCells(table, row);
    if (row !== undefined && cells === undefined) return undefined;
    past.push(cells);
  }
  return past;
}

function hasPast(table: GaugeTable, { gauges }: Scope, past: readonly (Float64Array | undefined)[]): boolean {
  if (gauges.length !== past.length) return false;
  for (let resource = 0; resource < past.length; resource += 1) {
    const row = gauges[resource];
    const cells = past[resource];
    if (row === undefined || cells === undefined) {
      if (row !== undefined || cells !== undefined) return false;
    } else if (!hasCells(table, row, cells)) return false;
  }
  return true;
}
