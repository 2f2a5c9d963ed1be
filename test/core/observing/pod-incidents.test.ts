/** Tests of what is observed of a pod between its steps, and of Kubernetes' own stamps. */
import test from 'ava';
import fc from 'fast-check';
import type { PodObject, PodStatus } from '../../../src/core/observing/pod-object.ts';
import { createPodTransitions, type PodTransitions } from '../../../src/core/observing/pod-transitions.ts';
import { schedulingTemplate } from '../../../src/core/observing/scheduling-template.ts';
import type { Observation, Stamp } from '../../../src/core/recording/observation.ts';
import { podLife } from './pod-life.ts';
import { disrupted, keepingObserver, kinds, podObject, READY, RUNS, STAMP } from './pod-states.ts';

const START = Date.parse('2026-03-02T08:00:10Z');
const stampOf = (stamp: string): Stamp => (Date.parse(stamp) - START) * 1000;

interface Watched {
  readonly pods: PodTransitions;
  readonly observations: Observation[];
}

function watch(age?: number): Watched {
  const observations: Observation[] = [];
  const pods = createPodTransitions(
    keepingObserver(observations),
    (pod) => ({
      namespace: 'default',
      name: pod.metadata.name,
      template: schedulingTemplate(pod),
      ...(age === undefined ? {} : { age }),
    }),
    { observesIncidents: true, stampOf },
  );
  return { pods, observations };
}

function running(restartCount: number, more: PodStatus = {}): PodStatus {
  const lastState =
    restartCount === 0 ? {} : { lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } };
  return { phase: 'Running', containerStatuses: [{ ...RUNS, restartCount, ...lastState }], ...more };
}

function last(observations: readonly Observation[]): Observation | undefined {
  return observations.at(-1);
}

test('a container restart is observed with its count and the end of the previous run', (t) => {
  const { pods, observations } = watch();
  pods.seen(podObject({ node: 'a', status: running(0) }), 1);
  pods.seen(podObject({ node: 'a', status: running(1) }), 2);
  pods.seen(podObject({ node: 'a', status: running(1) }), 3);
  pods.seen(podObject({ node: 'a', status: running(4) }), 4);
  const restarted = {
    kind: 'pod-restarted',
    uid: 'p1',
    container: 'main',
    reason: 'OOMKilled',
    exitCode: 137,
  };
  t.deepEqual(observations.slice(4) as unknown, [
    { at: 2, restarts: 1, ...restarted },
    { at: 4, restarts: 4, ...restarted },
  ]);
});

test('restarts from before the recording are not observed', (t) => {
  const { pods, observations } = watch(1_000);
  pods.seen(podObject({ node: 'a', status: running(3) }), 0);
  t.deepEqual(kinds(observations), ['template', 'pod-created', 'pod-bound', 'pod-started']);
  pods.seen(podObject({ node: 'a', status: running(4) }), 9);
  t.like(last(observations), { kind: 'pod-restarted', at: 9, restarts: 4 });
});

test('a resize in place is observed once, with the new template', (t) => {
  const { pods, observations } = watch();
  const pod = podObject({ node: 'a', status: running(0) });
  const bigger: PodObject = {
    ...pod,
    spec: { ...pod.spec, containers: [{ name: 'main', resources: { requests: { cpu: '2' } } }] },
  };
  pods.seen(pod, 1);
  pods.seen(bigger, 2);
  pods.seen(bigger, 3);
  t.deepEqual(kinds(observations).slice(4), ['template', 'pod-resized']);
  const [template, resized] = observations.slice(4);
  t.true(
    template?.kind === 'template' && resized?.kind === 'pod-resized' && resized.template === template.hash,
  );
});

