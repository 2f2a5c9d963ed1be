/** Renders requests for each resource, and pending pods, over time. */
import type { CountFigures, Figures } from '../../core/measure/figures.ts';
import { formatAmount, formatPercent } from '../terminal/human-units.ts';
import { resample, sparkline, timeAxis } from '../terminal/sparkline.ts';
import { type Dress, truncateName } from '../terminal/text-layout.ts';
import { shownResources } from './shown-resources.ts';
import { hasUsage } from './utilisation-section.ts';

const WIDEST_CHART = 120;
const LONGEST_LABEL = 24;
const RESOURCES_SHOWN = 6;
const GAP = '  ';

export function overTimeLines(figures: Figures, width: number, dress: Dress): string[] {
  const end = figures.window.to;
  const rows = overTimeRows(figures);
  if (rows.length === 0) return [];
  const labelWidth = Math.min(LONGEST_LABEL, Math.max(...rows.map(({ label }) => label.length)));
  const noteWidth = Math.max(...rows.map(({ note }) => note.length));
  const columns = Math.min(WIDEST_CHART, width - labelWidth - noteWidth - 2 * GAP.length);
  if (columns < 10) return [];
  const [ticks, labels] = timeAxis(end, columns);
  const indent = `${' '.repeat(labelWidth)}${GAP}`;
  return [
    dress.title(
      `OVER TIME: requests${hasUsage(figures) ? ' and usage' : ''} ÷ allocatable (█ is 100%), counts (█ is the most)`,
    ),
    ...rows.map(({ label, draw, note }) =>
      `${truncateName(label, labelWidth).padEnd(labelWidth)}${GAP}${draw(columns)}${GAP}${note}`.trimEnd(),
    ),
    dress.heads(`${indent}${ticks}`),
    dress.heads(`${indent}${labels}`),
  ];
}

/** A figure over time. */
interface Row {
  readonly label: string;
  readonly note: string;
  /** As blocks, one character for each column. */
  draw(columns: number): string;
}

/** None for a recording without any time. */
export function overTimeRows(figures: Figures): Row[] {
  if (figures.window.to === 0) return [];
  return [...resourceRows(figures), ...idleRow(figures), pendingRow(figures)];
}

function resourceRows(figures: Figures): Row[] {
  const { window, series, cluster } = figures;
  const { shown } = shownResources(figures, false);
  return shown
    .filter((resource) => (cluster.resources[resource]?.allocatable.mean ?? 0) > 0)
    .slice(0, RESOURCES_SHOWN)
    .flatMap((resource) => {
      const { peak, used } = cluster.resources[resource]!;
      const means = series.resources[resource];
      const row = (label: string, most: number | null, part: readonly number[] = []): Row => ({
        label,
        note: `max ${formatPercent(most)}`,
        draw: (columns) => {
          const amounts = resample(part, series.bucket, window.to, columns);
          const allocatable = resample(means?.allocatable ?? [], series.bucket, window.to, columns);
          return sparkline(
            amounts.map((amount, column) => shareOf(amount, allocatable[column] ?? 0)),
            1,
          );
        },
      });
      return [
        row(resource, peak?.utilisation ?? null, means?.requested),
        ...(used ? [row(`${resource} used`, used.peak, means?.used)] : []),
      ];
    });
}

/** Only where a node was ever idle. */
function idleRow(figures: Figures): Row[] {
  const { idleNodes, series, pods } = figures;
  if (pods.unplaced > 0 || (idleNodes.max ?? 0) === 0) return [];
  return [countRow(figures, 'idle nodes', idleNodes, series.idleNodes)];
}

function pendingRow(figures: Figures): Row {
  return countRow(figures, 'pending pods', figures.queue, figures.series.pending);
}

function countRow(
  { window, series }: Figures,
  label: string,
  { max }: CountFigures,
  buckets: readonly number[],
): Row {
  return {
    label,
    note: `max ${formatAmount(max, 'count')}`,
    draw: (columns) => {
      const means = resample(buckets, series.bucket, window.to, columns);
      return sparkline(means, Math.max(...means));
    },
  };
}

function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
