/** Renders `--by node`: one row for each node, three columns for each resource. */
import { counted } from '../../core/errors/counted.ts';
import type { Figures, NodeFigures } from '../../core/measure/figures.ts';
import type { ColumnBlock } from '../terminal/column-blocks.ts';
import { formatNumber, formatPercent } from '../terminal/human-units.ts';
import type { ReportSection } from './report-section.ts';
import { shownResources } from './shown-resources.ts';
import { hasUsage, highestMean } from './utilisation-section.ts';

/** The table library takes quadratic time, and longer tables are hard to read. */
export const NODES_SHOWN = 40;
const NODES_SHOWN_WIDE = 200;

const COLUMNS: ColumnBlock['columns'] = [{ head: 'MEAN' }, { head: 'P95', optional: 1 }, { head: 'MAX' }];

export function nodeSection(figures: Figures, wide: boolean): ReportSection {
  const { shown } = shownResources(figures, wide);
  const resources = shown.filter(
    (resource) => (figures.cluster.resources[resource]?.allocatable.mean ?? 0) > 0,
  );
  const nodes = busiestNodes(figures.nodes, wide ? NODES_SHOWN_WIDE : NODES_SHOWN);
  const isUsed = (resource: string) => figures.cluster.resources[resource]?.used !== undefined;
  const blocks = resources.flatMap((resource): ColumnBlock[] => [
    { title: `${resource} requests`, columns: COLUMNS },
    ...(isUsed(resource) ? [{ title: `${resource} usage`, columns: COLUMNS }] : []),
  ]);
  const rows = nodes.map((node) => ({
    name: node.removed === null ? node.node : `${node.node} (removed)`,
    cells: resources.flatMap((resource) => {
      const { utilisation = null, p95 = null, peak, used } = node.resources[resource] ?? {};
      const requests = [utilisation, p95, peak?.utilisation ?? null].map(formatPercent);
      const usage = [used?.utilisation ?? null, used?.p95 ?? null, used?.peak ?? null].map(formatPercent);
      return isUsed(resource) ? [requests, usage] : [requests];
    }),
  }));
  return {
    title: `UTILISATION BY NODE: requests${hasUsage(figures) ? ' and usage' : ''} ÷ allocatable, over time`,
    table: { rowHead: 'NODE', blocks, rows },
    notes: cappedNote(nodes.length, figures.nodes.length).map((text) => ({ text })),
  };
}

function cappedNote(shown: number, all: number): string[] {
  if (shown === all) return [];
  return [
    `${counted(shown, 'busiest node')} of ${formatNumber(all)} shown (by their highest mean); all of them: -o json, -o csv`,
  ];
}

/** All nodes in their order if they fit, otherwise those with the highest mean utilisation of any resource. */
function busiestNodes(nodes: readonly NodeFigures[], count: number): NodeFigures[] {
  if (nodes.length <= count) return [...nodes];
  return nodes
    .map((node) => ({ node, use: highestMean(node.resources) }))
    .sort((a, b) => b.use - a.use)
    .slice(0, count)
    .map(({ node }) => node);
}
