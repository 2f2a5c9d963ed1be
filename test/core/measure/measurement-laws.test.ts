/** Properties of measuring, compared with an independent, naive implementation. */
import test from 'ava';
import type { ResourceFigures } from '../../../src/core/measure/figures.ts';
import { measure } from '../../../src/core/measure/measurement.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import fc from '../../seeded-properties.ts';
import { arbitraryRecording } from './arbitrary-recording.ts';
import { check, RUNS } from './compared-figures.ts';
import {
  integralOf,
  type NaiveNode,
  type NaiveState,
  naiveStates,
  timeMean,
  timeQuantile,
} from './naive-measure.ts';
import { HEADER } from './sample-day.ts';

const amountIn = (amounts: ReadonlyMap<string, number>, resource: string) => amounts.get(resource) ?? 0;

function checkScope(
  name: string,
  figures: Readonly<Record<string, ResourceFigures>>,
  states: readonly NaiveState[],
  belongs: (node: NaiveNode) => boolean,
  withUnplaced: boolean,
): void {
  const end = states.at(-1)?.to ?? 0;
  for (const [resource, actual] of Object.entries(figures)) {
    const requested = (state: NaiveState) =>
      state.nodes.filter(belongs).reduce((sum, node) => sum + amountIn(node.requested, resource), 0) +
      (withUnplaced ? amountIn(state.unplaced, resource) : 0);
    const allocatable = (state: NaiveState) =>
      state.nodes.filter(belongs).reduce((sum, node) => sum + amountIn(node.allocatable, resource), 0);
    const utilisation = (state: NaiveState) =>
      allocatable(state) > 0 ? requested(state) / allocatable(state) : null;
    const label = `${name} ${resource}`;
    const [requestedTotal, allocatableTotal] = [
      integralOf(states, requested),
      integralOf(states, allocatable),
    ];
    check(`${label} requested`, actual.requested.mean, end > 0 ? requestedTotal / end : null);
    check(`${label} allocatable`, actual.allocatable.mean, end > 0 ? allocatableTotal / end : null);
    check(
      `${label} utilisation`,
      actual.utilisation,
      allocatableTotal > 0 ? requestedTotal / allocatableTotal : null,
    );
    check(`${label} p95`, actual.p95, timeQuantile(states, 0.95, utilisation));
    check(`${label} peak`, actual.peak?.utilisation ?? null, timeQuantile(states, 1, utilisation));
    const above = (percent: number) =>
      integralOf(states, (state) =>
        allocatable(state) > 0 && requested(state) * 100 > allocatable(state) * percent ? 1 : 0,
      );
    check(`${label} above 80`, actual.timeAbove80, above(80));
    check(`${label} above 90`, actual.timeAbove90, above(90));
    const stranded = timeMean(states, (state) =>
      state.nodes.filter(belongs).reduce((sum, node) => sum + naiveStranded(node, resource), 0),
    );
    if (Math.abs((actual.stranded.mean ?? 0) - (stranded ?? 0)) > 1e-12 * (actual.allocatable.mean ?? 0))
      throw new Error(`${label} stranded: ${actual.stranded.mean}, but naively ${stranded}`);
  }
}

function naiveStranded(node: NaiveNode, resource: string): number {
  const freeShare = (name: string) => {
    const offered = amountIn(node.allocatable, name);
    return Math.max(0, 1 - amountIn(node.requested, name) / offered);
  };
  const needed = ['cpu', 'memory', 'pods'].filter((name) => amountIn(node.allocatable, name) > 0);
  const offered = amountIn(node.allocatable, resource);
  if (needed.length === 0 || offered === 0) return 0;
  return offered * Math.max(0, freeShare(resource) - Math.min(...needed.map(freeShare)));
}

test('every scope has the integrals, quantiles and stranded amounts of the naive measure', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, (observations) => {
      const figures = measure(HEADER, observations);
      const states = naiveStates(observations);
      checkScope('cluster', figures.cluster.resources, states, () => true, true);
      for (const { pool, resources } of figures.pools)
        checkScope(`pool ${pool}`, resources, states, (node) => node.pool === pool, false);
      for (const { node, resources } of figures.nodes)
        checkScope(node, resources, states, ({ uid }) => uid === node.replace('node-', 'n'), false);
    }),
    RUNS,
  );
  t.pass();
});

