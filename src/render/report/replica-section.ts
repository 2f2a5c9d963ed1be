/** Renders how many replicas each workload wanted and had, over time. */
import { counted } from '../../core/errors/counted.ts';
import type { Figures } from '../../core/measure/figures.ts';
import type { ReplicaCount, ReplicaFigures } from '../../core/measure/replica-figures.ts';
import type { ColumnBlock } from '../terminal/column-blocks.ts';
import { formatAmount, NOTHING } from '../terminal/human-units.ts';
import { resample, sparkline } from '../terminal/sparkline.ts';
import { NODES_SHOWN } from './node-section.ts';
import type { ReportSection } from './report-section.ts';

const COLUMNS: ColumnBlock['columns'] = [{ head: 'MEAN' }, { head: 'MAX' }, { head: 'END' }];
const BLOCKS: readonly ColumnBlock[] = [
  { title: 'desired', columns: COLUMNS },
  { title: 'running', columns: COLUMNS },
  { columns: [{ head: 'RUNNING OVER TIME' }] },
];
const CHART = 24;
const SHOWN_WIDE = 200;

/** @returns undefined where no pod has an owner. */
export function replicaSection(
  { replicas = [], series, window }: Figures,
  wide: boolean,
): ReportSection | undefined {
  if (replicas.length === 0 || window.to === 0) return undefined;
  const shown = [...replicas]
    .sort((one, other) => other.running.max - one.running.max)
    .slice(0, wide ? SHOWN_WIDE : NODES_SHOWN);
  const chart = ({ running }: ReplicaFigures): string =>
    sparkline(resample(running.series, series.bucket, window.to, CHART), running.max);
  const hidden = replicas.length - shown.length;
  return {
    title: 'REPLICAS BY WORKLOAD',
    table: {
      rowHead: 'WORKLOAD',
      blocks: BLOCKS,
      rows: shown.map((each) => ({
        name: each.workload,
        cells: [cellsOf(each.desired), cellsOf(each.running), [chart(each)]],
      })),
    },
    notes: [
      { text: 'Running: started and not ended. █ is the most of its row.', isLegend: true },
      ...(hidden > 0 ? [{ text: `${counted(hidden, 'more row')}, with fewer pods: -o wide, -o json` }] : []),
    ],
  };
}

function cellsOf(count: ReplicaCount | null): string[] {
  if (!count) return [NOTHING, NOTHING, NOTHING];
  return [count.mean, count.max, count.end].map((value) => formatAmount(value, 'count'));
}
