/** Integrates one resource of one scope (cluster, pool or node): requested, allocatable and stranded amounts over time. */
import { addProduct, addValue, type ExactSum, exactSum, sumOf } from './exact-sum.ts';
import { holdValue, type TimeDistribution, timeDistribution } from './time-distribution.ts';
import { holdInSeries, type TimeSeries, timeSeries } from './time-series.ts';

export interface Gauge {
  requested: number;
  allocatable: number;
  readonly stranded: ExactSum;
  /** Since when the values above hold, µs. */
  since: number;
  readonly requestedIntegral: ExactSum;
  readonly allocatableIntegral: ExactSum;
  readonly strandedIntegral: ExactSum;
  readonly utilisations: TimeDistribution;
  /** Time with anything allocatable, and the parts of it with more than 80 % and 90 % requested; µs. */
  offered: number;
  above80: number;
  above90: number;
  peak: {
    readonly utilisation: number;
    readonly requested: number;
    readonly allocatable: number;
    readonly at: number;
  } | null;
  peakRequested: { readonly amount: number; readonly at: number } | null;
  readonly series: { readonly requested: TimeSeries; readonly allocatable: TimeSeries } | null;
}

export interface GaugeOptions {
  /** Number of distinct utilisations kept for the p95 of time. */
  readonly distinctValues: number;
  /** Keep means per time bucket, for sparklines. */
  readonly withSeries: boolean;
}

export function gauge(options: GaugeOptions): Gauge {
  return {
    requested: 0,
    allocatable: 0,
    stranded: exactSum(),
    since: 0,
    requestedIntegral: exactSum(),
    allocatableIntegral: exactSum(),
    strandedIntegral: exactSum(),
    utilisations: timeDistribution(options.distinctValues),
    offered: 0,
    above80: 0,
    above90: 0,
    peak: null,
    peakRequested: null,
    series: options.withSeries ? { requested: timeSeries(), allocatable: timeSeries() } : null,
  };
}

/** Adds to what is requested and allocatable, from `at` (µs) on. */
export function changeGauge(state: Gauge, at: number, requested: number, allocatable: number): void {
  if (requested === 0 && allocatable === 0) return;
  advanceGauge(state, at);
  state.requested += requested;
  state.allocatable += allocatable;
}

/** Changes the stranded amount of one node from `before` to `after`, from `at` on. */
export function changeStranded(state: Gauge, at: number, before: number, after: number): void {
  advanceGauge(state, at);
  addValue(state.stranded, -before);
  addValue(state.stranded, after);
}

/** Integrates the values since the last change up to `at`. A value that holds for no time does not count, not even as a peak. */
export function advanceGauge(state: Gauge, at: number): void {
  const duration = at - state.since;
  if (duration <= 0) return;
  const { requested, allocatable, since } = state;
  state.since = at;
  addProduct(state.requestedIntegral, requested, duration);
  addProduct(state.allocatableIntegral, allocatable, duration);
  const stranded = sumOf(state.stranded);
  if (stranded !== 0) addProduct(state.strandedIntegral, stranded, duration);
  if (state.series) {
    holdInSeries(state.series.requested, requested, since, at);
    holdInSeries(state.series.allocatable, allocatable, since, at);
  }
  if (state.peakRequested === null || requested > state.peakRequested.amount)
    state.peakRequested = { amount: requested, at: since };
  if (allocatable > 0) holdUtilisation(state, since, duration);
}

function holdUtilisation(state: Gauge, since: number, duration: number): void {
  const { requested, allocatable } = state;
  const utilisation = requested / allocatable;
  state.offered += duration;
  if (requested * 5 > allocatable * 4) state.above80 += duration;
  if (requested * 10 > allocatable * 9) state.above90 += duration;
  holdValue(state.utilisations, utilisation, duration);
  if (state.peak === null || utilisation > state.peak.utilisation)
    state.peak = { utilisation, requested, allocatable, at: since };
}
