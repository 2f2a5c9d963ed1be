/** Renders the figures of the analyzer of kube-event-generator: room for one more pod, balance between nodes, efficiency of scheduling. */
import type { FragmentationFigures } from '../../core/measure/fragmentation-shape.ts';
import type { ColumnBlock } from '../terminal/column-blocks.ts';
import { formatAmount, formatPercent, formatSpan, NOTHING } from '../terminal/human-units.ts';
import type { ReportSection } from './report-section.ts';

const BLOCKS: readonly ColumnBlock[] = [
  { title: 'pods that still fit on one node', columns: [{ head: 'INTEGRAL' }, { head: 'MEAN' }] },
  { title: 'balance', columns: [{ head: 'CPU' }, { head: 'MEMORY' }, { head: 'SCORE' }] },
  { columns: [{ head: 'EFFICIENCY' }] },
];

export function fragmentationSection(figures: FragmentationFigures): ReportSection {
  const { reference, integral, mean, balance, efficiency, from, to } = figures;
  const row = {
    name: 'cluster',
    cells: [
      [decimals(integral, 2), decimals(mean, 2)],
      [balance.cpu, balance.memory, balance.score].map((score) => decimals(score, 3)),
      [decimals(efficiency.score, 3)],
    ],
  };
  const { cpu, memory } = reference;
  const pod = `${formatAmount(cpu, 'millicores')} cpu, ${formatAmount(memory, 'bytes')} memory`;
  const parts = `${formatPercent(efficiency.started)} of the pods started, mean waiting ${formatSpan(efficiency.waiting)}, cpu ${formatPercent(efficiency.cpu)} and memory ${formatPercent(efficiency.memory)} over the moments of change`;
  return {
    title: 'FRAGMENTATION',
    table: { rowHead: 'SCOPE', blocks: BLOCKS, rows: [row] },
    notes: [
      {
        text: `Integral: pods × seconds from the first arrival to the last end (${formatSpan(to - from)}). Figures of the analyzer of kube-event-generator: docs/reference/measuring.md.`,
        isLegend: true,
      },
      { text: `The pod that is fitted: ${pod}. Efficiency: ${parts}.` },
    ],
  };
}

function decimals(value: number | null, places: number): string {
  return value === null ? NOTHING : value.toFixed(places);
}
