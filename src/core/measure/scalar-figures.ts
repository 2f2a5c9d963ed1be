/** Reads single numbers out of a report by name, so that reports can be compared, spread over seeds and checked. */
import type { Figures, PodGroupFigures, PodGroups } from './figures.ts';

export interface ScalarFigure {
  /** As the report in JSON names it, or a name of its own where a report has it only in parts: `nodeTime`, `nodesInUse.mean`, `cost`, `scaling.joined`. */
  readonly figure: string;
  /** `currency` is that of the prices. */
  readonly unit: 'microseconds' | 'ratio' | 'count' | 'currency';
  /** null where the report has no such figure: no pod waited, no node was there. */
  readonly value: number | null;
}

/** Price of a node for one hour, by pool. A node without a pool has the price of `''`. */
export type PoolPrices = ReadonlyMap<string, number>;

export type FigureGrouping = keyof PodGroups | 'fragmentation';

export interface ScalarChoice {
  /** Adds waiting and pods never bound of each group of this grouping, or the figures of fragmentation. */
  readonly by?: FigureGrouping | undefined;
  /** Adds the cost of the nodes. */
  readonly prices?: PoolPrices | undefined;
}

interface ReadFigure extends Omit<ScalarFigure, 'value'> {
  readonly read: (figures: Figures) => number | null;
}

/** A new figure is one line here. */
const FIGURES: readonly ReadFigure[] = [
  { figure: 'pods.created', unit: 'count', read: ({ pods }) => pods.created },
  { figure: 'neverBound.count', unit: 'count', read: ({ neverBound }) => neverBound.count },
  { figure: 'disruptions.pods', unit: 'count', read: ({ disruptions }) => disruptions.pods },
  { figure: 'waiting.mean', unit: 'microseconds', read: ({ waiting }) => waiting.mean },
  { figure: 'waiting.p50', unit: 'microseconds', read: ({ waiting }) => waiting.p50 },
  { figure: 'waiting.p95', unit: 'microseconds', read: ({ waiting }) => waiting.p95 },
  { figure: 'waiting.max', unit: 'microseconds', read: ({ waiting }) => waiting.max },
  { figure: 'queue.mean', unit: 'count', read: ({ queue }) => queue.mean },
  { figure: 'queue.max', unit: 'count', read: ({ queue }) => queue.max },
  { figure: 'idleNodes.mean', unit: 'count', read: ({ idleNodes }) => idleNodes.mean },
  { figure: 'nodesInUse.mean', unit: 'count', read: nodesInUse },
  { figure: 'nodeTime', unit: 'microseconds', read: (figures) => nodeTime(figures, () => 1) },
];

export function scalarFigures(report: Figures, { by, prices }: ScalarChoice = {}): ScalarFigure[] {
  const read = FIGURES.map(({ figure, unit, read }) => ({ figure, unit, value: read(report) }));
  const more = [...cost(report, prices), ...ofScaling(report), ...ofResources(report)];
  if (by === 'fragmentation') return [...read, ...more, ...ofFragmentation(report)];
  return [...read, ...more, ...(by ? ofGroups(report, by) : [])];
}

/** Sum over the nodes of the time that they were there, in µs, times their weight. */
function nodeTime({ nodes, window }: Figures, weightOf: (pool: string | null) => number): number {
  return nodes.reduce(
    (sum, { added, removed, pool }) => sum + ((removed ?? window.to) - added) * weightOf(pool),
    0,
  );
}

/** Mean number of nodes with a pod. */
function nodesInUse(figures: Figures): number | null {
  const { window, idleNodes } = figures;
  if (window.to === 0 || idleNodes.mean === null) return null;
  return nodeTime(figures, () => 1) / window.to - idleNodes.mean;
}

const HOUR = 3.6e9;

function cost(figures: Figures, prices: PoolPrices | undefined): ScalarFigure[] {
  if (prices === undefined) return priced(figures);
  const value = nodeTime(figures, (pool) => (prices.get(pool ?? '') ?? 0) / HOUR);
  return [{ figure: 'cost', unit: 'currency', value }];
}

/** By the prices of the recording. */
function priced({ scaling }: Figures): ScalarFigure[] {
  return scaling?.cost == null ? [] : [{ figure: 'cost', unit: 'currency', value: scaling.cost }];
}

/** Of an autoscaler. */
function ofScaling({ scaling }: Figures): ScalarFigure[] {
  if (!scaling) return [];
  const { latency, pools } = scaling;
  return [
    { figure: 'scaling.latency.p95', unit: 'microseconds', value: latency.p95 },
    { figure: 'scaling.joined', unit: 'count', value: pools.reduce((sum, { joined }) => sum + joined, 0) },
    { figure: 'scaling.left', unit: 'count', value: pools.reduce((sum, { left }) => sum + left, 0) },
  ];
}

/** Of the resources that some pod requests. */
function ofResources({ cluster }: Figures): ScalarFigure[] {
  return Object.entries(cluster.resources).flatMap(([name, figures]): ScalarFigure[] => {
    if (figures.requested.max === 0) return [];
    const path = `cluster.resources["${name}"]`;
    return [
      { figure: `${path}.utilisation`, unit: 'ratio', value: figures.utilisation },
      ...(figures.used
        ? [{ figure: `${path}.used.utilisation`, unit: 'ratio', value: figures.used.utilisation } as const]
        : []),
      { figure: `${path}.stranded.share`, unit: 'ratio', value: figures.stranded.share },
      { figure: `${path}.imbalance.sigma`, unit: 'ratio', value: figures.imbalance?.sigma ?? null },
    ];
  });
}

function ofFragmentation({ fragmentation }: Figures): ScalarFigure[] {
  if (!fragmentation) return [];
  const { integral, balance, efficiency } = fragmentation;
  return [
    { figure: 'fragmentation.integral', unit: 'count', value: integral },
    { figure: 'fragmentation.balance.score', unit: 'ratio', value: balance.score },
    { figure: 'fragmentation.efficiency.score', unit: 'ratio', value: efficiency.score },
  ];
}

/** A report without a pod of the group has no figure of it. */
function ofGroups({ podGroups }: Figures, by: keyof PodGroups): ScalarFigure[] {
  return podGroups[by].flatMap(({ name, neverBound, waiting }: PodGroupFigures): ScalarFigure[] => {
    const figure = `podGroups.${by}["${name}"]`;
    return [
      { figure: `${figure}.neverBound`, unit: 'count', value: neverBound },
      { figure: `${figure}.waiting.p95`, unit: 'microseconds', value: waiting.p95 },
    ];
  });
}
