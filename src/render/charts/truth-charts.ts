/** Makes the charts of how true a scenario is: pods alive and requests over time, recorded, and fitted with the band of the seeds. */

import { counted } from '../../core/errors/counted.ts';
import { unitOf } from '../../core/measure/resource-index.ts';
import { bandOf, type Truth } from '../../core/measure/truth.ts';
import type { Chart, Point } from './chart.ts';
import { linearScale, timeScale } from './scale.ts';

const UNIT_NAMES = { millicores: 'cores', bytes: 'GiB', count: 'number' } as const;
const UNIT_SIZES = { millicores: 1000, bytes: 2 ** 30, count: 1 } as const;

function inUnits(resource: string, amounts: readonly number[]): number[] {
  return amounts.map((amount) => amount / UNIT_SIZES[unitOf(resource)]);
}

/** @param window - in seconds. */
export function truthCharts({ series, seeds }: Truth, window: number): Chart[] {
  const { recorded, fitted } = series;
  const resources = Object.keys(recorded.requested).filter((resource) =>
    recorded.requested[resource]!.some((value) => value > 0),
  );
  const chart = (
    title: string,
    yTitle: string,
    seen: readonly number[],
    drawn: readonly (readonly number[])[],
  ): Chart => {
    const width = window / seen.length;
    const bands = seen.map((_, slice) => bandOf(drawn.map((values) => values[slice] ?? 0))!);
    const points = (values: readonly number[]): Point[] => [
      ...values.map((value, slice): Point => [slice * width, value]),
      [window, values.at(-1) ?? 0],
    ];
    return {
      title,
      xTitle: `time in the window; band: ${counted(seeds.length, 'seed')}`,
      yTitle,
      x: timeScale(linearScale, 0, window),
      y: linearScale(0, Math.max(...seen, ...bands.map(({ high }) => high))),
      layers: [
        {
          kind: 'band',
          className: 'drawn',
          upper: points(bands.map(({ high }) => high)),
          lower: points(bands.map(({ low }) => low)),
        },
        { kind: 'steps', className: 'seen', points: points(seen) },
        { kind: 'steps', className: 'fitted', points: points(bands.map(({ median }) => median)) },
      ],
    };
  };
  return [
    chart(
      'pods alive',
      'pods',
      recorded.alive,
      fitted.map(({ alive }) => alive),
    ),
    ...resources.map((resource) =>
      chart(
        `${resource} requested`,
        UNIT_NAMES[unitOf(resource)],
        inUnits(resource, recorded.requested[resource]!),
        fitted.map(({ requested }) => inUnits(resource, requested[resource] ?? [])),
      ),
    ),
  ];
}