test('a disruption is observed once, and again if it was withdrawn in between', (t) => {
  const { pods, observations } = watch();
  const withDisruption = (status: 'True' | 'False') =>
    running(0, { conditions: [disrupted('PreemptionByScheduler', status)] });
  for (const [at, status] of [
    withDisruption('True'),
    withDisruption('True'),
    withDisruption('False'),
    withDisruption('True'),
  ].entries())
    pods.seen(podObject({ node: 'a', status }), at);
  const disruptions = observations.filter(({ kind }) => kind === 'pod-disrupted');
  t.deepEqual(
    disruptions.map(({ at }) => at),
    [0, 3],
  );
  t.like(disruptions[0], { reason: 'PreemptionByScheduler' });
});

test('a requested deletion is observed with its grace before the pod is gone', (t) => {
  const { pods, observations } = watch();
  const pod = podObject({ node: 'a', status: running(0) });
  const metadata = { ...pod.metadata, deletionTimestamp: STAMP, deletionGracePeriodSeconds: 30 };
  pods.seen(pod, 1);
  pods.seen({ ...pod, metadata }, 2);
  pods.gone('p1', 32, { ...pod, metadata });
  t.deepEqual(observations.slice(-2) as unknown, [
    { at: 2, kind: 'pod-terminating', uid: 'p1', graceSeconds: 30 },
    { at: 32, kind: 'pod-deleted', uid: 'p1' },
  ]);
});

test('each step has the stamp of Kubernetes, negative before the start of the recording', (t) => {
  const { pods, observations } = watch();
  const pod = podObject({
    node: 'a',
    status: {
      phase: 'Succeeded',
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-03-02T08:00:05Z' },
        { ...READY, lastTransitionTime: '2026-03-02T08:00:11Z' },
      ],
      containerStatuses: [
        {
          state: {
            terminated: {
              exitCode: 0,
              startedAt: '2026-03-02T08:00:09Z',
              finishedAt: '2026-03-02T08:00:20Z',
            },
          },
        },
      ],
    },
  });
  pods.seen({ ...pod, metadata: { ...pod.metadata, creationTimestamp: STAMP } }, 30_000_000);
  t.deepEqual(
    observations.slice(1).map((observed) => [observed.kind, (observed as { stamp?: number }).stamp]),
    [
      ['pod-created', -10_000_000],
      ['pod-bound', -5_000_000],
      ['pod-started', -1_000_000],
      ['pod-ready', 1_000_000],
      ['pod-finished', 10_000_000],
    ],
  );
});

test('the start of a restarted container has no stamp', (t) => {
  const { pods, observations } = watch();
  pods.seen(podObject({ node: 'a', status: running(2) }), 1);
  const started = observations.find(({ kind }) => kind === 'pod-started');
  t.deepEqual(started as unknown, { at: 1, kind: 'pod-started', uid: 'p1' });
});

test('owners are recorded from the controller up', (t) => {
  const observations: Observation[] = [];
  const owners = [
    { kind: 'ReplicaSet', name: 'web-1' },
    { kind: 'Deployment', name: 'web' },
  ];
  const pods = createPodTransitions(keepingObserver(observations), (pod) => ({
    namespace: 'default',
    name: pod.metadata.name,
    owners,
    template: schedulingTemplate(pod),
  }));
  pods.seen(podObject(), 1);
  t.like(last(observations), { kind: 'pod-created', owners });
});

test('a resumed recording contains each step exactly once, wherever it was cut', (t) => {
  const cut = fc.tuple(podLife('p1'), fc.nat({ max: 20 }), fc.boolean());
  fc.assert(
    fc.property(cut, ([life, where, isShownAgain]) => {
      const whole = watch();
      const before = watch();
      const after = watch();
      const states = life.states;
      const at = Math.min(where, states.length);
      for (const [index, state] of states.entries()) whole.pods.seen(state, index);
      for (const [index, state] of states.slice(0, at).entries()) before.pods.seen(state, index);
      for (const observation of before.observations) after.pods.restore(observation);
      const rest = isShownAgain && at > 0 ? states.slice(at - 1) : states.slice(at);
      for (const [index, state] of rest.entries()) after.pods.seen(state, at + index);
      // Restarts and messages may repeat, and a template that is used again is named again; none of them is a step.
      const steps = (observed: readonly Observation[]) =>
        kinds(observed).filter((kind) => !/^(template|pod-restarted|pod-unschedulable)$/.test(kind));
      t.deepEqual(steps([...before.observations, ...after.observations]), steps(whole.observations));
    }),
  );
});

