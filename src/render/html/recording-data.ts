/** Makes the data that the page of a recording draws: exact figures for each bucket of time, and every pod where there are not too many. */
import type { DrawnCluster, DrawnNode } from '../../core/charting/drawn-cluster.ts';
import { pendingCurves, podRates, waitingBins } from '../../core/charting/pending-curves.ts';
import { clusterCurves, type NodeRow, nodeRows, type ScopeCurves } from '../../core/charting/scope-curves.ts';
import { countMeans, shareMeans, type TimeGrid } from '../../core/charting/step-curves.ts';
import { counted } from '../../core/errors/counted.ts';
import { unitOf } from '../../core/measure/resource-index.ts';
import { hasDate } from '../../core/time/moment.ts';
import { formatSpan } from '../terminal/human-units.ts';
import { amountsOf, packedPods } from './packed-pods.ts';

/** About as many as a wide chart has room for; a page for a telephone draws them one pixel wide. */
const BUCKETS = 360;
/** Numbers of pods in less time than this part of the window are mostly 0, 1 or 2. */
const RATE_BUCKETS = 60;
/** Rows of the heat map; with more nodes a row has several. */
const MOST_ROWS = 200;
const MOST_POOLS = 8;
const MOST_REASONS = 6;
/** A page of more pods would be over 2 MB. */
const MOST_PODS = 60_000;

/** @param shown - resources, in the order of the page. */
export function recordingData(history: DrawnCluster, start: string, shown: readonly string[]) {
  const grid: TimeGrid = { end: Math.max(1, history.end), count: BUCKETS };
  const numbers = shown.map((name) => history.resources.indexOf(name));
  const rows = nodeRows(history, MOST_ROWS);
  const curves = clusterCurves(history, rows, grid);
  const pools = curves.pools.size > 1 ? [...curves.pools] : [];
  const pending = pendingCurves(history, grid, MOST_REASONS);
  const rates = podRates(history, { end: grid.end, count: RATE_BUCKETS });
  const { ends, counts } = waitingBins(history);
  const reasons = [
    ...pending.reasons,
    ...(pending.others
      ? [{ reason: counted(pending.others.reasons, 'other reason'), curve: pending.others.curve }]
      : []),
  ];
  return {
    end: grid.end,
    start: hasDate(start) ? Date.parse(start) : null,
    count: grid.count,
    resources: shown.map((name) => ({ name, unit: unitOf(name) })),
    scopes: [
      { name: 'cluster', curves: scopeData(curves.cluster, numbers) },
      ...pools
        .toSorted(([, one], [, other]) => highestUse(other) - highestUse(one))
        .slice(0, MOST_POOLS)
        .map(([pool, scope]) => ({ name: pool ?? 'no pool', curves: scopeData(scope, numbers) })),
    ],
    pools: pools.length,
    rows: rows.map((row, place) => ({
      name: rowName(row, history.nodes),
      pool: row.pool,
      nodes: row.nodes.length,
      node: row.nodes.length === 1 ? row.nodes[0]! : -1,
      means: numbers.map((number) => milles(curves.rows[place]![number])),
    })),
    pending: {
      mean: rounded(countMeans(pending.all, grid)),
      high: [...pending.all.high],
      reasons: reasons.map(({ reason, curve }) => ({ reason, mean: rounded(countMeans(curve, grid)) })),
    },
    waits: ends.map((end, place) => [`<${formatSpan(end)}`, counts[place]!] as const),
    rates: { created: [...rates.created], bound: [...rates.bound], ended: [...rates.ended] },
    nodes: history.nodes.map(({ name, pool, added, removed, offers }) => ({
      name,
      pool,
      added,
      removed: removed ?? -1,
      offers: offers.map(({ at, amounts }) => [at, ...amountsOf(amounts, numbers)]),
    })),
    pods: history.pods.length > MOST_PODS ? null : packedPods(history, numbers),
  };
}

function scopeData(scope: ScopeCurves, numbers: readonly number[]) {
  return numbers.map((number) => {
    const curve = scope[number];
    if (!curve) return null;
    return { mean: milles(curve), low: [...curve.low].map(mille), high: [...curve.high].map(mille) };
  });
}

/** Of all buckets; -1 where nothing was offered. */
function milles(curve: ScopeCurves[number]): number[] {
  return curve ? shareMeans(curve).map(mille) : Array.from({ length: BUCKETS }, () => -1);
}

/** Thousandths of a share. */
function mille(share: number | null): number {
  return share === null || Number.isNaN(share) ? -1 : Math.round(share * 1000);
}

function rounded(counts: readonly number[]): number[] {
  return counts.map((count) => Math.round(count * 1000) / 1000);
}

function highestUse(scope: ScopeCurves): number {
  return scope.reduce((most, curve) => {
    if (!curve) return most;
    const [used, offered] = [curve.used, curve.offered].map((areas) =>
      areas.reduce((sum, area) => sum + area, 0),
    );
    return offered! > 0 ? Math.max(most, used! / offered!) : most;
  }, 0);
}

function rowName({ nodes: numbers }: NodeRow, nodes: readonly DrawnNode[]): string {
  const first = nodes[numbers[0]!]!.name;
  return numbers.length === 1 ? first : `${first} to ${nodes[numbers.at(-1)!]!.name}`;
}
