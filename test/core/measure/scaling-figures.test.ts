/** Node hours, cost and scale-up latency of an autoscaler, worked out by hand. */
import test from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import { scalarFigures } from '../../../src/core/measure/scalar-figures.ts';
import type { NodeAddedObservation, Observation } from '../../../src/core/recording/observation.ts';
import { shiftedObservation } from '../../../src/core/recording/shifted-observation.ts';
import { autoscaled } from '../../targets/embedded/autoscaler/played-pools.ts';

const HOUR = 3.6e9;
const HEADER = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Recording',
  source: { kind: 'replay' },
  start: '1970-01-01T00:00:00Z',
  tool: { name: 'kubectl-keg', version: '0' },
  clock: { kind: 'virtual', resolution: '1us' },
  redaction: 'none',
} as const;

function node(uid: string, at: number, more: Partial<NodeAddedObservation>): Observation {
  return { at: at * HOUR, kind: 'node-added', uid, name: uid, pool: 'a', allocatable: { cpu: 4 }, ...more };
}
const ordered = (at: number, since?: number) => ({
  ordered: { at: at * HOUR, ...(since !== undefined && { since: since * HOUR }) },
});

test('node hours, cost and latency are those of the nodes that were ordered', (t) => {
  const figures = measure(HEADER, [
    node('first', 0, { ...ordered(0), price: 2 }),
    node('free', 0, { pool: 'other' }),
    node('second', 1, { ...ordered(0.75, 0.5), price: 2 }),
    { at: 3 * HOUR, kind: 'node-removed', uid: 'first' },
    node('third', 3, { ...ordered(2.5, 2.25), price: 2 }),
    { at: 4 * HOUR, kind: 'close' },
  ]);
  const { scaling } = figures;
  t.is(scaling?.nodeTime, 7 * HOUR);
  t.is(scaling?.cost, 14);
  t.like(scaling?.latency, { n: 2, mean: 0.625 * HOUR, max: 0.75 * HOUR });
  t.like(scaling?.provisioning, { mean: 0.375 * HOUR, max: 0.5 * HOUR });
  t.deepEqual(scaling?.pools, [{ pool: 'a', joined: 2, left: 1, most: 2, nodeTime: 7 * HOUR, cost: 14 }]);
  const scalars = new Map(scalarFigures(figures).map(({ figure, value }) => [figure, value]));
  t.is(scalars.get('cost'), 14);
  t.is(scalars.get('scaling.joined'), 2);
  t.is(scalars.get('scaling.left'), 1);
  const other = scalarFigures(figures, { prices: new Map([['a', 1]]) });
  t.is(other.find(({ figure }) => figure === 'cost')?.value, 7);
});

test('a recording without an autoscaler and without prices has no such figures', (t) => {
  const figures = measure(HEADER, [node('n', 0, {}), { at: HOUR, kind: 'close' }]);
  t.false('scaling' in figures);
  t.false(scalarFigures(figures).some(({ figure }) => /cost|scaling/.test(figure)));
});

test('a played autoscaler is measured from its observations, and an order moves with its node', (t) => {
  const { observations } = autoscaled(
    'duration: 1h\ncluster: {autoscaler: {pools: [{name: a, template: {allocatable: {cpu: 4, memory: 8Gi}}, delay: 45s, price: 0.5}]}}\n' +
      'events: {pods: [{arrivalTime: 10m, name: p, template: small}]}\n',
  );
  const { scaling } = measure(HEADER, [...observations, { at: HOUR, kind: 'close' }]);
  t.is(scaling?.latency.max, 45e6);
  t.is(scaling?.nodeTime, HOUR - 645e6);
  t.is(scaling?.cost, ((HOUR - 645e6) / HOUR) * 0.5);
  const added = observations.find(({ kind }) => kind === 'node-added')!;
  t.like(shiftedObservation(added, added.at - 600e6), { at: 45e6, ordered: { at: 0, since: 0 } });
});
