/** Integrates one resource of each scope (cluster, pool or node): requested, allocatable and stranded amounts over time. */
import { addProduct, addValue, sumOf } from './exact-sum.ts';
import { copyDistribution, holdValue, type TimeDistribution, timeDistribution } from './time-distribution.ts';
import { holdInSeries, type TimeSeries, timeSeries } from './time-series.ts';

/**
 * All gauges of a measurement. A gauge is a row: thousands of nodes have one for each resource, and every binding changes a dozen of them,
 * so their numbers stand in one array and not in objects.
 */
export interface GaugeTable {
  cells: Float64Array;
  /** By row. */
  readonly utilisations: TimeDistribution[];
  readonly series: ({ readonly requested: TimeSeries; readonly allocatable: TimeSeries } | null)[];
}

/** Columns. A sum takes two. */
const REQUESTED = 0;
const ALLOCATABLE = 1;
const STRANDED = 2;
/** Since when the values above hold, µs. */
const SINCE = 4;
const REQUESTED_INTEGRAL = 5;
const ALLOCATABLE_INTEGRAL = 7;
const STRANDED_INTEGRAL = 9;
/** Time with anything allocatable, and the parts of it with more than 80 % and 90 % requested; µs. */
const OFFERED = 11;
const ABOVE_80 = 12;
const ABOVE_90 = 13;
/** NaN before there is one, as in the other columns of peaks. */
const PEAK_UTILISATION = 14;
const PEAK_REQUESTED = 15;
const PEAK_ALLOCATABLE = 16;
const PEAK_AT = 17;
const MOST_REQUESTED = 18;
const MOST_REQUESTED_AT = 19;
const COLUMNS = 20;

export interface GaugeOptions {
  /** Number of distinct utilisations kept for the p95 of time. */
  readonly distinctValues: number;
  /** Keep means per time bucket, for sparklines. */
  readonly withSeries: boolean;
}

export function gaugeTable(): GaugeTable {
  return { cells: new Float64Array(64 * COLUMNS), utilisations: [], series: [] };
}

/** Adds a gauge and returns its row. */
export function addGauge(table: GaugeTable, options: GaugeOptions): number {
  const row = table.utilisations.length;
  const base = row * COLUMNS;
  if (base + COLUMNS > table.cells.length) {
    const wider = new Float64Array(2 * table.cells.length);
    wider.set(table.cells);
    table.cells = wider;
  }
  table.cells[base + PEAK_UTILISATION] = Number.NaN;
  table.cells[base + MOST_REQUESTED] = Number.NaN;
  table.utilisations.push(timeDistribution(options.distinctValues));
  table.series.push(options.withSeries ? { requested: timeSeries(), allocatable: timeSeries() } : null);
  return row;
}

/** Adds a gauge with all that another one holds, but without its series, and returns its row. */
export function copyGauge(table: GaugeTable, of: number): number {
  const row = addGauge(table, { distinctValues: 0, withSeries: false });
  table.cells.copyWithin(row * COLUMNS, of * COLUMNS, (of + 1) * COLUMNS);
  table.utilisations[row] = copyDistribution(table.utilisations[of]!);
  return row;
}

/** Adds to what is requested and allocatable, from `at` (µs) on. */
export function changeGauge(
  table: GaugeTable,
  row: number,
  at: number,
  requested: number,
  allocatable: number,
): void {
  if (requested === 0 && allocatable === 0) return;
  const { cells } = table;
  const base = row * COLUMNS;
  if (at > cells[base + SINCE]!) advanceGauge(table, row, at);
  cells[base + REQUESTED]! += requested;
  cells[base + ALLOCATABLE]! += allocatable;
}

/** Adds to what is allocatable alone, from `at` on. */
export function enlargeGauge(table: GaugeTable, row: number, at: number, allocatable: number): void {
  const { cells } = table;
  const base = row * COLUMNS;
  if (at > cells[base + SINCE]! && allocatable !== 0) advanceGauge(table, row, at);
  cells[base + ALLOCATABLE]! += allocatable;
}

/** Changes the stranded amount of one node from `before` to `after`, from `at` on. */
export function changeStranded(
  table: GaugeTable,
  row: number,
  at: number,
  before: number,
  after: number,
): void {
  const { cells } = table;
  const base = row * COLUMNS;
  if (at > cells[base + SINCE]!) advanceGauge(table, row, at);
  addValue(cells, -before, base + STRANDED);
  addValue(cells, after, base + STRANDED);
}

