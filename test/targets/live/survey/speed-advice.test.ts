/** What a timeline asks of a cluster, and what is said of it before the start. */
import test from 'ava';
import type {
  PlannedPod,
  PlannedWorkload,
  TimelineAction,
  TimelineEvent,
} from '../../../../src/core/timeline/timeline-event.ts';
import { callTimes } from '../../../../src/targets/live/pace/call-times.ts';
import { speedAdvice } from '../../../../src/targets/live/survey/speed-advice.ts';

const SECOND = 1_000_000;
const KWOK_DEFAULT = { requests: 1000, bindings: 49.8 };

function pod(name: string, plan: Partial<PlannedPod> = {}): PlannedPod {
  return {
    namespace: 'default',
    name,
    group: 'g',
    template: { spec: { containers: [{}] } },
    lifetime: null,
    end: 'succeeded',
    startDelay: 0,
    readyDelay: 0,
    withdrawnAt: null,
    ...plan,
  };
}

function timeline(
  ...planned: readonly (readonly [seconds: number, action: TimelineAction])[]
): TimelineEvent[] {
  return planned.map(([seconds, action], sequence) => ({ at: seconds * SECOND, sequence, action }));
}

function create(name: string, plan: Partial<PlannedPod> = {}): TimelineAction {
  return { kind: 'create-pod', pod: pod(name, plan) };
}

function remove(name: string): TimelineAction {
  return { kind: 'delete-pod', namespace: 'default', name };
}

/** A pod every so many seconds. */
function stream(count: number, gap: number, plan: Partial<PlannedPod> = {}): TimelineEvent[] {
  return timeline(
    ...Array.from({ length: count }, (_, index) => [index * gap, create(`p${index}`, plan)] as const),
  );
}

function secondsOf(times: Float64Array): number[] {
  return [...times].map((time) => time / SECOND);
}

test('a pod takes a call each for creation, binding, start, readiness, end and deletion', (t) => {
  const plan = { startDelay: SECOND, readyDelay: 2 * SECOND, lifetime: 10 * SECOND };
  const { calls, bindings, holdings } = callTimes(timeline([5, create('a', plan)], [60, remove('a')]));
  t.deepEqual(secondsOf(calls), [5, 5, 6, 8, 16, 60]);
  t.deepEqual(secondsOf(bindings), [5]);
  t.deepEqual(holdings, [11 * SECOND]);
});

test('what would happen to a pod after its deletion does not', (t) => {
  const plan = { startDelay: SECOND, readyDelay: 20 * SECOND, lifetime: 60 * SECOND };
  const { calls, holdings } = callTimes(timeline([0, create('a', plan)], [10, remove('a')]));
  t.deepEqual(secondsOf(calls), [0, 0, 1, 10]);
  t.deepEqual(holdings, [10 * SECOND]);
});

test('a name that is used again is another pod', (t) => {
  const { calls } = callTimes(timeline([0, create('a')], [10, remove('a')], [20, create('a')]));
  t.deepEqual(secondsOf(calls), [0, 0, 0, 10, 20, 20, 20]);
});

test('a pod that is withdrawn takes a call for that', (t) => {
  const { calls } = callTimes(timeline([0, create('a', { withdrawnAt: 7 * SECOND })]));
  t.deepEqual(secondsOf(calls), [0, 0, 0, 7]);
});

test('what would come after the end of the scenario does not', (t) => {
  const { calls } = callTimes(timeline([0, create('a', { lifetime: 60 * SECOND })]), 30 * SECOND);
  t.deepEqual(secondsOf(calls), [0, 0, 0]);
});

test('a pod that is put on a node by name needs no scheduler', (t) => {
  const template = { spec: { containers: [{}], nodeName: 'n' } };
  t.is(callTimes(timeline([0, create('a', { template })])).bindings.length, 0);
});

test('nodes that are there from the start take no call, later changes one each', (t) => {
  const { calls } = callTimes(
    timeline(
      [0, { kind: 'add-node', node: { metadata: { name: 'n' }, status: { allocatable: {} } } as never }],
      [30, { kind: 'cordon-node', name: 'n' }],
    ),
  );
  t.deepEqual(secondsOf(calls), [30]);
});

test('of a workload those pods count that it is scaled up by', (t) => {
  const workload: PlannedWorkload = {
    kind: 'Deployment',
    namespace: 'default',
    name: 'web',
    template: { spec: { containers: [{}] } },
    lifetime: null,
    end: 'succeeded',
    started: { family: 'constant', value: 1 },
    perStart: 0,
    ready: { family: 'constant', value: 0 },
    job: undefined,
    position: { file: 'x' },
  };
  const scaled = (pods: number): TimelineAction => ({ kind: 'scale-workload', workload, pods });
  const { calls, bindings } = callTimes(timeline([0, scaled(3)], [10, scaled(5)], [20, scaled(1)]));
  t.deepEqual(secondsOf(bindings), [0, 0, 0, 10, 10]);
  t.is(calls.length, 3 + 5 * 3 + 4);
});

