/** Pods that never were bound have no run: they wait again, and are withdrawn at the ages at which they were. */
import test from 'ava';
import { fitGroup, type GroupFit } from '../../../../src/core/fitting/pods/fit-group.ts';
import { startLoads } from '../../../../src/core/fitting/pods/load-dependence.ts';
import { groupPods } from '../../../../src/core/fitting/pods/workload-group.ts';
import { heavyRuns, knownRun } from '../../../../src/core/fitting/runs/heavy-runs.ts';
import { fittedScenario } from '../../../../src/core/fitting/writing/fitted-scenario.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { at, historyOf, type Made, made, rows, WATCH } from './made-history.ts';

const NODE: Observation = { at: 0, kind: 'node-added', uid: 'n', name: 'n', allocatable: { cpu: '2' } };

function waiting(uid: string, from: number, until?: number, more: Made = {}): Observation[] {
  return [
    made(uid, from, more),
    { at: at(from), kind: 'pod-unschedulable', uid, message: 'no' },
    ...(until === undefined ? [] : [{ at: at(until), kind: 'pod-deleted', uid } as const]),
  ];
}

function running(uid: string, from: number, bound: number, until?: number, more: Made = {}): Observation[] {
  return [
    made(uid, from, more),
    { at: at(bound), kind: 'pod-bound', uid, node: 'n' },
    { at: at(bound), kind: 'pod-started', uid },
    ...(until === undefined ? [] : [{ at: at(until), kind: 'pod-deleted', uid } as const]),
  ];
}

interface Fitted {
  readonly fits: readonly GroupFit[];
  readonly pods: readonly Record<string, unknown>[];
  readonly templates: Record<string, { spec: { nodeSelector?: object } }>;
}

function fitOf(...lines: readonly Observation[]): Fitted {
  const ordered = [...lines].sort((one, other) => one.at - other.at);
  const history = historyOf(NODE, ...ordered);
  const fits = groupPods(history.pods).map((group) => fitGroup(group, WATCH, startLoads(history.pods), 1));
  const cluster = { ...history, kubernetes: undefined };
  const head = { name: 'day', description: '', seed: 1, window: 100 };
  const written = fittedScenario({ ...head, cluster, groups: fits }) as unknown as {
    readonly events: { readonly pods: Fitted['pods'] };
    readonly templates: Fitted['templates'];
  };
  return { fits, pods: written.events.pods, templates: written.templates };
}

test('a pod that was deleted while it waited was withdrawn, and its end is no end of a run', (t) => {
  const { fits, pods } = fitOf(
    ...running('a', 10, 12, 40),
    ...waiting('b', 20, 50),
    ...waiting('c', 30, 60),
    ...waiting('d', 80),
  );
  const [fit] = fits;
  t.deepEqual(
    [...fit!.ends],
    [
      ['deleted', 1],
      ['withdrawn', 2],
    ],
  );
  const sample = (name: string) => rows(fit!.fits.find(({ quantity }) => quantity === name)!.sample);
  t.deepEqual(sample('withdrawn').sort(), [
    [2, 'cut off', 0],
    [20, 'cut off', 0],
    [30, 'ended', 0],
  ]);
  t.deepEqual(sample('lifetime'), [[28, 'ended', 0]]);
  t.is(pods[0]!.end, 'deleted');
  t.deepEqual((pods[0]!.phases as { withdrawn: unknown }).withdrawn, { type: 'constant', value: '30s' });
});

test('pods that waited when the window opened wait at its start', (t) => {
  const { fits, pods } = fitOf(
    ...waiting('a', 0, undefined, { age: 50 }),
    ...running('b', 0, 30, undefined, { age: 50 }),
    ...running('c', 0, 0, undefined, { age: 50 }),
  );
  t.deepEqual([fits[0]!.present, fits[0]!.waiting, fits[0]!.arrived], [1, 2, 0]);
  t.deepEqual(
    pods.map(({ name, count, ages }) => [name, count ?? ages]),
    [
      ['web-before', ['50s']],
      ['web-waiting', 2],
    ],
  );
  t.deepEqual(rows(fits[0]!.fits.find(({ quantity }) => quantity === 'running')!.sample), [
    [100, 'cut off', 0],
  ]);
});

test('pods of a group without any bound pod wait in the replay too', (t) => {
  const never = { 'keg.dev/never-bound-in-the-recording': 'true' };
  const other = running('r', 1, 1, undefined, { group: 'other' });
  const small = fitOf(...other, ...waiting('a', 10));
  t.deepEqual(small.templates.web!.spec.nodeSelector, never);
  const large = fitOf(...other, ...waiting('a', 10, undefined, { template: 'large' }));
  t.is(large.templates.web!.spec.nodeSelector, undefined);
  const late = fitOf(...other, made('a', 99));
  t.is(late.templates.web!.spec.nodeSelector, undefined);
  const one = fitOf(...other, ...waiting('a', 10), ...running('b', 20, 21));
  t.is(one.templates.web!.spec.nodeSelector, undefined);
});

test('pods of a recording in which nothing was bound are withdrawn too', (t) => {
  const { fits, pods } = fitOf(...waiting('a', 10, 50), ...waiting('b', 20, 60));
  t.deepEqual([...fits[0]!.ends], [['withdrawn', 2]]);
  t.deepEqual((pods[0]!.phases as { withdrawn: unknown }).withdrawn, { type: 'constant', value: '40s' });
});

test('a pod that was there before a recording without bindings has a run', (t) => {
  const { fits } = fitOf(made('a', 0, { age: 50 }), { at: at(50), kind: 'pod-deleted', uid: 'a' });
  t.deepEqual([...fits[0]!.ends], [['deleted', 1]]);
});

test('a pod that finished in a recording without bindings has a run', (t) => {
  const { fits } = fitOf(made('a', 10), { at: at(50), kind: 'pod-finished', uid: 'a', phase: 'Failed' });
  t.deepEqual([...fits[0]!.ends], [['failed', 1]]);
});

test('few pods that are written one by one last as long as they waited', (t) => {
  const { pods } = historyOf(NODE, ...waiting('a', 10, 50), ...running('b', 60, 60, 70));
  const known = [...heavyRuns(pods, WATCH)].map((pod) => knownRun(pod, WATCH.window));
  t.deepEqual(known, [{ lifetime: 40 }, { lifetime: 10 }]);
});
