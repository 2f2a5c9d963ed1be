/** Reads the figures of what pods used out of the usage gauges. */
import { CPU, FINE_CPU } from './resource-index.ts';
import { quantileOfTime } from './time-distribution.ts';
import { bucketMeans } from './time-series.ts';
import type { UsedFigures } from './used-figures.ts';
import { advanceGauge, type GaugeTable, readGauge } from './utilisation-gauge.ts';

/** @param allocatable ∫allocatable in the unit of the resource. `row` is undefined where no pod of the scope uses the resource. */
export function usedFigures(
  table: GaugeTable,
  row: number | undefined,
  resource: number,
  allocatable: number,
  end: number,
): UsedFigures {
  const offered = allocatable > 0;
  if (row === undefined) {
    const none = offered ? 0 : null;
    return { utilisation: none, p95: none, peak: none, mean: end > 0 ? 0 : null, max: 0, maxAt: 0, end: 0 };
  }
  advanceGauge(table, row, end);
  const fine = fineness(resource);
  const { requestedIntegral, requested, peak, mostRequested } = readGauge(table, row);
  const integral = requestedIntegral / fine;
  return {
    utilisation: offered ? integral / allocatable : null,
    p95: quantileOfTime(table.utilisations[row]!, 0.95),
    peak: peak?.utilisation ?? (offered ? 0 : null),
    mean: end > 0 ? integral / end : null,
    max: mostRequested.amount / fine,
    maxAt: mostRequested.at,
    end: requested / fine,
  };
}

/** Means of what was used for each bucket of the window; undefined where there is no series of it. */
export function usedSeries(
  table: GaugeTable,
  row: number | undefined,
  resource: number,
  end: number,
): number[] | undefined {
  const series = row === undefined ? undefined : table.series[row]?.requested;
  const fine = fineness(resource);
  return series && bucketMeans(series, end).map((amount) => amount / fine);
}

function fineness(resource: number): number {
  return resource === CPU ? FINE_CPU : 1;
}
