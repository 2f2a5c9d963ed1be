/** Which of several nodes a pod preempts on, and in which order pods become victims. */
import test from 'ava';
import { podInfoReader } from '../../../../../src/core/scheduler/cache/pod-info.ts';
import { createResourceColumns } from '../../../../../src/core/scheduler/cache/resource-columns.ts';
import { type PodState, podState } from '../../../../../src/core/scheduler/framework/pod-state.ts';
import { behaviourOf } from '../../../../../src/core/scheduler/kubernetes-version.ts';
import {
  bestCandidates,
  type PreemptionCandidate,
} from '../../../../../src/core/scheduler/plugins/preemption/choose-candidate.ts';
import { sortByImportance } from '../../../../../src/core/scheduler/plugins/preemption/importance.ts';
import { ranked } from './pods-by-priority.ts';

const infoOf = podInfoReader(createResourceColumns(), behaviourOf('1.36'));
function victim(priority: number, startTime?: number, name = `p${priority}`): PodState {
  const pod = ranked(name, 1, priority);
  return { ...podState(pod, infoOf(pod.template)), startTime };
}
const on = (name: string, violations: number, ...victims: PodState[]): PreemptionCandidate => ({
  name,
  violations,
  victims,
});
const best = (...candidates: PreemptionCandidate[]) => bestCandidates(candidates).map(({ name }) => name);

test('fewer violated budgets count most', (t) => {
  t.deepEqual(best(on('a', 1, victim(0)), on('b', 0, victim(9), victim(8))), ['b']);
});

test('then the lowest priority of the most important victim', (t) => {
  t.deepEqual(best(on('a', 0, victim(5)), on('b', 0, victim(4), victim(4), victim(4))), ['b']);
});

test('then the lowest sum of priorities, in which each victim counts above 0', (t) => {
  t.deepEqual(best(on('a', 0, victim(5), victim(4)), on('b', 0, victim(5), victim(3))), ['b']);
  t.deepEqual(best(on('a', 0, victim(-5)), on('b', 0, victim(-5), victim(-9))), ['a']);
});

test('then the latest start of the victims of the highest priority', (t) => {
  t.deepEqual(best(on('a', 0, victim(5, 10), victim(1, 1)), on('b', 0, victim(5, 9), victim(1, 99))), ['a']);
  t.deepEqual(best(on('a', 0, victim(5, 10), victim(5, 30)), on('b', 0, victim(5, 20), victim(5, 20))), [
    'b',
  ]);
});

test('a victim that has not started counts as started now', (t) => {
  t.deepEqual(best(on('a', 0, victim(5, 10)), on('b', 0, victim(5))), ['b']);
  t.deepEqual(best(on('a', 0, victim(5)), on('b', 0, victim(5))), ['a', 'b']);
});

test('victims are ordered by priority, then by start; the one that started last comes last', (t) => {
  const pods = [victim(1, 5, 'a'), victim(2, 9, 'b'), victim(1, undefined, 'c'), victim(1, 4, 'd')];
  for (const version of ['1.36', '1.37'] as const)
    t.is(namesIn(sortByImportance(pods, behaviourOf(version))), 'bdac', version);
});

test('up to 1.36 pods that have not started are reversed, from 1.37 they keep their order', (t) => {
  const pods = [victim(1, undefined, 'a'), victim(1, undefined, 'b'), victim(1, undefined, 'c')];
  t.is(namesIn(sortByImportance(pods, behaviourOf('1.36'))), 'cba');
  t.is(namesIn(sortByImportance(pods, behaviourOf('1.37'))), 'abc');
});

test('pods that started in the same second keep their order', (t) => {
  const pods = Array.from({ length: 20 }, (_, i) => victim(1, 7, String.fromCharCode(97 + i)));
  for (const length of [3, 12, 20]) {
    const some = pods.slice(0, length);
    t.is(namesIn(sortByImportance(some, behaviourOf('1.36'))), namesIn(some));
  }
});

function namesIn(pods: readonly PodState[]): string {
  return pods.map(({ name }) => name).join('');
}
