/** Renders how well the cluster was used: requests against allocatable, balance between nodes, and stranded capacity. */
import { counted } from '../../core/errors/counted.ts';
import type { Figures, PoolFigures, ResourceFigures, ScopeFigures } from '../../core/measure/figures.ts';
import type { BlockRow, ColumnBlock } from '../terminal/column-blocks.ts';
import { formatAmount, formatNumber, formatPercent } from '../terminal/human-units.ts';
import type { ReportSection } from './report-section.ts';
import { shownResources } from './shown-resources.ts';

const POOLS_SHOWN = 8;

const USE: ColumnBlock = {
  title: 'requests, and their share of allocatable',
  columns: [
    { head: 'REQUESTS' },
    { head: 'ALLOCATABLE', optional: 2 },
    { head: 'MEAN' },
    { head: 'P95' },
    { head: 'MAX' },
    { head: '>80%', optional: 4 },
    { head: '>90%', optional: 3 },
  ],
};
const USAGE: ColumnBlock = {
  title: 'usage, and its share of allocatable',
  columns: [{ head: 'USED' }, { head: 'MEAN' }, { head: 'P95', optional: 2 }, { head: 'MAX' }],
};
const BETWEEN_NODES: ColumnBlock = {
  title: 'between nodes',
  columns: [{ head: 'MAX−MIN' }, { head: 'σ' }],
};
const STRANDED: ColumnBlock = {
  title: 'stranded',
  columns: [{ head: 'AMOUNT' }, { head: 'SHARE' }],
};
const LEGEND = 'Amounts are means over time, cpu in cores. >90%: share of the time above 90%.';
const STRANDED_LEGEND =
  'MAX−MIN, σ: range and standard deviation between nodes. Stranded: free, but its node is short of another resource.';

/** One row for each resource of the cluster and, if there are several pools, of each pool. */
export function utilisationSection(figures: Figures, wide: boolean): ReportSection {
  const { shown, hidden } = shownResources(figures, wide);
  const isPlaced = figures.pods.bound === 0 || figures.pods.unplaced < figures.pods.bound;
  const several = isPlaced && figures.pools.length > 1;
  const pools = several ? busiest(figures.pools, wide ? figures.pools.length : POOLS_SHOWN) : [];
  const isUsed = hasUsage(figures);
  const scopes: (readonly [string, ScopeFigures])[] = [
    [`cluster, ${nodesText(figures.cluster)}`, figures.cluster],
    ...pools.map((pool) => [`${poolName(pool)}, ${nodesText(pool)}`, pool] as const),
  ];
  const rows = scopes.flatMap(([name, scope]) => scopeRows(name, scope, shown, isUsed));
  const blocks = [USE, ...(isUsed ? [USAGE] : []), ...(isPlaced ? [BETWEEN_NODES, STRANDED] : [])];
  const notes = [
    ...idleNote(figures),
    ...unplacedNote(figures),
    ...(pools.length < figures.pools.length && several
      ? [
          `${counted(pools.length, 'busiest pool')} of ${formatNumber(figures.pools.length)} shown; all of them: -o wide, -o json`,
        ]
      : []),
    ...(hidden.length === 0 ? [] : [`Not requested by any pod: ${hidden.join(', ')} (shown by -o wide)`]),
  ];
  return {
    title: 'UTILISATION',
    table: { rowHead: 'RESOURCE', blocks, rows },
    notes: [
      { text: isPlaced ? `${LEGEND} ${STRANDED_LEGEND}` : LEGEND, isLegend: true },
      ...notes.map((text) => ({ text })),
    ],
  };
}

/** Not where the nodes of pods are not recorded: all would seem idle. */
function idleNote({ idleNodes, cluster, pods }: Figures): string[] {
  const { mean, p95, max, end } = idleNodes;
  if (pods.unplaced > 0 || cluster.nodes.seen === 0 || mean === null) return [];
  const numbers = [mean, p95 ?? 0, max ?? 0, end].map(formatNumber);
  return [
    `Idle nodes (without a pod): mean ${numbers[0]}, p95 ${numbers[1]}, max ${numbers[2]}, at the end ${numbers[3]}.`,
  ];
}

/** Pods whose node is not recorded count for the cluster only: not for pools, nodes, balance and stranded capacity. */
function unplacedNote({ pods }: Figures): string[] {
  if (pods.unplaced === 0) return [];
  const which =
    pods.unplaced === pods.bound
      ? 'pods'
      : `${formatNumber(pods.unplaced)} of ${counted(pods.bound, 'bound pod')}`;
  return [
    `The source does not record on which nodes ${which} ran: they count for the cluster, not for pools and nodes.`,
  ];
}

function busiest(pools: readonly PoolFigures[], count: number): PoolFigures[] {
  if (pools.length <= count) return [...pools];
  const use = (pool: PoolFigures) => highestMean(pool.resources);
  const kept = new Set([...pools].sort((a, b) => use(b) - use(a)).slice(0, count));
  return pools.filter((pool) => kept.has(pool));
}

/** The highest mean utilisation of any resource. */
export function highestMean(resources: Readonly<Record<string, ResourceFigures>>): number {
  return Object.values(resources).reduce(
    (highest, { utilisation }) => Math.max(highest, utilisation ?? 0),
    0,
  );
}

/** Whether the recording has what pods used, apart from what they requested. */
export function hasUsage({ cluster }: Figures): boolean {
  return Object.values(cluster.resources).some(({ used }) => used !== undefined);
}

function scopeRows(name: string, scope: ScopeFigures, shown: readonly string[], isUsed: boolean): BlockRow[] {
  const rows = shown.flatMap((resource): BlockRow[] => {
    const figures = scope.resources[resource];
    return figures
      ? [
          {
            name: `  ${resource}`,
            cells: [
              useCells(figures),
              ...(isUsed ? [usageCells(figures)] : []),
              imbalanceCells(figures),
              strandedCells(figures),
            ],
          },
        ]
      : [];
  });
  return [{ name, cells: null }, ...rows];
}

function useCells(figures: ResourceFigures): string[] {
  const { unit, requested, allocatable, utilisation, p95, peak, timeOffered } = figures;
  const ofTime = (time: number) => formatPercent(timeOffered === 0 ? null : time / timeOffered);
  return [
    formatAmount(requested.mean, unit),
    formatAmount(allocatable.mean, unit),
    formatPercent(utilisation),
    formatPercent(p95),
    formatPercent(peak?.utilisation ?? null),
    ofTime(figures.timeAbove80),
    ofTime(figures.timeAbove90),
  ];
}

/** Empty for a resource whose usage is not recorded. */
function usageCells({ used, unit }: ResourceFigures): string[] {
  if (!used) return ['', '', '', ''];
  const shares = [used.utilisation, used.p95, used.peak].map(formatPercent);
  return [formatAmount(used.mean, unit), ...shares];
}

function imbalanceCells({ imbalance }: ResourceFigures): string[] {
  return [formatPercent(imbalance?.range ?? null), formatPercent(imbalance?.sigma ?? null)];
}

function strandedCells({ stranded, unit }: ResourceFigures): string[] {
  return [formatAmount(stranded.mean, unit), formatPercent(stranded.share)];
}

function poolName({ pool }: PoolFigures): string {
  return pool === null ? 'no pool' : `pool ${pool}`;
}

function nodesText({ nodes }: ScopeFigures): string {
  const seen = counted(nodes.seen, 'node');
  return nodes.seen === nodes.end ? seen : `${seen} (${formatNumber(nodes.end)} at the end)`;
}