test('what is needed and which speed can be borne is said even where all is well', (t) => {
  const advice = speedAdvice(stream(1000, 2), 10, KWOK_DEFAULT);
  t.deepEqual(advice.needed.bindings, { mean: 1000 / 199.8, peak: 5 });
  t.is(Math.floor(advice.bearable), 117);
  t.deepEqual(advice.sentences, [
    'at 10x this needs up to 5 pod bindings and 15 API calls a second; this cluster can bear up to 117x',
  ]);
});

test('a speed that the scheduler’s client limits do not allow is told with the one that they do', (t) => {
  const advice = speedAdvice(stream(10_000, 0.5), 100, KWOK_DEFAULT);
  t.deepEqual(advice.sentences, [
    'at 100x this needs up to 200 pod bindings a second; this cluster just bound 50 a second (kube-scheduler’s default client limits, 50 a second): it can bear 25x; raise clientConnection.qps and burst of kube-scheduler (docs/reference/targets.md) to go faster',
  ]);
});

test('a scheduler without its default limits is not said to have them', (t) => {
  const [sentence = ''] = speedAdvice(stream(100_000, 0.1), 100, { requests: 5000, bindings: 400 }).sentences;
  t.regex(sentence, /this cluster just bound 400 a second: it can bear 40x/);
  t.notRegex(sentence, /default/);
});

test('where the API server is too slow as well, what holds back more comes first', (t) => {
  const { sentences, bearable } = speedAdvice(stream(10_000, 0.5), 100, { requests: 60, bindings: 50 });
  t.is(sentences.length, 2);
  t.regex(
    sentences[0]!,
    /up to 600 API calls a second; this cluster just answered 60 a second: it can bear 10x$/,
  );
  t.regex(sentences[1]!, /it can bear 25x/);
  t.is(Math.floor(bearable), 10);
});

test('too many pods at one moment are told to wait at any speed', (t) => {
  const { sentences, bearable } = speedAdvice(stream(1000, 0), 10, { requests: 1e6, bindings: 50 });
  t.is(bearable, 0);
  t.regex(sentences[0]!, /so many come at one moment that even at 1x some wait 18s/);
});

test('a few pods are borne at any speed', (t) => {
  const { sentences, bearable } = speedAdvice(stream(20, 60), 1000, KWOK_DEFAULT);
  t.is(bearable, Number.POSITIVE_INFINITY);
  t.regex(sentences[0]!, /can bear any speed$/);
});

test('a cluster that did nothing in the probe bears next to nothing, and says so without a fault', (t) => {
  const { sentences } = speedAdvice(stream(1000, 2), 10, { requests: 0, bindings: 0 });
  t.notRegex(sentences.join(), /NaN|Infinity|undefined/);
});

test('where nothing was probed, nothing is claimed of the cluster', (t) => {
  const assumed = { requests: Number.POSITIVE_INFINITY, bindings: 50, burst: 100, isAssumed: true };
  t.deepEqual(speedAdvice(stream(10_000, 0.5), 100, assumed).sentences, [
    'at 100x this needs up to 200 pod bindings a second; kube-scheduler as it comes binds 50 a second (its default client limits): it can bear 25x; raise clientConnection.qps and burst of kube-scheduler (docs/reference/targets.md) to go faster',
  ]);
  t.deepEqual(speedAdvice(stream(10_000, 0.5), 10, assumed).sentences, [
    'at 10x this needs up to 20 pod bindings and 60 API calls a second; kube-scheduler as it comes can bear up to 25x',
  ]);
});

test('backoff is worth a sentence where a compressed second weighs beside the time that pods hold their nodes', (t) => {
  const backoff = (speed: number, lifetime: number) =>
    speedAdvice(stream(10, 60, { lifetime: lifetime * SECOND }), speed, KWOK_DEFAULT).sentences.slice(1);
  t.deepEqual(backoff(100, 300), [
    'kube-scheduler’s backoff (1s to 10s) and its flush of unschedulable pods (5m) run on the wall: at 100x they take 1m40s to 16m40s and 8h20m of this scenario, whose pods hold their nodes for 5m (median); podMaxBackoffSeconds: 1 keeps backoff to 1m40s',
  ]);
  t.deepEqual(backoff(1, 1), []);
  t.deepEqual(backoff(10, 3600), []);
});
