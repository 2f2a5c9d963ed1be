/** The counters of a component are read from the text that it serves at /metrics. */
import test from 'ava';
import { controllerCounters } from '../../../../src/targets/live/jumps/controller-counters.ts';
import { readMetrics } from '../../../../src/targets/live/jumps/metrics-text.ts';
import { schedulerCounters } from '../../../../src/targets/live/jumps/scheduler-counters.ts';
import { schedulerText } from './scheduler-text.ts';

test('a sum counts the series whose labels contain all the given ones', (t) => {
  const text = [
    '# HELP jobs_total Jobs.',
    'jobs_total{queue="a",result="ok"} 3',
    'jobs_total{queue="b",result="ok"} 4',
    'jobs_total{queue="a",result="error"} 1.5e+01',
    'jobs_total_other{queue="a"} 100',
    'plain 7',
  ].join('\n');
  const metrics = readMetrics(text, new Set(['jobs_total', 'plain']));
  t.is(metrics.sum('jobs_total', { result: 'ok' }), 7);
  t.is(metrics.sum('jobs_total', { queue: 'a' }), 18);
  t.is(metrics.sum('jobs_total'), 22);
  t.is(metrics.sum('plain'), 7);
  t.is(metrics.sum('jobs_total_other'), 0);
  t.false(metrics.has('jobs_total_other'));
});

test('the queues, attempts and stores of a scheduler are read one by one', (t) => {
  const counters = schedulerCounters(
    schedulerText({ active: 1, backoff: 2, unschedulable: 3, gated: 4, incoming: 9, bound: 5, failed: 2 }),
  )!;
  const { active, backoff, unschedulable, gated, incoming, bound, failed } = counters;
  t.deepEqual([active, backoff, unschedulable, gated, incoming, bound, failed], [1, 2, 3, 4, 9, 5, 2]);
  t.is(counters.stores?.get('nodes'), 17);
});

test('a scheduler before 1.37 does not say how far its stores are', (t) => {
  const text = schedulerText({}).replaceAll(/^informer_.*$/gm, '');
  t.is(schedulerCounters(text)!.stores, undefined);
});

test('what is not the text of the component is not read', (t) => {
  t.is(schedulerCounters('workqueue_depth{name="job"} 0'), undefined);
  t.is(controllerCounters(schedulerText({})), undefined);
});

test('only the queues of controllers that change pods count', (t) => {
  const text = [
    'workqueue_adds_total{name="job"} 4',
    'workqueue_adds_total{name="garbage_collector_graph_changes"} 900',
    'workqueue_depth{name="replicaset"} 2',
    'workqueue_depth{name="endpoint"} 5',
  ].join('\n');
  t.deepEqual(controllerCounters(text), { depth: 2, adds: 4 });
});
