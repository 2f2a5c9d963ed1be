/** Tests of what is observed of a pod between its steps, and of Kubernetes' own stamps. */
import test from 'ava';
import type { PodObject, PodStatus } from '../../../src/core/observing/pod-object.ts';
import { createPodTransitions } from '../../../src/core/observing/pod-transitions.ts';
import { schedulingTemplate } from '../../../src/core/observing/scheduling-template.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { disrupted, keepingObserver, kinds, podObject, READY, STAMP } from './pod-states.ts';
import { last, running, watch } from './watched-pod.ts';

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
