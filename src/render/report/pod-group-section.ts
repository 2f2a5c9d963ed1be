/** Renders how groups of pods fared, such as each workload: how long they waited, which were never bound, evicted or restarted. */
import { counted } from '../../core/errors/counted.ts';
import type { PodGroupFigures, PodGroups } from '../../core/measure/figures.ts';
import type { ColumnBlock } from '../terminal/column-blocks.ts';
import { formatNumber, formatSpan } from '../terminal/human-units.ts';
import { NODES_SHOWN } from './node-section.ts';
import type { ReportSection } from './report-section.ts';

const HEADS: Readonly<Record<keyof PodGroups, string>> = {
  workload: 'WORKLOAD',
  namespace: 'NAMESPACE',
  priority: 'PRIORITY',
  pool: 'NODE POOL',
};
const BLOCKS: readonly ColumnBlock[] = [
  { columns: [{ head: 'CREATED' }, { head: 'NEVER' }] },
  { title: 'created → bound', columns: [{ head: 'MEAN' }, { head: 'P95' }, { head: 'MAX', optional: 1 }] },
  { columns: [{ head: 'EVICTED' }, { head: 'FAILED' }, { head: 'RESTARTS' }] },
];
const LEGEND =
  'CREATED: pods. NEVER: not bound by the end, or gone before. EVICTED: evicted, preempted or ended from outside in another way. RESTARTS: of containers.';
const SHOWN_WIDE = 200;

/**
 * @param by - the grouping.
 * @returns undefined where no pod is in a group.
 */
export function podGroupSection(
  groups: PodGroups,
  by: keyof PodGroups,
  wide: boolean,
): ReportSection | undefined {
  const all = [...groups[by]].sort(worstFirst);
  if (all.length === 0) return undefined;
  const shown = all.slice(0, wide ? SHOWN_WIDE : NODES_SHOWN);
  const nameOf = by === 'workload' ? shortNames(all) : ({ name }: PodGroupFigures) => name;
  const rows = shown.map((group) => ({ name: nameOf(group), cells: cellsOf(group) }));
  const hidden = all.length - shown.length;
  return {
    title: `PODS BY ${HEADS[by]}`,
    table: { rowHead: HEADS[by], blocks: BLOCKS, rows },
    notes: [
      { text: LEGEND, isLegend: true },
      ...(hidden > 0
        ? [{ text: `${counted(hidden, 'more row')}, with less waiting: -o wide, -o json` }]
        : []),
    ],
  };
}

/** Most pods never bound first, then the longest mean waiting. */
function worstFirst(one: PodGroupFigures, other: PodGroupFigures): number {
  return other.neverBound - one.neverBound || (other.waiting.mean ?? -1) - (one.waiting.mean ?? -1);
}

/** Without the namespace where all pods are in one. */
function shortNames(groups: readonly PodGroupFigures[]): (group: PodGroupFigures) => string {
  const namespaces = new Set(groups.map(({ name }) => name.slice(0, name.indexOf('/') + 1)));
  const [only = ''] = namespaces;
  return ({ name }) => (namespaces.size === 1 ? name.slice(only.length) : name);
}

function cellsOf(group: PodGroupFigures): string[][] {
  const { created, neverBound, waiting, disrupted, failed, restarts } = group;
  return [
    [created, neverBound].map(formatNumber),
    [waiting.mean, waiting.p95, waiting.max].map(formatSpan),
    [disrupted, failed, restarts].map(formatNumber),
  ];
}
