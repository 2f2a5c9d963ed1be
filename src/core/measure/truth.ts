/** Compares a recording, its own replay and the replays of a fitted scenario, figure by figure, and judges which figures are missed. */
import type { Stationarity } from '../fitting/arrivals/stationarity.ts';
import type { GroupFigures, GroupSeries } from './group-figures.ts';
import { inDisplayOrder, unitOf } from './resource-index.ts';

/** The range of fitted ÷ recorded in which a figure counts as true. */
export interface Gate {
  readonly low: number;
  readonly high: number;
}

export interface TruthFigure {
  /** `created`, `bound`, `never bound`, `alive`, `alive p95`, `waiting`, a resource, or `RESOURCE used`. */
  readonly name: string;
  readonly unit: 'pods' | 'microseconds' | 'millicores' | 'bytes' | 'count';
  /** Null where there is none, as the waiting time of no pods. */
  readonly recorded: number | null;
  /** The recording replayed: what the model alone changes. */
  readonly replayed: number | null;
  /** The median and the range over the seeds. */
  readonly fitted: { readonly median: number; readonly low: number; readonly high: number } | null;
  /** Fitted ÷ recorded; null where nothing was recorded. */
  readonly ratio: number | null;
  /** Whether the gate holds for it. The waiting time depends on the model of the scheduler. */
  readonly isGated: boolean;
  /**
   * Whether it misses the gate: the ratio is outside by more than one pod. The number of bound pods also depends on the model of the
   * scheduler: it misses the gate where its ratio to the recording replayed is outside too.
   */
  readonly isOutside: boolean;
  /** Whether the recorded figure is also outside the range of the seeds: chance does not explain it. */
  readonly isBeyondChance: boolean;
}

/** The figures of one group or of all pods, from each of the three sides. */
export interface TruthSides {
  readonly recorded: GroupFigures;
  readonly replayed: GroupFigures;
  /** One for each seed. */
  readonly fitted: readonly GroupFigures[];
}

/** Figures that are 0 or missing on all sides are left out. */
export function truthFigures(sides: TruthSides, gate: Gate): TruthFigure[] {
  const { recorded, replayed, fitted } = sides;
  const resources = inDisplayOrder(
    new Set([recorded, replayed, ...fitted].flatMap(({ requested }) => Object.keys(requested))),
  );
  const used = inDisplayOrder(
    new Set([recorded, replayed, ...fitted].flatMap((side) => Object.keys(side.used ?? {}))),
  );
  const figure = (
    name: string,
    unit: TruthFigure['unit'],
    isGated: boolean,
    of: (figures: GroupFigures) => number | null,
  ): TruthFigure[] => {
    const values = fitted.map(of).filter((value) => value !== null);
    const sidesOf = { recorded: of(recorded), replayed: of(replayed), fitted: bandOf(values) };
    if ([sidesOf.recorded, sidesOf.replayed, ...values].every((value) => !value)) return [];
    return [{ name, unit, ...sidesOf, ...judge(sidesOf, gate, unit, isGated, name === 'bound') }];
  };
  return [
    ...figure('created', 'pods', true, ({ created }) => created),
    ...figure('bound', 'pods', true, ({ bound }) => bound),
    ...figure('never bound', 'pods', false, ({ neverBound }) => neverBound),
    ...figure('alive', 'pods', true, ({ alive }) => alive.mean),
    ...figure('alive p95', 'pods', true, ({ alive }) => alive.p95),
    ...resources.flatMap((resource) =>
      figure(resource, unitOf(resource), true, ({ requested }) => requested[resource] ?? 0),
    ),
    ...used.flatMap((resource) =>
      figure(`${resource} used`, unitOf(resource), true, (side) => side.used?.[resource] ?? 0),
    ),
    ...figure('waiting', 'microseconds', false, ({ waiting }) => waiting),
  ];
}

function judge(
  { recorded, replayed, fitted }: Pick<TruthFigure, 'recorded' | 'replayed' | 'fitted'>,
  { low, high }: Gate,
  unit: TruthFigure['unit'],
  isGated: boolean,
  isOfModel: boolean,
): Pick<TruthFigure, 'ratio' | 'isGated' | 'isOutside' | 'isBeyondChance'> {
  const ratio = recorded && fitted ? fitted.median / recorded : null;
  if (!isGated || recorded === null || !fitted)
    return { ratio, isGated, isOutside: false, isBeyondChance: false };
  const { median } = fitted;
  const isAt = (reference: number): boolean =>
    (unit === 'pods' && Math.abs(median - reference) <= 1) ||
    (median >= low * reference && median <= high * reference);
  const isOutside = !isAt(recorded) && !(isOfModel && replayed !== null && isAt(replayed));
  return {
    ratio,
    isGated,
    isOutside,
    isBeyondChance: isOutside && (recorded < fitted.low || recorded > fitted.high),
  };
}

/** The median of an even number of values is the mean of the two in the middle. */
export function bandOf(
  values: readonly number[],
): { readonly median: number; readonly low: number; readonly high: number } | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return {
    median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    low: sorted[0]!,
    high: sorted.at(-1)!,
  };
}

/** One group: its figures, and how the scenario writes it. */
export interface GroupTruth {
  readonly name: string;
  readonly figures: readonly TruthFigure[];
  /** Such as `exponential in 4 stretches, lifetime Kaplan-Meier`. */
  readonly written: string;
  /** Why it is not written as the tests chose, such as `alive was 0.84`; undefined where it is. */
  readonly why: string | undefined;
}

/** The second half of the recording, predicted by a scenario that is fitted to the first. */
export interface Prediction {
  readonly figures: readonly PredictedFigure[];
  /** Groups of so few arrivals in the first half that they are written as recorded times, which predict nothing. */
  readonly leftOut: number;
}

export interface PredictedFigure {
  readonly name: string;
  readonly recorded: number;
  readonly predicted: number;
  readonly ratio: number | null;
  readonly isOutside: boolean;
  /** Of what the arrivals bring to this figure: without one rate throughout, no fit of the first half could know the second. */
  readonly process: Stationarity | undefined;
  /** First half ÷ second half of such a process, by chance, is at most this, and at least 1 ÷ this (95 %). */
  readonly largestByChance: number | undefined;
  /** Whether the process is stationary, and chance alone stays inside the range in which a figure counts as predicted. */
  readonly isPredictable: boolean;
}

/** How true a scenario is: what its replays show, beside the recording and the recording's own replay. */
export interface Truth {
  readonly gate: Gate;
  /** Whether both were replayed on one node that holds all pods: the recording has no nodes. */
  readonly isOnOneNode: boolean;
  readonly seeds: readonly number[];
  readonly total: readonly TruthFigure[];
  readonly groups: readonly GroupTruth[];
  /** Whether a figure of all pods together misses the gate. */
  readonly isMissed: boolean;
  /** Pods whose arrivals are written as recorded times. */
  readonly recordedTimes: RecordedTimes;
  /** Means over equal slices of the window. */
  readonly series: {
    readonly recorded: GroupSeries;
    readonly replayed: GroupSeries;
    readonly fitted: readonly GroupSeries[];
  };
  readonly prediction: Prediction | undefined;
}

export interface RecordedTimes {
  readonly pods: number;
  /** Of all arrivals. */
  readonly share: number;
  /** The same without groups of fewer than 20 arrivals, whose times are always recorded. */
  readonly podsOfLarge: number;
  readonly shareOfLarge: number;
}
