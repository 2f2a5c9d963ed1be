/** Renders `report --node-scores`: the load of each node at the end, and its scores. */

import { counted } from '../../core/errors/counted.ts';
import type { NodeScoreReport, ScoredNode } from '../../core/measure/node-score-report.ts';
import { NODE_SCORES } from '../../core/objects/node-scores/node-scores.ts';
import type { ColumnBlock } from '../terminal/column-blocks.ts';
import { formatNumber, formatPercent, formatSpan } from '../terminal/human-units.ts';
import { NODES_SHOWN } from './node-section.ts';
import type { ReportSection } from './report-section.ts';

/** Scores side by side: their names have room in 80 columns. */
const SCORES_PER_BLOCK = 4;

export function nodeScoreSection({ at, by, curve, nodes }: NodeScoreReport): ReportSection {
  const groups = scoreGroups();
  const blocks: ColumnBlock[] = [
    { columns: [{ head: 'PODS' }] },
    { title: `cpu ${by}`, columns: [{ head: 'SHARE' }, { head: 'PSI' }] },
    { title: `memory ${by}`, columns: [{ head: 'SHARE' }, { head: 'PSI' }] },
    ...groups.map((names) => ({
      title: 'scores',
      columns: names.map((name) => ({ head: name.toUpperCase() })),
    })),
  ];
  const shown = nodes.slice(0, NODES_SHOWN);
  const hidden = nodes.length - shown.length;
  return {
    title: `LOAD OF NODES at ${formatSpan(at)}, and their scores: 0 is no load, 1 the most`,
    table: {
      rowHead: 'NODE',
      blocks,
      rows: shown.map((node) => ({ name: node.node, cells: cellsOf(node, groups) })),
    },
    notes: [
      {
        text: `PSI: pressure by the curve ${curve}, a model. Scores compare the nodes with each other.`,
        isLegend: true,
      },
      ...(hidden > 0 ? [{ text: `${counted(hidden, 'more node')}: -o json` }] : []),
    ],
  };
}

function scoreGroups(): string[][] {
  const names = NODE_SCORES.map(({ name }) => name);
  const groups: string[][] = [];
  for (let start = 0; start < names.length; start += SCORES_PER_BLOCK)
    groups.push(names.slice(start, start + SCORES_PER_BLOCK));
  return groups;
}

function cellsOf(node: ScoredNode, groups: readonly string[][]): string[][] {
  return [
    [formatNumber(node.pods)],
    [formatPercent(node.cpuUsage), node.cpuPressure.toFixed(3)],
    [formatPercent(node.memoryUsage), node.memoryPressure.toFixed(3)],
    ...groups.map((names) => names.map((name) => node.scores[name]!.toFixed(3))),
  ];
}
