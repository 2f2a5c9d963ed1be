/** The spans of the pods of a recording agree with its measurement, and each group is measured in any part of the window. */
import test from 'ava';
import { groupFigures, groupSeries } from '../../../src/core/measure/group-figures.ts';
import { measure } from '../../../src/core/measure/measurement.ts';
import { plannedSpans } from '../../../src/core/measure/planned-spans.ts';
import { collectPodSpans, type PodSpan } from '../../../src/core/measure/pod-spans.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import type { PlannedPod } from '../../../src/core/timeline/timeline-event.ts';
import fc from '../../seeded-properties.ts';
import { arbitraryRecording } from './arbitrary-recording.ts';
import { check, RUNS } from './compared-figures.ts';
import { HEADER } from './sample-day.ts';
import { bound, created, HALF, NODE_A } from './small-recording.ts';

function spansOf(observations: readonly Observation[]): { spans: readonly PodSpan[]; end: number } {
  const collector = collectPodSpans(undefined);
  for (const observation of observations) collector.observe(observation);
  return { spans: collector.spans(), end: collector.end };
}

test('what pods request over time is what the measurement integrates', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, (observations) => {
      const { spans, end } = spansOf(observations);
      const { requested } = groupFigures(spans, { from: 0, to: end });
      for (const [resource, figures] of Object.entries(measure(HEADER, observations).cluster.resources)) {
        if (resource !== 'pods') check(resource, requested[resource] ?? 0, figures.requested.mean);
      }
    }),
    RUNS,
  );
  t.pass();
});

test('pods that existed before are alive, and not created', (t) => {
  const { spans } = spansOf([
    HALF,
    NODE_A,
    created('old', 0, 'half', { age: 5 }),
    bound('old', 0),
    created('new', 50),
    bound('new', 60),
    { at: 80, kind: 'pod-deleted', uid: 'new' },
    created('late', 90),
    { at: 100, kind: 'close' },
  ]);
  const figures = groupFigures(spans, { from: 0, to: 100 });
  t.deepEqual([figures.created, figures.bound, figures.neverBound], [2, 1, 1]);
  t.deepEqual(figures.alive, { mean: 1.4, p95: 2 });
  t.is(figures.requested.cpu, 2000 * 1.2);
  t.is(figures.waiting, 10);
  t.deepEqual(groupSeries(spans, { from: 0, to: 100 }, 2).alive, [1, 1.8]);
});

test('a part of the window is measured by itself', (t) => {
  const { spans } = spansOf([HALF, created('a', 10), created('b', 70), { at: 100, kind: 'close' }]);
  const second = groupFigures(spans, { from: 50, to: 100 });
  t.deepEqual([second.created, second.alive.mean], [1, 1.6]);
});

test('a planned pod exists from its arrival to its start, its lifetime and its end', (t) => {
  const pod: PlannedPod = {
    namespace: 'd',
    name: 'p-0',
    group: 'p',
    template: { spec: { containers: [{ name: 'main', resources: { requests: { cpu: '1' } } }] } },
    lifetime: 30,
    end: 'deleted',
    startDelay: 5,
    readyDelay: 0,
    withdrawnAt: null,
  };
  const [span] = plannedSpans([{ at: 10, action: { kind: 'create-pod', pod } }], undefined);
  t.deepEqual([span!.created, span!.ended, span!.held[0]!.request.get('cpu')], [10, 45, 1000]);
  const [endless] = plannedSpans(
    [{ at: 10, action: { kind: 'create-pod', pod: { ...pod, lifetime: null } } }],
    undefined,
  );
  t.is(endless!.ended, undefined);
});
