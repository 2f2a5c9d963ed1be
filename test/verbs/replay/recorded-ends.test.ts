/** Restarts, evictions and preemptions of a recording are replayed as what they were. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { reportRecording } from '../../../src/verbs/report/report-recording.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { life, node, replay, second, template, written } from './written-day.ts';

/** What the replay of these observations observes of the pods, with their names. */
async function again(t: ExecutionContext, file: string, request: object = {}) {
  const recording = join(temporaryFolder(t), 'again.keg.jsonl');
  const { difference } = await replay(file, { recording, ...request });
  const { observations } = await reportRecording({ file: recording, keepObservations: true });
  const names = new Map<string, string>();
  for (const each of observations) if (each.kind === 'pod-created') names.set(each.uid, each.name);
  const story = (name: string) =>
    observations.filter((each) => 'uid' in each && names.get(each.uid) === name).map(({ ...each }) => each);
  return { difference: difference!, story };
}

/** Kinds, with their times in seconds and what matters of them. */
const brief = (story: readonly Observation[]) =>
  story.map((each) => {
    const { at, kind } = each;
    const { reason, exitCode, restarts } = each as { reason?: string; exitCode?: number; restarts?: number };
    return [at / 1e6, kind.replace('pod-', ''), reason, exitCode, restarts]
      .filter((part) => part !== undefined)
      .join(' ');
  });

test('restarts happen again as long after the binding, with their counts and exit codes', async (t) => {
  const file = written(t, [
    node('a'),
    template('1'),
    ...life('p', '1', 2, 5, 'a', 60),
    { at: second(7), kind: 'pod-ready', uid: 'p' },
    { at: second(20), kind: 'pod-readiness', uid: 'p', ready: false },
    {
      at: second(20),
      kind: 'pod-container-ended',
      uid: 'p',
      container: 'main',
      restarts: 0,
      reason: 'OOMKilled',
      exitCode: 137,
    },
    {
      at: second(30),
      kind: 'pod-restarted',
      uid: 'p',
      container: 'main',
      restarts: 1,
      reason: 'OOMKilled',
      exitCode: 137,
    },
    { at: second(31), kind: 'pod-readiness', uid: 'p', ready: true },
  ]);
  const { story } = await again(t, file, { pin: true });
  t.deepEqual(brief(story('p')).slice(2), [
    '6 started',
    '7 ready',
    '20 readiness',
    '20 container-ended OOMKilled 137 0',
    '30 restarted OOMKilled 137 1',
    '31 readiness',
    '60 deleted',
  ]);
});

test('a pod fails with its recorded reason and exit code', async (t) => {
  const file = written(t, [
    node('a'),
    template('1'),
    ...life('p', '1', 0, 0, 'a'),
    { at: second(40), kind: 'pod-finished', uid: 'p', phase: 'Failed', reason: 'OOMKilled', exitCode: 137 },
  ]);
  const { story } = await again(t, file);
  t.regex(brief(story('p')).at(-1)!, /finished OOMKilled 137/);
});

test('an eviction through the API is carried out at its time with its cause, and takes as long', async (t) => {
  const file = written(t, [
    node('a'),
    template('1'),
    ...life('p', '1', 0, 0, 'a', 55),
    { at: second(40), kind: 'pod-disrupted', uid: 'p', reason: 'EvictionByEvictionAPI', message: 'drained' },
    { at: second(40), kind: 'pod-terminating', uid: 'p', graceSeconds: 30 },
  ]);
  const { story, difference } = await again(t, file);
  t.deepEqual(brief(story('p')).slice(-3), [
    '40 disrupted EvictionByEvictionAPI',
    '40 terminating',
    '55 deleted EvictionByEvictionAPI',
  ]);
  t.like(difference.disruptions[0], { cause: 'eviction', recorded: 1, again: 1 });
});

test('a kubelet under pressure fails the pod at the same time', async (t) => {
  const file = written(t, [
    node('a'),
    template('1'),
    ...life('p', '1', 0, 0, 'a'),
    { at: second(40), kind: 'pod-disrupted', uid: 'p', reason: 'TerminationByKubelet' },
    { at: second(40), kind: 'pod-finished', uid: 'p', phase: 'Failed', reason: 'Evicted' },
  ]);
  const { story } = await again(t, file);
  t.deepEqual(brief(story('p')).slice(-2), ['40 disrupted TerminationByKubelet', '40 finished Evicted']);
});

