/** Prints the status of a cluster on stdout, as lines for people or as data. */

import { counted } from '../../core/errors/counted.ts';
import { unitOf } from '../../core/measure/resource-index.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { renderData } from '../formats/index.ts';
import { formatAmount, formatNumber, formatSpan } from '../terminal/human-units.ts';
import { type TableColumn, tableLines } from '../terminal/plain-table.ts';

/** What a cluster contains. */
export interface StatusFigures {
  readonly server: string;
  readonly context: string;
  readonly version: string;
  readonly nodes: {
    readonly total: number;
    readonly ready: number;
    readonly cordoned: number;
    readonly simulated: number;
  };
  /** cpu in millicores, everything else in its base unit. */
  readonly allocatable: Readonly<Record<string, number>>;
  readonly pods: {
    readonly namespace?: string;
    readonly total: number;
    readonly byPhase: Readonly<Record<string, number>>;
  };
  readonly runs: readonly {
    readonly run: string;
    readonly nodes: number;
    readonly pods: number;
    readonly namespaces: number;
    readonly others: number;
    readonly age: Microseconds | null;
  }[];
}

/** The phases of a pod in the order of its life. */
const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];
const COLUMNS: readonly TableColumn[] = [{ leastWidth: 11 }, {}];

export async function printClusterStatus(status: StatusFigures, format: string): Promise<void> {
  process.stdout.write(await renderData(format, status, () => `${clusterStatusLines(status).join('\n')}\n`));
}

export function clusterStatusLines(status: StatusFigures): string[] {
  const { nodes, allocatable, pods, runs } = status;
  const phases = [
    ...PHASES.filter((phase) => pods.byPhase[phase] !== undefined),
    ...Object.keys(pods.byPhase).filter((phase) => !PHASES.includes(phase)),
  ].map((phase) => `${formatNumber(pods.byPhase[phase]!)} ${phase}`);
  const offered = Object.entries(allocatable).map(
    ([resource, amount]) => `${resource} ${formatAmount(amount, unitOf(resource))}`,
  );
  const alive = runs.map((run) =>
    [
      `${run.run}: ${counted(run.nodes, 'node')}`,
      counted(run.pods, 'pod'),
      counted(run.namespaces, 'namespace'),
      ...(run.others > 0 ? [counted(run.others, 'other')] : []),
      `${formatSpan(run.age)} old`,
    ].join(', '),
  );
  const place = pods.namespace === undefined ? '' : ` in namespace ${pods.namespace}`;
  return tableLines(COLUMNS, [
    ['server', status.server],
    ...(status.context === '' ? [] : [['context', status.context]]),
    ['version', status.version],
    ['nodes', `${formatNumber(nodes.total)}: ${nodeWords(nodes)}`],
    ['allocatable', offered.join(', ') || 'nothing'],
    ['pods', `${formatNumber(pods.total)}${place}${phases.length > 0 ? `: ${phases.join(', ')}` : ''}`],
    ...(alive.length === 0 ? ['none'] : alive).map((text, row) => [row === 0 ? 'keg runs' : '', text]),
  ]);
}

function nodeWords({ total, ready, cordoned, simulated }: StatusFigures['nodes']): string {
  const real = total - simulated;
  return [
    `${formatNumber(ready)} ready`,
    `${formatNumber(cordoned)} cordoned`,
    `${formatNumber(simulated)} simulated`,
    `${formatNumber(real)} real`,
  ].join(', ');
}
