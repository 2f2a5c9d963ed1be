/** The run of a pod is that of its container, also where its kubelet reported its start or its end late. */
import test from 'ava';
import { fitGroup } from '../../../../src/core/fitting/pods/fit-group.ts';
import { runByStamps } from '../../../../src/core/fitting/pods/kubelet-delay.ts';
import { startLoads } from '../../../../src/core/fitting/pods/load-dependence.ts';
import { groupPods } from '../../../../src/core/fitting/pods/workload-group.ts';
import { writeRun } from '../../../../src/core/fitting/writing/write-run.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { at, historyInGrain, made, WATCH } from './made-history.ts';

const GRAIN = { resolution: 0, stamps: 1 };

/** A pod that started at second 11, by the stamp of its container, and was seen to start at 11.8. */
function runOf(end: Partial<Observation> & { readonly at: number }, ...before: readonly Observation[]) {
  return historyInGrain(
    GRAIN,
    made('p', 10),
    { at: at(10), kind: 'pod-bound', uid: 'p', node: 'n' },
    { at: at(11.8), kind: 'pod-started', uid: 'p', stamp: at(11) },
    ...before,
    { kind: 'pod-finished', uid: 'p', phase: 'Succeeded', ...end } as Observation,
  ).pods;
}

test('an end that is seen late counts from the stamps, and keeps the time of its report', (t) => {
  const [frozen] = runOf({ at: at(76.6), stamp: at(33) });
  t.deepEqual([frozen!.started, frozen!.ended, frozen!.reported], [11.8, 33.8, 76.6]);
  const [usual] = runOf({ at: at(15.2), stamp: at(13) });
  t.deepEqual([usual!.ended, usual!.reported], [13.8, 15.2]);
});

test('an end that is seen within the second of its stamp counts as it was seen', (t) => {
  const [prompt] = runOf({ at: at(33.7), stamp: at(33) });
  t.deepEqual([prompt!.ended, prompt!.reported], [33.7, undefined]);
  const [without] = runOf({ at: at(76.6) });
  t.is(without!.ended, 76.6);
});

test('a run that ended before the recording ends when the pod is first seen', (t) => {
  const [pod] = historyInGrain(
    GRAIN,
    made('p', 1, { age: at(9) }),
    { at: at(1), kind: 'pod-bound', uid: 'p', node: 'n' },
    { at: at(1), kind: 'pod-started', uid: 'p', stamp: at(-7) },
    { at: at(2), kind: 'pod-finished', uid: 'p', phase: 'Succeeded', stamp: at(-3) },
  ).pods;
  t.deepEqual([pod!.ended, pod!.reported], [0, 1]);
});

test('an end under a deletion counts as it was seen', (t) => {
  const deleted = { at: at(30), kind: 'pod-terminating', uid: 'p' } as const;
  const [pod] = runOf({ at: at(60), stamp: at(33) }, deleted);
  t.deepEqual([pod!.cause, pod!.ended], ['deleted', 60]);
});

test('a start that is seen late moves back, though not before the binding', (t) => {
  const seen = { started: 50, ended: 52, bound: 10, resolution: 1 };
  t.deepEqual(runByStamps({ ...seen, stamped: 30 }), { started: 22, ended: 52 });
  t.deepEqual(runByStamps({ ...seen, stamped: 60 }), { started: 10, ended: 52 });
  t.deepEqual(runByStamps({ ...seen, stamped: 3 }), { started: 50, ended: 52 });
});

test('the delay of the report is written as a phase of its own', (t) => {
  const pods = runOf({ at: at(15.2), stamp: at(13) });
  const [group] = groupPods(pods);
  const fit = fitGroup(group!, WATCH, startLoads(pods), 1);
  const { phases } = writeRun(fit) as { phases: { finished: unknown } };
  t.regex(JSON.stringify(phases.finished), /"1\.4s"/);
});
