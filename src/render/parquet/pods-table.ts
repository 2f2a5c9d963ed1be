/** Makes the table of pods: a row for each pod, in order of their creation. */
import type { DrawnCluster } from '../../core/charting/drawn-cluster.ts';
import { amountColumns, type Table, timeColumns } from './table-columns.ts';

/** Requests are those of the pod's creation. */
export function podsTable({ pods, nodes, resources }: DrawnCluster, epoch: number | null): Table {
  const nodeOf = pods.map(({ node }) => (node === null ? undefined : nodes[node]));
  return {
    name: 'pods',
    columns: [
      { name: 'uid', type: 'text', values: pods.map(({ uid }) => uid) },
      { name: 'namespace', type: 'text', values: pods.map(({ namespace }) => namespace) },
      { name: 'name', type: 'text', values: pods.map(({ name }) => name) },
      { name: 'pod_group', type: 'text', values: pods.map(({ group }) => group) },
      { name: 'node', type: 'text', values: nodeOf.map((node) => node?.name ?? null) },
      { name: 'node_uid', type: 'text', values: nodeOf.map((node) => node?.uid ?? null) },
      { name: 'pool', type: 'text', values: nodeOf.map((node) => node?.pool ?? null) },
      ...amountColumns(
        'requests',
        pods.map(({ requests }) => requests[0]!.amounts),
        resources,
      ),
      ...timeColumns(
        'created',
        pods.map(({ created }) => created),
        epoch,
      ),
      ...timeColumns(
        'bound',
        pods.map(({ bound }) => bound),
        epoch,
      ),
      ...timeColumns(
        'started',
        pods.map(({ started }) => started),
        epoch,
      ),
      ...timeColumns(
        'ready',
        pods.map(({ ready }) => ready),
        epoch,
      ),
      ...timeColumns(
        'ended',
        pods.map(({ ended }) => ended),
        epoch,
      ),
      { name: 'waiting_us', type: 'whole', values: pods.map(({ wait }) => wait) },
      { name: 'outcome', type: 'text', values: pods.map(({ end }) => end) },
      { name: 'restarts', type: 'whole', values: pods.map(({ restarts }) => restarts) },
    ],
  };
}
