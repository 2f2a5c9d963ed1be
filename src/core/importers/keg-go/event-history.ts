/** Reads event_history.csv of the original Go tool (maczg/kube-event-generator): one watch event of a pod a row, without namespace and uid. */
import type { Problem } from '../../errors/problem.ts';
import { UserError } from '../../errors/user-error.ts';
import { parseMoment } from '../../time/moment.ts';
import type { ImportHistory } from '../history/import-history.ts';
import type { LooseMap } from '../objects/loose-json.ts';
import { createNamedObjects, type ObjectName } from '../objects/named-objects.ts';
import type { NamedText } from '../text/csv-table.ts';
import { readCsv } from '../text/csv-table.ts';
import { NODE_FILE } from './result-files.ts';

const EVENT_HISTORY_COLUMNS = [
  'timestamp',
  'pod_name',
  'node_name',
  'phase',
  'event_type',
  'cpu_req',
  'mem_req',
] as const;

/**
 * Reports the rows to the history. Their times are local and have no zone; they are read as UTC. Requests are those of the first container.
 * What a node offers is the sum of its two files: free and allocated.
 *
 * @throws {UserError} with file, line and column for a wrong cell.
 */
export function emitEventHistory(
  events: NamedText,
  nodeFiles: readonly NamedText[],
  history: ImportHistory,
): readonly Problem[] {
  const rows = readCsv(events, EVENT_HISTORY_COLUMNS).rows.map((row) => {
    const moment = parseMoment(row.cell('timestamp'));
    if (moment === undefined)
      throw row.fault(
        'timestamp',
        `"${row.cell('timestamp')}" is not a time such as 2025-07-16T16:34:33.513`,
      );
    return { row, moment };
  });
  const objects = createNamedObjects(history);
  const nodes = nodesOf(nodeFiles);
  const start = Math.min(...rows.map(({ moment }) => moment), ...nodes.map(({ moment }) => moment));
  for (const { name, allocatable } of nodes) {
    objects.seen(
      { kind: 'Node', name, namespace: undefined },
      { metadata: {}, status: { allocatable } },
      start,
      events,
    );
  }
  for (const { row, moment } of rows) {
    const name: ObjectName = { kind: 'Pod', name: row.cell('pod_name'), namespace: 'default' };
    const requests = { cpu: row.cell('cpu_req') || '0', memory: row.cell('mem_req') || '0' };
    const nodeName = row.cell('node_name');
    const pod: LooseMap = {
      metadata: {},
      spec: {
        containers: [{ name: 'main', resources: { requests } }],
        ...(nodeName === '' ? {} : { nodeName }),
      },
      status: { phase: row.cell('phase') },
    };
    const type = row.cell('event_type');
    if (type === 'delete') objects.gone(name, moment);
    else if (type === 'add' || type === 'update') objects.seen(name, pod, moment, events);
    else throw row.fault('event_type', `"${type}" is none of add, update and delete`);
  }
  return nodes.length > 0
    ? []
    : [
        {
          code: 'no-nodes',
          severity: 'warning',
          message:
            'the files contain no nodes: give their NODE_free_resource_history.csv and NODE_allocation_history.csv too, for shares of what they offer',
        },
      ];
}

interface HistoryNode {
  readonly name: string;
  readonly moment: number;
  readonly allocatable: Readonly<Record<string, string>>;
}

/** Adds what is free and what is allocated in the first row: both in thousandths of a unit (pkg/cache/stats.go, MilliValue). */
function nodesOf(files: readonly NamedText[]): HistoryNode[] {
  const nodes = new Map<string, { moment: number; milli: Map<string, number> }>();
  for (const file of files) {
    const [, name] = NODE_FILE.exec(file.file) ?? [];
    if (name === undefined)
      throw new UserError(`${file.file} names no node`, {
        next: 'its name must be NODE_free_resource_history.csv',
      });
    const [header = ''] = file.text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
    const columns = header.split(',');
    const [first] = readCsv(file, columns).rows;
    const moment = first && parseMoment(first.cell('timestamp'));
    if (!first || moment === undefined) continue;
    const node = nodes.get(name) ?? { moment, milli: new Map<string, number>() };
    nodes.set(name, { ...node, moment: Math.min(node.moment, moment) });
    for (const resource of columns.filter((column) => column !== 'timestamp')) {
      const amount = Number(first.cell(resource));
      if (!Number.isFinite(amount)) throw first.fault(resource, 'is not a number');
      node.milli.set(resource, (node.milli.get(resource) ?? 0) + amount);
    }
  }
  return [...nodes].map(([name, { moment, milli }]) => ({
    name,
    moment,
    allocatable: Object.fromEntries([...milli].map(([resource, amount]) => [resource, `${amount}m`])),
  }));
}
