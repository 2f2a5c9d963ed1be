/** Renders how many Jobs are complete, and how long they took. */
import type { JobFigures } from '../../core/measure/job-figures.ts';
import type { ColumnBlock } from '../terminal/column-blocks.ts';
import { formatNumber, formatSpan } from '../terminal/human-units.ts';
import type { ReportSection } from './report-section.ts';

const BLOCKS: readonly ColumnBlock[] = [
  { columns: [{ head: 'COMPLETE' }, { head: 'FAILED' }, { head: 'RUNNING' }] },
  { title: 'created → complete', columns: [{ head: 'MEAN' }, { head: 'P95' }, { head: 'MAX' }] },
  { columns: [{ head: 'MAKESPAN' }] },
];

export function jobSection({ complete, failed, running, duration, makespan }: JobFigures): ReportSection {
  const row = {
    name: 'all Jobs',
    cells: [
      [complete, failed, running].map(formatNumber),
      [duration.mean, duration.p95, duration.max].map(formatSpan),
      [`${makespan.complete ? '' : '≥ '}${formatSpan(makespan.duration)}`],
    ],
  };
  return {
    title: 'JOBS',
    table: { rowHead: 'WORKLOAD', blocks: BLOCKS, rows: [row] },
    notes: [{ text: 'Makespan: first creation → last end. Each Job: -o json, jobs.each.', isLegend: true }],
  };
}