/** Integrates the values since the last change up to `at`. A value that holds for no time does not count, not even as a peak. */
export function advanceGauge(table: GaugeTable, row: number, at: number): void {
  const { cells } = table;
  const base = row * COLUMNS;
  const since = cells[base + SINCE]!;
  const duration = at - since;
  if (duration <= 0) return;
  const requested = cells[base + REQUESTED]!;
  const allocatable = cells[base + ALLOCATABLE]!;
  cells[base + SINCE] = at;
  addProduct(cells, requested, duration, base + REQUESTED_INTEGRAL);
  addProduct(cells, allocatable, duration, base + ALLOCATABLE_INTEGRAL);
  const stranded = sumOf(cells, base + STRANDED);
  if (stranded !== 0) addProduct(cells, stranded, duration, base + STRANDED_INTEGRAL);
  const series = table.series[row]!;
  if (series) {
    holdInSeries(series.requested, requested, since, at);
    holdInSeries(series.allocatable, allocatable, since, at);
  }
  if (!(requested <= cells[base + MOST_REQUESTED]!)) {
    cells[base + MOST_REQUESTED] = requested;
    cells[base + MOST_REQUESTED_AT] = since;
  }
  if (allocatable <= 0) return;
  const utilisation = requested / allocatable;
  cells[base + OFFERED]! += duration;
  if (requested * 5 > allocatable * 4) cells[base + ABOVE_80]! += duration;
  if (requested * 10 > allocatable * 9) cells[base + ABOVE_90]! += duration;
  holdValue(table.utilisations[row]!, utilisation, duration);
  if (!(utilisation <= cells[base + PEAK_UTILISATION]!)) {
    cells[base + PEAK_UTILISATION] = utilisation;
    cells[base + PEAK_REQUESTED] = requested;
    cells[base + PEAK_ALLOCATABLE] = allocatable;
    cells[base + PEAK_AT] = since;
  }
}

/** What a gauge holds whose utilisation was never integrated; undefined for others. */
export function untouchedCells({ cells, utilisations }: GaugeTable, row: number): Float64Array | undefined {
  const base = row * COLUMNS;
  return utilisations[row]!.size > 0 ? undefined : cells.slice(base, base + COLUMNS);
}

/** Whether the gauge is untouched and holds that: then it will always say the same as the gauge that these are from. */
export function hasCells({ cells, utilisations }: GaugeTable, row: number, of: Float64Array): boolean {
  if (utilisations[row]!.size > 0) return false;
  const base = row * COLUMNS;
  for (let column = 0; column < COLUMNS; column += 1)
    if (!Object.is(cells[base + column], of[column])) return false;
  return true;
}

/** The numbers of one gauge, as they are at the time to which it was advanced. */
export interface GaugeReading {
  readonly requested: number;
  readonly allocatable: number;
  /** Amount × µs. */
  readonly requestedIntegral: number;
  readonly allocatableIntegral: number;
  readonly strandedIntegral: number;
  readonly offered: number;
  readonly above80: number;
  readonly above90: number;
  readonly peak: {
    readonly utilisation: number;
    readonly requested: number;
    readonly allocatable: number;
    readonly at: number;
  } | null;
  readonly mostRequested: { readonly amount: number; readonly at: number };
}

export function readGauge({ cells }: GaugeTable, row: number): GaugeReading {
  const base = row * COLUMNS;
  const cell = (column: number): number => cells[base + column]!;
  return {
    requested: cell(REQUESTED),
    allocatable: cell(ALLOCATABLE),
    requestedIntegral: sumOf(cells, base + REQUESTED_INTEGRAL),
    allocatableIntegral: sumOf(cells, base + ALLOCATABLE_INTEGRAL),
    strandedIntegral: sumOf(cells, base + STRANDED_INTEGRAL),
    offered: cell(OFFERED),
    above80: cell(ABOVE_80),
    above90: cell(ABOVE_90),
    peak: Number.isNaN(cell(PEAK_UTILISATION))
      ? null
      : {
          utilisation: cell(PEAK_UTILISATION),
          requested: cell(PEAK_REQUESTED),
          allocatable: cell(PEAK_ALLOCATABLE),
          at: cell(PEAK_AT),
        },
    mostRequested: Number.isNaN(cell(MOST_REQUESTED))
      ? { amount: 0, at: 0 }
      : { amount: cell(MOST_REQUESTED), at: cell(MOST_REQUESTED_AT) },
  };
}
