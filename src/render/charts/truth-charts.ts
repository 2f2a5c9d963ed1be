/** Makes the charts of how true a scenario is: pods alive and requests over time, recorded, and fitted with the band of the seeds. */

import { counted } from '../../core/errors/counted.ts';
import { unitOf } from '../../core/measure/resource-index.ts';
import { bandOf, type Truth } from '../../core/measure/truth.ts';
import { formatNumber } from '../terminal/human-units.ts';
import { type Chart, fewDigits } from './chart.ts';

const UNIT_NAMES = { millicores: 'cores', bytes: 'GiB', count: 'number' } as const;
const UNIT_SIZES = { millicores: 1000, bytes: 2 ** 30, count: 1 } as const;

function inUnits(resource: string, amounts: readonly number[]): number[] {
  return amounts.map((amount) => amount / UNIT_SIZES[unitOf(resource)]);
}

export function truthCharts({ series, seeds }: Truth): Chart[] {
  const { recorded, fitted } = series;
  const resources = Object.keys(recorded.requested).filter((resource) =>
    recorded.requested[resource]!.some((value) => value > 0),
  );
  const chart = (title: string, seen: readonly number[], drawn: readonly (readonly number[])[]): Chart => {
    const bands = seen.map((_, slice) => bandOf(drawn.map((values) => values[slice] ?? 0))!);
    const median = bands.map((band) => fewDigits(band.median));
    const mean = (values: readonly number[]): string =>
      formatNumber(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length));
    return {
      kind: 'times',
      title,
      describe: `${title} over time: recorded about ${mean(seen)} on average, drawn about ${mean(median)} (median of ${counted(seeds.length, 'seed')}; the band spans them).`,
      lines: [
        { side: 'recorded', values: seen.map(fewDigits) },
        {
          side: 'drawn',
          values: median,
          low: bands.map(({ low }) => fewDigits(low)),
          high: bands.map(({ high }) => fewDigits(high)),
        },
      ],
    };
  };
  return [
    chart(
      'pods alive',
      recorded.alive,
      fitted.map(({ alive }) => alive),
    ),
    ...resources.map((resource) =>
      chart(
        `${resource} requested (${UNIT_NAMES[unitOf(resource)]})`,
        inUnits(resource, recorded.requested[resource]!),
        fitted.map(({ requested }) => inUnits(resource, requested[resource] ?? [])),
      ),
    ),
  ];
}
