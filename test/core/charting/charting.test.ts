/** What a page draws: exact figures for each bucket of time, equal to those of the report. */
import test from 'ava';
import { holdsOf } from '../../../src/core/charting/drawn-cluster.ts';
import { followCluster } from '../../../src/core/charting/follow-cluster.ts';
import { groupedEvents } from '../../../src/core/charting/grouped-events.ts';
import { pendingCurves, podRates, waitingBins } from '../../../src/core/charting/pending-curves.ts';
import { clusterCurves, nodeRows } from '../../../src/core/charting/scope-curves.ts';
import { countMeans, shareMeans, type TimeGrid } from '../../../src/core/charting/step-curves.ts';
import type { Figures } from '../../../src/core/measure/figures.ts';
import { measure } from '../../../src/core/measure/measurement.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import fc from '../../seeded-properties.ts';
import { arbitraryDamagedRecording } from '../measure/arbitrary-recording.ts';
import { HEADER, sampleDay } from '../measure/sample-day.ts';
import { bound, created, HALF, NODE_A, node } from '../measure/small-recording.ts';

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-6 * Math.max(1, Math.abs(one), Math.abs(other));
}

/** Figures of the report that the curves miss. */
function missedFigures(observations: readonly Observation[], figures: Figures): string[] {
  const history = followCluster(HEADER, observations);
  const { end } = history;
  if (end === 0) return [];
  const grid: TimeGrid = { end, count: 17 };
  const { cluster, pools, rows } = clusterCurves(history, nodeRows(history, 3), grid);
  const means = (scope: typeof cluster, resource: string): [number, number] => {
    const curve = scope[history.resources.indexOf(resource)];
    return curve ? [sum(curve.used) / end, sum(curve.offered) / end] : [0, 0];
  };
  const pending = pendingCurves(history, grid, 2);
  const checks: [name: string, drawn: number, measured: number][] = [
    ['end', end, figures.window.to],
    ['created', sum(podRates(history, grid).created), figures.pods.created],
    ['bound', sum(podRates(history, grid).bound), figures.pods.bound],
    ['waits', sum(waitingBins(history).counts), figures.waiting.n],
    ['pending', sum(countMeans(pending.all, grid)) / grid.count, figures.queue.mean ?? 0],
    ['pending at once', Math.max(...pending.all.high), figures.queue.max ?? 0],
    ...Object.entries(figures.cluster.resources).flatMap(([resource, { requested, allocatable, peak }]) => {
      const [used, offered] = means(cluster, resource);
      const inRows = sum(rows.map((row) => means(row, resource)[1]));
      const high = (cluster[history.resources.indexOf(resource)]?.high ?? []).filter((share) => share >= 0);
      return [
        [`${resource} requested`, used, requested.mean ?? 0],
        [`${resource} allocatable`, offered, allocatable.mean ?? 0],
        [`${resource} in rows`, inRows, offered],
        [`${resource} peak`, Math.max(0, ...high), peak?.utilisation ?? 0],
      ] satisfies [string, number, number][];
    }),
    ...figures.pools.flatMap(({ pool, resources }) =>
      Object.entries(resources).map(([resource, { requested }]): [string, number, number] => [
        `${pool}: ${resource}`,
        means(pools.get(pool) ?? [], resource)[0],
        requested.mean ?? 0,
      ]),
    ),
  ];
  return checks.filter(([, drawn, measured]) => !isNear(drawn, measured)).map((check) => check.join(' '));
}

test('the curves of a day add up to the figures of its report', (t) => {
  const day = sampleDay({ pods: 300 });
  t.deepEqual(missedFigures(day, measure(HEADER, day)), []);
});

test('the curves of any recording add up to the figures of its report', (t) => {
  fc.assert(
    fc.property(arbitraryDamagedRecording, (observations) => {
      t.deepEqual(missedFigures(observations, measure(HEADER, observations)), []);
    }),
    { numRuns: 100 },
  );
});

test('a bucket has the mean, the lowest and the highest share that lasted in it', (t) => {
  const history = followCluster(HEADER, [
    HALF,
    NODE_A,
    created('p', 0),
    bound('p', 10),
    created('q', 12),
    bound('q', 12),
    { at: 15, kind: 'pod-deleted', uid: 'q' },
    { at: 40, kind: 'close' },
  ]);
  const grid = { end: 40, count: 4 };
  const [cpu] = clusterCurves(history, nodeRows(history, 9), grid).cluster;
  t.deepEqual(shareMeans(cpu!), [0, 0.65, 0.5, 0.5]);
  t.deepEqual([...cpu!.low], [0, 0.5, 0.5, 0.5]);
  t.deepEqual([...cpu!.high], [0, 1, 0.5, 0.5]);
});

test('a node that is removed, and a pod that is resized, end what is held', (t) => {
  const history = followCluster(HEADER, [
    HALF,
    { ...HALF, hash: 'other' } as Observation,
    NODE_A,
    created('p', 0),
    bound('p', 10),
    { at: 20, kind: 'pod-resized', uid: 'p', template: 'other' },
    { at: 30, kind: 'node-removed', uid: 'uid-a' },
    { at: 40, kind: 'close' },
  ]);
  t.deepEqual(
    [...holdsOf(history)].map(({ node: number, from, to }) => [number, from, to]),
    [
      [0, 10, 20],
      [0, 20, 30],
    ],
  );
});

test('rows join nodes of one pool only, and leave none out', (t) => {
  const nodes = ['a', 'b', 'c', 'd', 'e'].map((name, place) => node(name, {}, 0, place < 2 ? 'x' : 'y'));
  const history = followCluster(HEADER, nodes);
  t.deepEqual(
    nodeRows(history, 3).map((row) => row.nodes),
    [[0, 1], [2, 3], [4]],
  );
});

test('joined events count all, and no list is longer than asked', (t) => {
  const kinds = fc.constantFrom('node added', 'pod evicted');
  const event = fc.record({ at: fc.nat(1000), kind: kinds, subject: fc.string(), reason: fc.constant(null) });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 200 }), fc.integer({ min: 4, max: 50 }), (events, most) => {
      const ordered = events.toSorted((one, other) => one.at - other.at);
      const { groups } = groupedEvents(ordered, 1001, most);
      t.true(groups.length <= most);
      t.is(sum(groups.map(({ count }) => count)), events.length);
    }),
  );
});