test('an image is kept only on request, and never its digest', (t) => {
  const pod = podObject();
  const image = 'registry.example/web:1.2@sha256:0123';
  const spec = { ...pod.spec, containers: [{ name: 'main', image }] };
  t.is(schedulingTemplate({ ...pod, spec }).spec.containers[0]?.image, undefined);
  t.is(
    schedulingTemplate({ ...pod, spec }, { keepsImage: true }).spec.containers[0]?.image,
    'registry.example/web:1.2',
  );
});

test('a resize is observed with and without generations', (t) => {
  for (const generations of [
    [1, 2],
    [undefined, undefined],
  ]) {
    const { pods, observations } = watch();
    for (const [index, generation] of generations.entries()) {
      const pod = podObject({ node: 'a', status: running(0) });
      const metadata = { ...pod.metadata, ...(generation === undefined ? {} : { generation }) };
      const resources = { requests: { cpu: String(index + 1) } };
      pods.seen(
        { ...pod, metadata, spec: { ...pod.spec, containers: [{ name: 'main', resources }] } },
        index,
      );
    }
    t.is(last(observations)?.kind, 'pod-resized');
  }
});

const RESIZED = { requests: { cpu: '2' } };

function resumed(resources?: { readonly requests: Readonly<Record<string, string>> }) {
  const before = watch();
  const pod = podObject({ node: 'a', status: running(3) });
  before.pods.seen(pod, 1);
  const { pods, observations } = watch();
  for (const observation of before.observations) pods.restore(observation);
  const spec = resources ? { ...pod.spec, containers: [{ name: 'main', resources }] } : pod.spec;
  pods.seen({ ...pod, spec }, 9);
  pods.seen({ ...pod, spec }, 10);
  return { pods, observations, pod: { ...pod, spec } };
}

test('a resize while nothing was recorded is observed once after the resume', (t) => {
  const { observations } = resumed(RESIZED);
  t.deepEqual(kinds(observations), ['template', 'pod-resized']);
  const [template, resize] = observations as unknown as [{ hash: string }, { template: string }];
  t.is(resize.template, template.hash);
});

test('an unchanged pod and its earlier restarts cause no observation after a resume', (t) => {
  const { pods, observations, pod } = resumed();
  t.deepEqual(kinds(observations), ['template']);
  pods.seen({ ...pod, status: running(4) }, 11);
  t.like(last(observations), { kind: 'pod-restarted', restarts: 4 });
});

test('a resize after the last one in the resumed recording is compared with that', (t) => {
  const { pods, observations, pod } = resumed(RESIZED);
  const again = watch();
  again.pods.restore({
    at: 0,
    kind: 'pod-created',
    uid: 'p1',
    namespace: 'default',
    name: 'web-0',
    template: 'other',
  });
  again.pods.restore(last(observations)!);
  again.pods.seen(pod, 12);
  t.deepEqual(
    again.observations.filter(({ kind }) => kind === 'pod-resized'),
    [],
  );
  t.is(pods.size, 1);
});

test('the resources of the pod itself and of init containers can be resized', (t) => {
  const pod = podObject({ node: 'a', status: running(0) });
  for (const spec of [
    { ...pod.spec, resources: RESIZED },
    { ...pod.spec, initContainers: [{ name: 'init', resources: RESIZED }] },
  ]) {
    const { pods, observations } = watch();
    pods.seen(pod, 1);
    pods.seen({ ...pod, spec }, 2);
    t.is(last(observations)?.kind, 'pod-resized');
  }
});

