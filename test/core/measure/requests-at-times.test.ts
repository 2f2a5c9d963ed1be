/** Occupancy just before given times, by hand and for the check points of the Alibaba GPU trace, which others computed. */

import test from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import { occupancyAt } from '../../../src/core/measure/requests-at-times.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { sharedText, testWithShared } from '../../shared.ts';
import { HEADER, SECOND } from './sample-day.ts';

test('observations at the given time do not count', (t) => {
  const observations: Observation[] = [
    {
      at: 0,
      kind: 'template',
      hash: 't',
      template: { spec: { containers: [{ resources: { requests: { cpu: '1' } } }] } },
    },
    { at: 0, kind: 'pod-created', uid: 'p', namespace: 'default', name: 'p', template: 't' },
    { at: 10, kind: 'pod-bound', uid: 'p', node: null },
    { at: 20, kind: 'pod-finished', uid: 'p', phase: 'Succeeded' },
  ];
  t.deepEqual(
    occupancyAt(observations, [30, 10, 20, 11]).map(({ time, pods, requested }) => [
      time,
      pods,
      requested.cpu ?? 0,
    ]),
    [
      [30, 0, 0],
      [10, 0, 0],
      [20, 1, 1000],
      [11, 1, 1000],
    ],
  );
});

test('a resized pod counts with its new request', (t) => {
  const template = (hash: string, cpu: string): Observation => ({
    at: 0,
    kind: 'template',
    hash,
    template: { spec: { containers: [{ resources: { requests: { cpu } } }] } },
  });
  const observations: Observation[] = [
    template('t', '1'),
    template('u', '3'),
    { at: 0, kind: 'pod-created', uid: 'p', namespace: 'default', name: 'p', template: 't' },
    { at: 10, kind: 'pod-bound', uid: 'p', node: null },
    { at: 20, kind: 'pod-resized', uid: 'p', template: 'u' },
    { at: 30, kind: 'pod-deleted', uid: 'p' },
  ];
  t.deepEqual(
    occupancyAt(observations, [20, 30, 40]).map(({ requested }) => requested.cpu),
    [1000, 3000, 0],
  );
});

const OPENB = 'data/openb/';
const GPU = 'alibabacloud.com/gpu-milli';
const EXPECTED = 'expected_occupancy.json';
const PODS = 'openb_pod_list_default.csv';

interface ExpectedOccupancy {
  /** Pods, cpu in millicores, memory in MiB, GPU in thousandths. */
  readonly peak: readonly number[];
  readonly peak_time: readonly number[];
  readonly occupancy_just_before: Readonly<Record<string, readonly number[]>>;
}

testWithShared('openb: requested cpu, memory and gpu equal the check points', (t) => {
  const expected: ExpectedOccupancy = JSON.parse(sharedText(OPENB + EXPECTED));
  const observations = openbHistory();
  const times = Object.keys(expected.occupancy_just_before).map(Number);
  const found = occupancyAt(
    observations,
    times.map((seconds) => seconds * SECOND),
  );
  t.deepEqual(
    found.map(({ pods, requested }) => [
      pods,
      requested.cpu,
      (requested.memory ?? 0) / 2 ** 20,
      requested[GPU],
    ]),
    times.map((seconds) => [...(expected.occupancy_just_before[seconds] ?? [])]),
  );
});

testWithShared(
  'openb: peaks of pods, cpu, memory and gpu equal independent figures, with their times',
  (t) => {
    const expected: ExpectedOccupancy = JSON.parse(sharedText(OPENB + EXPECTED));
    const { cluster, pods, neverBound } = measure(HEADER, openbHistory());
    const peaks = ['pods', 'cpu', 'memory', GPU].map((resource) => {
      const { max = 0, maxAt = 0 } = cluster.resources[resource]?.requested ?? {};
      return { peak: resource === 'memory' ? max / 2 ** 20 : max, at: maxAt / SECOND };
    });
    t.deepEqual(
      peaks.map(({ peak }) => peak),
      [...expected.peak],
    );
    t.deepEqual(
      peaks.map(({ at }) => at),
      [...expected.peak_time],
    );
    t.is(pods.created, 8152);
    t.is(neverBound.count, 897);
  },
);

/** Reads the trace's history without the importer, which has its own tests. */
function openbHistory(): Observation[] {
  const [head = '', ...lines] = sharedText(OPENB + PODS)
    .trim()
    .split('\n');
  const names = head.trim().split(',');
  const templates = new Set<string>();
  const observations: Observation[] = [];
  for (const line of lines) {
    const cells = line.trim().split(',');
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    const uid = cell('name');
    const gpu = Number(cell('num_gpu')) * Number(cell('gpu_milli'));
    const requests = { cpu: `${cell('cpu_milli')}m`, memory: `${cell('memory_mib')}Mi`, [GPU]: gpu };
    const hash = JSON.stringify(requests);
    if (!templates.has(hash)) {
      templates.add(hash);
      observations.push({
        at: 0,
        kind: 'template',
        hash,
        template: { spec: { containers: [{ resources: { requests } }] } },
      });
    }
    const at = Number(cell('creation_time')) * SECOND;
    observations.push({ at, kind: 'pod-created', uid, namespace: 'openb', name: uid, template: hash });
    if (cell('scheduled_time') !== '')
      observations.push({ at: Number(cell('scheduled_time')) * SECOND, kind: 'pod-bound', uid, node: null });
    observations.push({ at: Number(cell('deletion_time')) * SECOND, kind: 'pod-deleted', uid });
  }
  const order = ['template', 'pod-deleted', 'pod-created', 'pod-bound'];
  const ended = new Set(
    observations.flatMap((one) => (one.kind === 'pod-deleted' ? [`${one.uid} ${one.at}`] : [])),
  );
  const startsAtItsEnd = (one: Observation) =>
    'uid' in one && ended.has(`${one.uid} ${one.at}`) && one.kind !== 'pod-deleted';
  const rank = (one: Observation) => (startsAtItsEnd(one) ? 0 : order.indexOf(one.kind) + 1);
  return observations.sort((a, b) => a.at - b.at || rank(a) - rank(b));
}

test('times may come in any order and after the last observation', (t) => {
  const observations: readonly Observation[] = [
    { at: 0, kind: 'template', hash: 't', template: { spec: { containers: [{ name: 'm' }] } } },
    { at: 1, kind: 'pod-created', uid: 'a', namespace: 'n', name: 'a', template: 't' },
    { at: 2, kind: 'pod-bound', uid: 'a', node: 'x' },
    { at: 2, kind: 'pod-bound', uid: 'unknown', node: 'x' },
    { at: 5, kind: 'pod-finished', uid: 'a', phase: 'Failed' },
    { at: 6, kind: 'pod-deleted', uid: 'a' },
  ];
  const pods = occupancyAt(observations, [9, 3, 2, 5, 6]).map(({ time, pods }) => [time, pods]);
  t.deepEqual(pods, [
    [9, 0],
    [3, 1],
    [2, 0],
    [5, 1],
    [6, 0],
  ]);
  t.deepEqual(occupancyAt(observations, [9])[0]!.requested, { pods: 0 });
});
