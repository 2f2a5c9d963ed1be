/** Computes how far figures of replays that differ in nothing but their seed lie apart: median, lowest and highest. */
import type { Figures, PodGroupFigures, PodGroups } from './figures.ts';

export interface SpreadFigure {
  /** As the report in JSON names it. */
  readonly figure: string;
  readonly unit: 'microseconds' | 'ratio' | 'count';
  /** Of the values that exist; null where none does. The median of an even number is the mean of the middle two. */
  readonly median: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** One for each report, in their order; null where a report has no such figure. */
  readonly values: readonly (number | null)[];
}

interface ReadFigure {
  readonly figure: string;
  readonly unit: SpreadFigure['unit'];
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
];

/**
 * @param reports - one for each seed.
 * @param by - adds waiting and pods never bound of each group of this grouping.
 */
export function spreadOf(reports: readonly Figures[], by?: keyof PodGroups): SpreadFigure[] {
  const figures = [...FIGURES, ...utilisations(reports), ...(by === undefined ? [] : ofGroups(reports, by))];
  return figures.map(({ figure, unit, read }) => {
    const values = reports.map(read);
    const known = values.filter((value) => value !== null).sort((one, other) => one - other);
    return {
      figure,
      unit,
      median: medianOf(known),
      low: known[0] ?? null,
      high: known.at(-1) ?? null,
      values,
    };
  });
}

/** Of the resources that some pod of some report requests. */
function utilisations(reports: readonly Figures[]): ReadFigure[] {
  const requested = reports.flatMap(({ cluster }) =>
    Object.entries(cluster.resources).flatMap(
      ([
        name,
        {
          requested: { max },
        },
      ]) => (max > 0 ? name : []),
    ),
  );
  return [...new Set(requested)].map((name) => ({
    figure: `cluster.resources["${name}"].utilisation`,
    unit: 'ratio',
    read: ({ cluster }) => cluster.resources[name]?.utilisation ?? null,
  }));
}

/** A report without a pod of the group has no figure of it. */
function ofGroups(reports: readonly Figures[], by: keyof PodGroups): ReadFigure[] {
  const names = new Set(reports.flatMap(({ podGroups }) => podGroups[by].map(({ name }) => name)));
  return [...names].flatMap((name): ReadFigure[] => {
    const groupOf = ({ podGroups }: Figures): PodGroupFigures | undefined =>
      podGroups[by].find((group) => group.name === name);
    const figure = `podGroups.${by}["${name}"]`;
    return [
      {
        figure: `${figure}.neverBound`,
        unit: 'count',
        read: (figures) => groupOf(figures)?.neverBound ?? null,
      },
      {
        figure: `${figure}.waiting.p95`,
        unit: 'microseconds',
        read: (figures) => groupOf(figures)?.waiting.p95 ?? null,
      },
    ];
  });
}

/** @param sorted - in ascending order. */
function medianOf(sorted: readonly number[]): number | null {
  if (sorted.length === 0) return null;
  const [below, above] = [(sorted.length - 1) >> 1, sorted.length >> 1];
  return (sorted[below]! + sorted[above]!) / 2;
}
