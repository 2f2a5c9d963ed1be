/** Figures of the analyzer of kube-event-generator, on its own recorded placements and computed by hand. */
import test from 'ava';
import type { Figures } from '../../../src/core/measure/figures.ts';
import { createMeasurement, measure } from '../../../src/core/measure/measurement.ts';
import type { ResourceAmounts } from '../../../src/core/objects/quantity.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import fc from '../../seeded-properties.ts';
import { sharedText, testWithShared } from '../../shared.ts';
import { arbitraryRecording } from './arbitrary-recording.ts';
import { check } from './compared-figures.ts';
import { integralOf, type NaiveState, naiveStates } from './naive-measure.ts';
import { HEADER } from './sample-day.ts';
import { bound, created, NODE_A, node, run, template } from './small-recording.ts';

const PLACEMENTS = 'data/seeds/keg/legacy-2025-04/results/scenario-100-default.placements.csv';

/** Two nodes of 4 processors and 32 Gi, as the run had them. */
function recordedPlacements(): Observation[] {
  const [, ...rows] = sharedText(PLACEMENTS).trim().split('\n');
  const time = (text: string): number => Date.parse(`${text}Z`) * 1000;
  const pods = rows.map((row) => row.split(','));
  const start = Math.min(...pods.map(([, added = '']) => time(added)));
  const at = (text: string): number => time(text) - start;
  const steps = pods.flatMap(
    ([pod = '', added = '', boundAt = '', place = '', gone = '', cpu = '', memory = '']) => [
      created(pod, at(added), `${cpu} ${memory}`),
      bound(pod, at(boundAt), place),
      { at: at(boundAt), kind: 'pod-started', uid: pod } as const,
      { at: at(gone), kind: 'pod-deleted', uid: pod } as const,
    ],
  );
  const offer = { cpu: '4', memory: '32Gi', pods: '110' };
  const nodes = [...new Set(pods.map(([, , , name = '']) => name))].map((name) => node(name, offer));
  const templates = pods.map(([, , , , , cpu = '', memory = '']) =>
    template(`${cpu} ${memory}`, { cpu, memory }),
  );
  return [...templates, ...nodes, ...steps.sort((one, other) => one.at - other.at)];
}

testWithShared('the recorded default placements have the integral 243.2 of its reference pod', (t) => {
  const observations = recordedPlacements();
  const measurement = createMeasurement(HEADER, { cpu: 903.79, memory: 446.06 * 2 ** 20 });
  for (const observation of observations) measurement.observe(observation);
  const { fragmentation } = measurement.finish();
  t.is(fragmentation?.integral?.toFixed(2), '243.25');
});

testWithShared('the mean request of the pods is the reference where none is given', (t) => {
  const { fragmentation, waiting } = measure(HEADER, recordedPlacements());
  t.is(fragmentation?.reference.cpu.toFixed(2), '887.04');
  t.is((fragmentation!.reference.memory / 2 ** 20).toFixed(2), '443.08');
  t.is(fragmentation?.integral?.toFixed(2), '253.43');
  t.is(fragmentation?.efficiency.waiting, waiting.mean ?? undefined);
});

/** Two nodes of 4 processors and 8 Gi; a pod of 2 processors and 1 Gi from 10 s to 40 s, another from 20 s to 60 s that never starts. */
function twoPods(): Figures {
  return run(
    [
      NODE_A,
      node('b', { cpu: '4', memory: '8Gi', pods: '10' }),
      created('one', 4e6),
      bound('one', 10e6),
      { at: 10e6, kind: 'pod-started', uid: 'one' },
      created('two', 20e6),
      bound('two', 20e6, 'b'),
      { at: 40e6, kind: 'pod-deleted', uid: 'one' },
      { at: 60e6, kind: 'pod-deleted', uid: 'two' },
    ],
    100e6,
  );
}

test('the integral runs from the first arrival to the last end, and counts the best node alone', (t) => {
  const { fragmentation } = twoPods();
  t.like(fragmentation, { from: 4e6, to: 60e6, reference: { cpu: 2000, memory: 2 ** 30 } });
  t.is(fragmentation?.integral, 2 * 16 + 1 * 20 + 2 * 20);
  t.is(fragmentation?.mean, 92 / 56);
});

test('balance and efficiency are means over the moments at which something changes', (t) => {
  const { fragmentation } = twoPods();
  // Of the five moments 0, 10, 20, 40 and 60 s, those with a request have a variation of 1, 0 and 1.
  const balance = 1 / (1 + 2 / 3);
  t.deepEqual(fragmentation?.balance, { cpu: balance, memory: balance, score: balance });
  const { score, started, waiting, cpu, memory } = fragmentation!.efficiency;
  t.deepEqual(
    [started, waiting, cpu, memory],
    [0.5, 3e6, (0.25 + 0.5 + 0.25) / 5, (1 / 16 + 1 / 8 + 1 / 16) / 5],
  );
  t.is(score, 0.3 * 0.5 + 0.2 / 1.05 + 0.2 * cpu + 0.2 * memory + 0.1 * balance);
});

test('pods that request nothing have no integral; without pods there are no figures', (t) => {
  t.is(run([NODE_A, template('none', {}), created('p', 0, 'none')]).fragmentation?.integral, null);
  t.is(run([NODE_A]).fragmentation, undefined);
});

test('the integral is that of a naive measure', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, (observations) => {
      const { fragmentation } = measure(HEADER, observations);
      if (!fragmentation) return;
      const { reference, from, to, integral } = fragmentation;
      const states = naiveStates(observations).flatMap((state): NaiveState[] => {
        const [since, until] = [Math.max(from, state.from), Math.min(to, state.to)];
        return until > since ? [{ ...state, from: since, to: until }] : [];
      });
      const limits = (['cpu', 'memory'] as const).filter((resource) => reference[resource] > 0);
      const free = (resource: string, offer: ResourceAmounts, taken: ResourceAmounts): number =>
        (offer.get(resource) ?? 0) - (taken.get(resource) ?? 0);
      const fits = ({ nodes }: NaiveState): number =>
        Math.max(
          0,
          ...nodes.map(({ allocatable, requested }) =>
            Math.min(
              ...limits.map((resource) =>
                Math.floor(free(resource, allocatable, requested) / reference[resource]),
              ),
            ),
          ),
        );
      if (limits.length === 0) t.is(integral, null);
      else check('integral', (integral ?? 0) * 1e6, integralOf(states, fits), 1e-9);
    }),
    { numRuns: 200 },
  );
  t.pass();
});
