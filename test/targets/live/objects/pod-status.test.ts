/** The statuses that keg writes on simulated pods, as the recorder reads them. */
import test from 'ava';
import type { PodObject } from '../../../../src/core/observing/pod-object.ts';
import { createPodTransitions } from '../../../../src/core/observing/pod-transitions.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import {
  disruptedStatus,
  finishedStatus,
  incidentStatus,
  startedStatus,
} from '../../../../src/targets/live/objects/pod-status.ts';

const SPEC = { nodeName: 'a', containers: [{ name: 'main', image: 'none' }] };
const NOW = '2026-01-01T00:00:10Z';
const STATE = { restarts: new Map([['main', 2]]), isReady: true, startedAt: '2026-01-01T00:00:00Z' };

/** What is observed when the pod has one status after the other. */
function observed(...statuses: readonly object[]): Observation[] {
  const seen: Observation[] = [];
  const observe = (observation: Observation) => void seen.push(observation);
  const pods = createPodTransitions(
    { observe, templateHash: () => 't' },
    () => ({ namespace: 'n', name: 'p', template: { spec: SPEC } }),
    { observesIncidents: true },
  );
  for (const [at, status] of statuses.entries())
    pods.seen(
      { metadata: { uid: 'u', namespace: 'n', name: 'p' }, spec: SPEC, ...status } as unknown as PodObject,
      at,
    );
  return seen.slice(3).map(({ at: _at, ...rest }) => rest as Observation);
}

const STARTED = startedStatus(SPEC, false, NOW);

test('a restart is observed with its count and how the run before ended', (t) => {
  const restart = {
    after: 0,
    kind: 'pod-restarted',
    container: 'main',
    restarts: 3,
    reason: 'OOMKilled',
    exitCode: 137,
  } as const;
  t.deepEqual(observed(STARTED, incidentStatus(SPEC, restart, STATE, NOW)), [
    { kind: 'pod-restarted', uid: 'u', container: 'main', restarts: 3, reason: 'OOMKilled', exitCode: 137 },
  ] as unknown as Observation[]);
});

test('the end of a run is observed, and the pod goes on', (t) => {
  const end = {
    after: 0,
    kind: 'pod-container-ended',
    container: 'main',
    restarts: 2,
    reason: 'Error',
    exitCode: 2,
  } as const;
  t.like(observed(STARTED, incidentStatus(SPEC, end, STATE, NOW)).at(-1), {
    kind: 'pod-container-ended',
    restarts: 2,
    reason: 'Error',
    exitCode: 2,
  });
});

test('the cause of a disruption is observed', (t) => {
  t.like(observed(STARTED, disruptedStatus('PreemptionByScheduler', 'for another', NOW))[0], {
    kind: 'pod-disrupted',
    reason: 'PreemptionByScheduler',
    message: 'for another',
  });
});

test('a pod that its kubelet failed has the reason, and no exit code', (t) => {
  const finished = finishedStatus(SPEC, 'Failed', NOW, NOW, { outcome: { reason: 'Evicted' } });
  t.is(finished.status.reason, 'Evicted');
  t.like(observed(STARTED, finished).at(-1), { kind: 'pod-finished', phase: 'Failed', reason: 'Evicted' });
});

test('a pod fails with its exit code, and its containers keep their restarts', (t) => {
  const finished = finishedStatus(SPEC, 'Failed', NOW, NOW, {
    outcome: { reason: 'OOMKilled', exitCode: 137 },
    restarts: STATE.restarts,
  });
  t.like(observed(STARTED, finished).at(-1), { reason: 'OOMKilled', exitCode: 137 });
  t.regex(JSON.stringify(finished), /"restartCount":2/);
});
