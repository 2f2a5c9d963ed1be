/** Renders what an autoscaler did: nodes that joined and left, node hours, cost, and how long pods waited for a node. */
import type { DurationSummary } from '../../core/measure/duration-summary.ts';
import type { ScalingFigures } from '../../core/measure/scaling-shape.ts';
import type { ColumnBlock } from '../terminal/column-blocks.ts';
import { formatNumber, formatSpan, NOTHING } from '../terminal/human-units.ts';
import type { ReportSection } from './report-section.ts';

const BLOCKS: readonly ColumnBlock[] = [
  { columns: [{ head: 'JOINED' }, { head: 'LEFT' }, { head: 'MOST' }] },
  { columns: [{ head: 'NODE HOURS' }, { head: 'COST' }] },
];
const HOUR = 3.6e9;

export function scalingSection({ pools, latency, provisioning }: ScalingFigures): ReportSection {
  const rows = pools.map(({ pool, joined, left, most, nodeTime, cost }) => ({
    name: pool ?? 'no pool',
    cells: [[joined, left, most].map(formatNumber), [rounded(nodeTime / HOUR), rounded(cost)]],
  }));
  const text = `Pod created → node ready: ${words(latency)}. Node ordered → node ready: ${words(provisioning)}.`;
  return {
    title: 'NODES OF THE AUTOSCALER',
    table: { rowHead: 'POOL', blocks: BLOCKS, rows },
    notes: latency.n === 0 ? [] : [{ text }],
  };
}

function rounded(value: number | null): string {
  return value === null ? NOTHING : value.toFixed(2);
}

function words({ mean, p95, max }: DurationSummary): string {
  return `mean ${formatSpan(mean)}, p95 ${formatSpan(p95)}, max ${formatSpan(max)}`;
}
