/** The figures of containers: restarts, failures by exit code and reason, readiness lost, time of init containers. */
import test from 'ava';
import type { Figures } from '../../../src/core/measure/figures.ts';
import { createMeasurement } from '../../../src/core/measure/measurement.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import { summaryLines } from '../../../src/render/report/summary-section.ts';
import { LIVE_HEADER } from '../../verbs/fit/written-recording.ts';

const HEADER = LIVE_HEADER as unknown as RecordingHeader;

function figuresOf(...lines: readonly object[]): Figures {
  const measurement = createMeasurement(HEADER);
  const all = [
    { at: 0, kind: 'template', hash: 't', template: { spec: { containers: [] } } },
    { at: 0, kind: 'node-added', uid: 'n', name: 'n', allocatable: { cpu: '4' } },
    { at: 1, kind: 'pod-created', uid: 'p', namespace: 'd', name: 'p', template: 't' },
    { at: 1, kind: 'pod-bound', uid: 'p', node: 'n' },
    { at: 3, kind: 'pod-started', uid: 'p' },
    ...lines.map((line) => ({ uid: 'p', ...line })),
  ];
  for (const each of all) measurement.observe(each as unknown as Observation);
  return measurement.finish();
}

const crash = { reason: 'OOMKilled', exitCode: 137 };

test('a run that is seen to end and to restart counts once', (t) => {
  const { containers } = figuresOf(
    { at: 4, kind: 'pod-container-ended', container: 'main', restarts: 0, ...crash },
    { at: 5, kind: 'pod-restarted', container: 'main', restarts: 1, ...crash },
    { at: 6, kind: 'pod-restarted', container: 'main', restarts: 3, ...crash },
    { at: 7, kind: 'pod-container-ended', container: 'main', restarts: 3, exitCode: 0, reason: 'Completed' },
    { at: 8, kind: 'pod-finished', phase: 'Failed', exitCode: 2, reason: 'Error' },
  );
  t.deepEqual(containers, {
    restarts: 3,
    restartedPods: 1,
    failures: [
      { exitCode: 137, reason: 'OOMKilled', count: 2 },
      { exitCode: 2, reason: 'Error', count: 1 },
    ],
    readinessLost: 0,
  });
});

test('the end of a container that its kubelet reports before that of the pod counts once', (t) => {
  const ended = { at: 4, kind: 'pod-container-ended', container: 'main', restarts: 0, ...crash };
  const { containers } = figuresOf(ended, { at: 5, kind: 'pod-finished', phase: 'Failed', ...crash });
  t.deepEqual(containers?.failures, [{ exitCode: 137, reason: 'OOMKilled', count: 1 }]);
});

test('readiness is lost by a container that runs on, not by one that ended', (t) => {
  const ended = { at: 4, kind: 'pod-container-ended', container: 'main', restarts: 0, exitCode: 0 };
  const unready = { at: 5, kind: 'pod-readiness', ready: false };
  t.is(figuresOf(ended, unready).containers?.readinessLost, undefined);
  t.is(figuresOf(unready).containers?.readinessLost, 1);
});

test('the report has one line of containers, where something happened to them', (t) => {
  const lines = (figures: Figures): string[] =>
    summaryLines(figures, 100).filter((line) => /^Containers/.test(line));
  const figures = figuresOf(
    { at: 5, kind: 'pod-restarted', container: 'main', restarts: 1, ...crash },
    { at: 6, kind: 'pod-readiness', ready: false },
    { at: 7, kind: 'pod-readiness', ready: true },
  );
  t.deepEqual(lines(figures), [
    'Containers   1 restart of 1 pod; exits: 1 with 137 (OOMKilled); readiness lost 1 time',
  ]);
  t.deepEqual(lines(figuresOf()), []);
});

test('pods that existed before the recording stand beside those that were created', (t) => {
  const old = { at: 2, kind: 'pod-created', uid: 'old', namespace: 'd', name: 'old', template: 't', age: 9 };
  const figures = figuresOf(old);
  t.like(figures.pods, { created: 2, older: 1 });
  t.true(summaryLines(figures, 100).some((line) => line.includes('1 created and 1 there before, 1 bound')));
  t.is(figuresOf().pods.older, undefined);
});

test('a phase after a requested deletion is a deletion', (t) => {
  const end = { at: 8, kind: 'pod-finished', phase: 'Succeeded', exitCode: 0 };
  const { pods } = figuresOf({ at: 7, kind: 'pod-terminating' }, end, { at: 9, kind: 'pod-deleted' });
  t.like(pods, { succeeded: 0, failed: 0, deleted: 1 });
  t.like(figuresOf(end, { at: 9, kind: 'pod-terminating' }, { at: 9, kind: 'pod-deleted' }).pods, {
    succeeded: 1,
    deleted: 0,
  });
});

test('the time of the init containers is a part of the start', (t) => {
  const { phases } = figuresOf({ at: 3, kind: 'pod-initialized' });
  t.like(phases.boundToInitialized, { n: 1, max: 2 });
  t.is(figuresOf().phases.boundToInitialized, undefined);
});
