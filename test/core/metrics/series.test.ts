/** The series of a recording at its own times, and their encoding for remote write. */
import test from 'ava';
import { recordedSeries } from '../../../src/core/metrics/recorded-series.ts';
import { type WrittenSeries, writeRequest } from '../../../src/core/metrics/write-request.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';

const START = 1_772_352_000_000;

function seriesOf(observations: readonly Observation[], step: number): Map<string, WrittenSeries['samples']> {
  const found = new Map<string, WrittenSeries['samples']>();
  const series = recordedSeries(step, (batch) => {
    for (const { labels, samples } of batch)
      found.set(JSON.stringify(labels), [...(found.get(JSON.stringify(labels)) ?? []), ...samples]);
  });
  series.header({
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    source: { kind: 'cluster' },
    start: '2026-03-01T08:00:00.000000000Z',
    tool: { name: 'kubectl-keg', version: '0.0.0' },
    clock: { kind: 'monotonic', resolution: '1us' },
    redaction: 'none',
  });
  for (const observation of observations) series.observe(observation);
  series.end();
  return found;
}

const DAY: readonly Observation[] = [
  { at: 0, kind: 'node-added', uid: 'n', name: 'n', allocatable: { cpu: 1 } },
  { at: 15_000_000, kind: 'node-changed', uid: 'n', unschedulable: true },
  { at: 30_000_000, kind: 'node-removed', uid: 'n' },
  { at: 45_000_000, kind: 'close' },
];

test('samples stand at the start, at each step and at the end, with what was known then', (t) => {
  const series = seriesOf(DAY, 15_000_000);
  t.deepEqual(
    series.get('{"__name__":"keg_clock_seconds"}')?.map(({ timestamp }) => timestamp - START),
    [0, 15_000, 30_000, 45_000],
  );
  t.deepEqual(
    series.get('{"__name__":"kube_node_spec_unschedulable","node":"n"}')?.map(({ value }) => value),
    [0, 1, undefined],
  );
});

test('the end of a window between two steps has samples as well', (t) => {
  const clock = seriesOf(DAY, 20_000_000).get('{"__name__":"keg_clock_seconds"}');
  t.deepEqual(
    clock?.map(({ timestamp }) => timestamp - START),
    [0, 20_000, 40_000, 45_000],
  );
});

test('a label without a value is left out', (t) => {
  const names = [...seriesOf(DAY, 60_000_000).keys()].map((key) => JSON.parse(key) as Record<string, string>);
  t.false(names.some((labels) => Object.values(labels).includes('')));
  t.true(names.some(({ __name__ }) => __name__ === 'kube_node_info'));
});

test('a request is that of the protocol, byte by byte', (t) => {
  const encoded = writeRequest([
    {
      labels: { b: 'é', __name__: 'up' },
      samples: [
        { timestamp: 300, value: 1.5 },
        { timestamp: -1, value: undefined },
      ],
    },
  ]);
  const [name, label] = ['0a0e0a085f5f6e616d655f5f12027570', '0a070a01621202c3a9'];
  const first = '120c09000000000000f83f10ac02';
  const second = '1214090200000000 00f07f10ffffffffffffffffff01'.replace(' ', '');
  const content = name + label + first + second;
  t.is(Buffer.from(encoded).toString('hex'), `0a${(content.length / 2).toString(16)}${content}`);
});

test('a date after the year 2,000 fits into a timestamp', (t) => {
  const encoded = writeRequest([{ labels: {}, samples: [{ timestamp: START, value: 0 }] }]);
  let read = 0;
  [...encoded.slice(14)].forEach((byte, index) => {
    read += (byte & 0x7f) * 128 ** index;
  });
  t.is(read, START);
});