test('a taint of a node evicts again what runs there, with the recorded cause', async (t) => {
  const taints = [{ key: 'broken', effect: 'NoExecute' as const }];
  const file = written(t, [
    node('a'),
    template('1'),
    ...life('p', '1', 0, 0, 'a'),
    { at: second(40), kind: 'node-changed', uid: 'a@0', taints },
    { at: second(40), kind: 'pod-disrupted', uid: 'p', reason: 'DeletionByTaintManager' },
    { at: second(40), kind: 'pod-deleted', uid: 'p', reason: 'DeletionByTaintManager' },
  ]);
  const { story, difference } = await again(t, file);
  t.deepEqual(brief(story('p')).slice(-2), [
    '40 disrupted DeletionByTaintManager',
    '40 deleted DeletionByTaintManager',
  ]);
  t.like(difference.disruptions[0], { cause: 'node', recorded: 1, again: 1 });
});

/** `low` is preempted at 40 s for `high`; on two nodes nothing has to go. */
function preempted(t: ExecutionContext, owners: object): string {
  return written(t, [
    node('a'),
    template('3'),
    { ...template('2', { priority: 10 }), hash: 'high' } as Observation,
    ...life('low', '3', 0, 0, 'a', 42, owners),
    { at: second(40), kind: 'pod-disrupted', uid: 'low', reason: 'PreemptionByScheduler', by: 'high' },
    { at: second(40), kind: 'pod-terminating', uid: 'low', graceSeconds: 30 },
    ...life('high', 'high', 40, 43, 'a', 90),
  ]);
}

test('the scheduler of the replay preempts for itself', async (t) => {
  const { story, difference } = await again(t, preempted(t, {}));
  const [disrupted] = story('low').filter(({ kind }) => kind === 'pod-disrupted');
  t.like(disrupted, { reason: 'PreemptionByScheduler' });
  t.true(disrupted!.at > second(40), 'after the scheduler has tried the pod');
  t.like(difference.disruptions[0], { cause: 'preemption', recorded: 1, again: 1, madeWay: 0, ranOn: 0 });
});

test('a pod without a controller runs on where it is not preempted again', async (t) => {
  const { story, difference } = await again(t, preempted(t, {}), { nodes: ['2:cpu=4'] });
  t.regex(brief(story('low')).at(-1)!, /ready/, 'it has no end');
  t.like(difference.disruptions[0], { recorded: 1, again: 0, ranOn: 1 });
});

test('a pod with a controller makes way for its recorded replacement', async (t) => {
  const owners = { owners: [{ kind: 'ReplicaSet', name: 'low' }] };
  const { story, difference } = await again(t, preempted(t, owners), { nodes: ['2:cpu=4'] });
  t.deepEqual(brief(story('low')).slice(-3), [
    '40 disrupted ReplacedInTheRecording',
    '40 terminating',
    '42 deleted ReplacedInTheRecording',
  ]);
  t.like(difference.disruptions[0], { recorded: 1, again: 0, madeWay: 1 });
});

test('with placements pinned, a preemption is carried out as it was recorded', async (t) => {
  const { story, difference } = await again(t, preempted(t, {}), { pin: true });
  t.like(
    story('low').find(({ kind }) => kind === 'pod-disrupted'),
    { at: second(40), reason: 'PreemptionByScheduler' },
  );
  t.is(story('low').at(-1)!.at, second(42));
  t.like(difference.disruptions[0], { recorded: 1, again: 1 });
});

const BUSY = `
apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: busy}
cluster: {nodes: [{name: n, count: 3, template: {allocatable: {cpu: 4, memory: 8Gi, pods: 20}}}]}
templates:
  low: {spec: {containers: [{name: main, resources: {requests: {cpu: 1500m}}}]}}
  high: {spec: {priority: 100, containers: [{name: main, resources: {requests: {cpu: 2}}}]}}
events:
  pods:
    - {name: low, count: 40, arrivals: {type: exponential, mean: 60s}, lifetime: {type: exponential, mean: 10m}, phases: {started: 2s, terminated: 4s}, template: low}
    - {name: high, count: 12, arrivals: {type: exponential, mean: 200s}, lifetime: 8m, template: high}
  nodes:
    - {at: 10m, action: drain, name: n-0}
    - {at: 15m, action: uncordon, name: n-0}
    - {at: 20m, action: remove, name: n-1}
`;

test('preemptions, a drain and a lost node of a whole day happen again', async (t) => {
  const file = join(temporaryFolder(t), 'busy.yaml');
  writeFileSync(file, BUSY);
  const recording = join(temporaryFolder(t), 'busy.keg.jsonl');
  await replay(file, { recording });
  for (const pin of [false, true]) {
    const { difference } = await replay(recording, { pin });
    t.true(
      difference!.areas.every(({ difference: share }) => Math.abs(share ?? 1) < 1e-6),
      JSON.stringify(difference!.areas),
    );
    t.deepEqual(
      difference!.disruptions.map(({ cause, recorded, again: repeated, alone }) => [
        cause,
        repeated === recorded,
        alone,
      ]),
      [
        ['preemption', true, 0],
        ['eviction', true, 0],
        ['node', true, 0],
      ],
    );
  }
});
