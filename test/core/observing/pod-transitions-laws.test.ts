/** Property tests: what holds for every life of a pod, whichever states a watch misses. */
import test from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import { createNodeTransitions } from '../../../src/core/observing/node-transitions.ts';
import type { PodObject } from '../../../src/core/observing/pod-object.ts';
import { createPodTransitions } from '../../../src/core/observing/pod-transitions.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import fc from '../../seeded-properties.ts';
import { type PodLife, podLife } from './pod-life.ts';
import { keepingObserver, kinds, TEMPLATE, watchPods } from './pod-states.ts';

const HEADER: RecordingHeader = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Recording',
  source: { kind: 'cluster' },
  start: '2026-03-02T08:00:00.000000000Z',
  tool: { name: 'kubectl-keg', version: '0.1.0' },
  clock: { kind: 'monotonic', resolution: '1us' },
  redaction: 'none',
};
const ORDER = ['pod-created', 'pod-bound', 'pod-started', 'pod-ready', 'pod-finished', 'pod-deleted'];

/** A life of a pod. A watch sees some of its states, and always the last one: by itself, or with the deletion. */
const watchedLife = fc
  .tuple(podLife('p1'), fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), fc.boolean())
  .map(([life, kept, lastWithDeletion]) => {
    const isLast = (position: number) => position === life.states.length - 1;
    const states = life.states.filter((_state, position) =>
      isLast(position) ? !(life.isGone && lastWithDeletion) : kept[position],
    );
    return { life, states };
  });

function observationsOf(life: PodLife, states: readonly PodObject[]): Observation[] {
  const { pods, newObservations } = watchPods();
  let at = 0;
  for (const state of states) pods.seen(state, ++at);
  if (life.isGone) pods.gone(life.uid, ++at, life.states.at(-1));
  return newObservations();
}

/** The steps without the times at which they were seen. */
function steps(observations: readonly Observation[]): unknown[] {
  return observations.filter(({ kind }) => ORDER.includes(kind)).map(({ at: _at, ...step }) => step);
}

function isReadyIn({ status }: PodObject): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}

test('each step is observed at most once and in order, whichever states are missed', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(watchedLife, ({ life, states }) => {
        const positions = kinds(observationsOf(life, states))
          .filter((kind) => kind !== 'pod-unschedulable')
          .map((kind) => ORDER.indexOf(kind));
        return positions.every((position, which) => which === 0 || position > positions[which - 1]!);
      }),
    ),
  );
});

test('missed states lose no step, except readiness that no seen state showed', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(watchedLife, ({ life, states }) => {
        const whole = observationsOf(life, life.states);
        const showedReady = [...states, ...(life.isGone ? life.states.slice(-1) : [])].some(isReadyIn);
        const expected = showedReady ? whole : whole.filter(({ kind }) => kind !== 'pod-ready');
        t.deepEqual(steps(observationsOf(life, states)), steps(expected));
      }),
    ),
  );
});

test('a message of the scheduler is observed if it differs from the one before', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(podLife('p1'), (life) => {
        const recorded = observationsOf(life, life.states).flatMap((each) =>
          each.kind === 'pod-unschedulable' ? [each.message] : [],
        );
        const messages = life.states
          .filter(({ spec }) => spec.nodeName === undefined)
          .flatMap(({ status }) => status?.conditions?.find(({ type }) => type === 'PodScheduled') ?? [])
          .map(({ message }) => message);
        t.deepEqual(
          recorded,
          messages.filter((message, which) => message !== messages[which - 1]),
        );
      }),
    ),
  );
});

test('older states that arrive again cause no observation', (t) => {
  const repeats = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 10 });
  t.notThrows(() =>
    fc.assert(
      fc.property(podLife('p1'), repeats, (life, moves) => {
        const states = life.states.map((state, position) => ({ state, position }));
        for (const [what, where] of moves) {
          const target = where % states.length;
          const stale = life.states[what % (states[target]!.position + 1)]!;
          states.splice(target + 1, 0, { state: stale, position: states[target]!.position });
        }
        const withStale = observationsOf(
          life,
          states.map(({ state }) => state),
        );
        const withoutTimes = (observations: readonly Observation[]) =>
          observations.map(({ at: _at, ...rest }) => rest);
        t.deepEqual(withoutTimes(withStale), withoutTimes(observationsOf(life, life.states)));
      }),
    ),
  );
});

test('the measurement uses every observation and counts every pod', (t) => {
  const lives = fc.array(fc.nat(), { minLength: 1, maxLength: 6 }).chain((numbers) =>
    fc.tuple(
      fc.tuple(...numbers.map((_number, which) => podLife(`p${which}`, 'web-0'))),
      // The pod whose next state is seen.
      fc.array(fc.nat({ max: numbers.length - 1 }), { maxLength: 60 }),
      fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
    ),
  );
  t.notThrows(() =>
    fc.assert(
      fc.property(lives, ([all, turns, kept]) => {
        const observations: Observation[] = [];
        const observer = keepingObserver(observations);
        const nodes = createNodeTransitions(observer, () => undefined);
        const pods = createPodTransitions(observer, ({ metadata: { namespace, name } }) => ({
          namespace,
          name,
          template: TEMPLATE,
        }));
        nodes.seen(
          { metadata: { uid: 'n1', name: 'worker-0' }, status: { allocatable: { cpu: '8', pods: '110' } } },
          0,
        );
        const next = all.map(() => 0);
        let at = 0;
        const advance = (which: number, isKept: boolean) => {
          const life = all[which]!;
          const state = life.states[next[which]!];
          next[which]! += 1;
          if (state && isKept) pods.seen(state, ++at);
          if (next[which] === life.states.length && life.isGone)
            pods.gone(life.uid, ++at, life.states.at(-1));
        };
        for (const [turn, which] of turns.entries()) advance(which, kept[turn]!);
        for (const [which, life] of all.entries())
          while (next[which]! < life.states.length) advance(which, true);
        observations.push({ at: at + 1, kind: 'close' });
        const { ignored, pods: counted } = measure(HEADER, observations);
        t.is(ignored.total, 0);
        const alive = counted.alive.pending + counted.alive.bound + counted.alive.lost;
        t.is(counted.created, counted.succeeded + counted.failed + counted.deleted + alive);
        t.is(counted.created, observations.filter(({ kind }) => kind === 'pod-created').length);
      }),
    ),
  );
});