test('imbalance is the mean range and the mean population deviation of node utilisation', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, (observations) => {
      const figures = measure(HEADER, observations);
      const states = naiveStates(observations);
      for (const [resource, { imbalance }] of Object.entries(figures.cluster.resources)) {
        const shares = ({ nodes }: NaiveState) =>
          nodes.flatMap((node) => {
            const offered = amountIn(node.allocatable, resource);
            return offered > 0 ? [amountIn(node.requested, resource) / offered] : [];
          });
        const ofTwo = (value: (all: number[]) => number) =>
          timeMean(states, (state) => (shares(state).length < 2 ? null : value(shares(state))));
        check(
          `${resource} range`,
          imbalance?.range ?? null,
          ofTwo((all) => Math.max(...all) - Math.min(...all)),
          1e-9,
        );
        const sigma = ofTwo((all) => {
          const mean = all.reduce((sum, share) => sum + share, 0) / all.length;
          return Math.sqrt(all.reduce((sum, share) => sum + (share - mean) ** 2, 0) / all.length);
        });
        if (Math.abs((imbalance?.sigma ?? 0) - (sigma ?? 0)) > 1e-12)
          check(`${resource} sigma`, imbalance?.sigma ?? null, sigma, 1e-9);
      }
    }),
    RUNS,
  );
  t.pass();
});

test('finer and finer sampling converges to the integral', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, fc.constantFrom(1000, 4000), (observations, samples) => {
      const figures = measure(HEADER, observations);
      const states = naiveStates(observations);
      const end = states.at(-1)?.to ?? 0;
      if (end < 10 * samples) return;
      const cpu = figures.cluster.resources.cpu;
      if (!cpu) return;
      const held = ({ nodes, unplaced }: NaiveState) =>
        nodes.reduce((sum, { requested }) => sum + amountIn(requested, 'cpu'), amountIn(unplaced, 'cpu'));
      let position = 0;
      let sum = 0;
      for (let sample = 0; sample < samples; sample += 1) {
        const time = ((sample + 0.5) * end) / samples;
        while ((states[position]?.to ?? end) <= time) position += 1;
        const state = states[position];
        if (state) sum += held(state);
      }
      const largest = Math.max(...states.map(held));
      const bound = (states.length * largest) / samples;
      if (Math.abs(sum / samples - (cpu.requested.mean ?? 0)) > bound)
        throw new Error(`sampled ${sum / samples}, integrated ${cpu.requested.mean}, bound ${bound}`);
    }),
    { numRuns: 100 },
  );
  t.pass();
});

test('the cluster is the sum of its nodes when every pod has a node', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, (observations) => {
      const placed = observations
        .filter(({ kind }) => kind !== 'pod-bound' || true)
        .filter(isPlaced(observations));
      const { cluster, nodes, pools } = measure(HEADER, placed);
      for (const [resource, { requested, allocatable }] of Object.entries(cluster.resources)) {
        for (const [name, parts] of Object.entries({ nodes, pools })) {
          const total = (part: 'requested' | 'allocatable') =>
            parts.reduce((sum, { resources }) => sum + (resources[resource]?.[part].mean ?? 0), 0);
          check(`${resource} requested by ${name}`, requested.mean, total('requested'));
          check(`${resource} allocatable by ${name}`, allocatable.mean, total('allocatable'));
        }
      }
    }),
    RUNS,
  );
  t.pass();
});

/** Leaves out pods that are bound to no known node. */
function isPlaced(observations: readonly Observation[]): (observation: Observation) => boolean {
  const unplaced = new Set(
    observations.flatMap((one) => (one.kind === 'pod-bound' && one.node === null ? [one.uid] : [])),
  );
  return (observation) => !('uid' in observation && unplaced.has(observation.uid));
}

test('observations that change nothing change no figure', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, fc.array(fc.nat({ max: 200 })), (observations, places) => {
      const split = [...observations];
      for (const place of places) {
        const position = place % split.length;
        const at = split[position]?.at ?? 0;
        split.splice(position, 0, { at, kind: 'scheduler-changed', weights: {} });
        const before = split[position - 1];
        if (before)
          split.splice(position, 0, { at: Math.floor((before.at + at) / 2), kind: 'scheduler-changed' });
      }
      t.deepEqual(measure(HEADER, split), measure(HEADER, observations));
    }),
    { numRuns: 100 },
  );
});

test('the integrals before and after a cut add up to the whole', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, fc.nat({ max: 200 }), (observations, place) => {
      const cut = place % observations.length;
      const at = observations[cut]?.at ?? 0;
      const whole = measure(HEADER, observations);
      const head = measure(HEADER, [...observations.slice(0, cut), { at, kind: 'close' }]);
      const tail = naiveStates(observations).filter(({ from }) => from >= at);
      for (const [resource, { requested }] of Object.entries(whole.cluster.resources)) {
        const after = integralOf(tail, ({ nodes, unplaced }) =>
          nodes.reduce((sum, node) => sum + amountIn(node.requested, resource), amountIn(unplaced, resource)),
        );
        const before = (head.cluster.resources[resource]?.requested.mean ?? 0) * head.window.to;
        check(resource, (requested.mean ?? 0) * whole.window.to, before + after);
      }
    }),
    RUNS,
  );
  t.pass();
});
