/** Makes the table of nodes: a row for each node, in order of their addition. A node that comes back under its name is another one. */
import type { DrawnCluster } from '../../core/charting/drawn-cluster.ts';
import { amountColumns, type Table, timeColumns } from './table-columns.ts';

/** Amounts are what the node offers when it is added. */
export function nodesTable({ nodes, resources }: DrawnCluster, epoch: number | null): Table {
  return {
    name: 'nodes',
    columns: [
      { name: 'uid', type: 'text', values: nodes.map(({ uid }) => uid) },
      { name: 'name', type: 'text', values: nodes.map(({ name }) => name) },
      { name: 'pool', type: 'text', values: nodes.map(({ pool }) => pool) },
      ...amountColumns(
        'allocatable',
        nodes.map(({ offers }) => offers[0]!.amounts),
        resources,
      ),
      ...timeColumns(
        'joined',
        nodes.map(({ added }) => added),
        epoch,
      ),
      ...timeColumns(
        'left',
        nodes.map(({ removed }) => removed),
        epoch,
      ),
    ],
  };
}
