/** Laws of windows: the figures of adjacent windows add up to those of the whole recording. */
import test from 'ava';
import type { Figures } from '../../../src/core/measure/figures.ts';
import { createMeasurement, measure } from '../../../src/core/measure/measurement.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { cutWindow } from '../../../src/core/recording/window/recording-window.ts';
import fc from '../../seeded-properties.ts';
import { arbitraryRecording } from './arbitrary-recording.ts';
import { check } from './compared-figures.ts';
import { HEADER } from './sample-day.ts';

function measureWindow(observations: readonly Observation[], from: number, to: number | undefined): Figures {
  const measurement = createMeasurement(HEADER);
  const window = cutWindow({ from, to }, measurement.observe);
  for (const observation of observations) window.observe(observation);
  window.end();
  return measurement.finish();
}

/** ∫requested dt and ∫allocatable dt of the cluster. */
function areaOf({ cluster, window }: Figures, resource: string, what: 'requested' | 'allocatable'): number {
  return (cluster.resources[resource]?.[what].mean ?? 0) * window.to;
}

test('areas, times and counts of adjacent windows add up to those of the whole', (t) => {
  fc.assert(
    fc.property(
      arbitraryRecording,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
      (day, shares) => {
        const end = day.at(-1)!.at;
        const cuts = [
          ...new Set(shares.map((share) => Math.floor(share * end)).filter((at) => at > 0 && at < end)),
        ].sort((one, other) => one - other);
        const whole = measure(HEADER, day);
        const parts = [0, ...cuts].map((from, index) => measureWindow(day, from, cuts[index]));
        const sum = (value: (figures: Figures) => number) =>
          parts.reduce((total, part) => total + value(part), 0);
        check(
          'length',
          sum(({ window }) => window.to),
          whole.window.to,
        );
        for (const resource of Object.keys(whole.cluster.resources)) {
          for (const what of ['requested', 'allocatable'] as const) {
            const value = (figures: Figures) => areaOf(figures, resource, what);
            check(`${resource} ${what}`, sum(value), value(whole), 1e-9);
          }
          for (const what of ['timeOffered', 'timeAbove80', 'timeAbove90'] as const) {
            const value = ({ cluster }: Figures) => cluster.resources[resource]?.[what] ?? 0;
            check(`${resource} ${what}`, sum(value), value(whole));
          }
          const peaks = parts.map(({ cluster }) => cluster.resources[resource]?.requested.max ?? 0);
          check(`${resource} max`, Math.max(...peaks), whole.cluster.resources[resource]!.requested.max);
        }
        check(
          'queue',
          sum(({ queue, window }) => (queue.mean ?? 0) * window.to),
          (whole.queue.mean ?? 0) * end,
          1e-9,
        );
        check(
          'created',
          sum(({ pods }) => pods.created - (pods.older ?? 0)),
          whole.pods.created,
        );
        for (const how of ['succeeded', 'failed'] as const)
          check(
            how,
            sum(({ pods }) => pods[how]),
            whole.pods[how],
          );
        check('pending at the end', parts.at(-1)!.pods.alive.pending, whole.pods.alive.pending);
      },
    ),
    { numRuns: 100 },
  );
  t.pass();
});

test('the window of everything has the figures of the recording', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, (day) => {
      t.deepEqual(measureWindow(day, 0, undefined), measure(HEADER, day));
    }),
    { numRuns: 100 },
  );
});