test('a spec with the same generation is not compared again', (t) => {
  const { pods, observations } = watch();
  const pod = podObject({ node: 'a', status: running(0) });
  const metadata = { ...pod.metadata, generation: 4 };
  pods.seen({ ...pod, metadata }, 1);
  pods.seen({ ...pod, metadata, spec: { ...pod.spec, resources: RESIZED } }, 2);
  t.is(last(observations)?.kind, 'pod-started');
});

test('restarts of init containers are observed, each container by itself', (t) => {
  const { pods, observations } = watch();
  const status = (main: number, init: number): PodStatus => ({
    phase: 'Running',
    containerStatuses: [{ name: 'main', restartCount: main, state: { terminated: { exitCode: 2 } } }],
    initContainerStatuses: [{ name: 'init', restartCount: init }],
  });
  for (const [at, each] of [status(0, 0), status(1, 0), status(1, 2)].entries())
    pods.seen(podObject({ node: 'a', status: each }), at);
  t.deepEqual(observations.filter(({ kind }) => kind === 'pod-restarted') as unknown, [
    { at: 1, kind: 'pod-restarted', uid: 'p1', container: 'main', restarts: 1, exitCode: 2 },
    { at: 2, kind: 'pod-restarted', uid: 'p1', container: 'init', restarts: 2 },
  ]);
});

test('a disruption has its message, and a new reason is another disruption', (t) => {
  const { pods, observations } = watch();
  const target = (reason: string | undefined, message?: string): PodStatus => ({
    phase: 'Running',
    conditions: [
      {
        type: 'DisruptionTarget',
        status: 'True',
        ...(reason === undefined ? {} : { reason }),
        ...(message === undefined ? {} : { message }),
      },
    ],
  });
  for (const [at, status] of [
    target('EvictionByEvictionAPI', 'drained'),
    target('PreemptionByScheduler'),
    target(undefined),
  ].entries())
    pods.seen(podObject({ node: 'a', status }), at);
  t.deepEqual(observations.filter(({ kind }) => kind === 'pod-disrupted') as unknown, [
    { at: 0, kind: 'pod-disrupted', uid: 'p1', reason: 'EvictionByEvictionAPI', message: 'drained' },
    { at: 1, kind: 'pod-disrupted', uid: 'p1', reason: 'PreemptionByScheduler' },
    { at: 2, kind: 'pod-disrupted', uid: 'p1', reason: 'DisruptionTarget' },
  ]);
});

test('a requested deletion without a grace is observed without it, and once', (t) => {
  for (const [grace, expected] of [
    [null, {}],
    [-1, {}],
    [0, { graceSeconds: 0 }],
  ] as const) {
    const { pods, observations } = watch();
    const pod = podObject({ node: 'a', status: running(0) });
    const metadata = { ...pod.metadata, deletionTimestamp: STAMP, deletionGracePeriodSeconds: grace };
    pods.seen({ ...pod, metadata }, 1);
    pods.seen({ ...pod, metadata }, 2);
    t.deepEqual(observations.filter(({ kind }) => kind === 'pod-terminating') as unknown, [
      { at: 1, kind: 'pod-terminating', uid: 'p1', ...expected },
    ]);
  }
});

test('incidents in the resumed recording are not observed again', (t) => {
  const { pods, observations } = watch();
  const pod = podObject({
    node: 'a',
    status: running(0, { conditions: [disrupted('PreemptionByScheduler')] }),
  });
  const metadata = { ...pod.metadata, deletionTimestamp: STAMP };
  const before = watch();
  before.pods.seen({ ...pod, metadata }, 1);
  for (const observation of before.observations) pods.restore(observation);
  pods.seen({ ...pod, metadata }, 9);
  t.deepEqual(kinds(observations), ['template']);
});
