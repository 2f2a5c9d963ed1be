/** Starts and completions of Jobs, worked out by hand. */
import test from 'ava';
import { jobLedger } from '../../../src/core/measure/job-ledger.ts';
import type { ClusterObject } from '../../../src/core/objects/cluster-object.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { bound, created, NODE_A, run } from './small-recording.ts';

const pod = (uid: string, at: number, job: string, more: object = {}): Observation =>
  ({ ...created(uid, at), owners: [{ kind: 'Job', name: job, uid: job }], ...more }) as Observation;
const object = (uid: string, at: number, spec: object): Observation => ({
  ...{ at, kind: 'object-set' },
  object: { kind: 'Job', metadata: { namespace: 'default', name: uid, uid }, spec } as ClusterObject,
});
const finished = (uid: string, at: number, phase: 'Succeeded' | 'Failed' = 'Succeeded'): Observation => ({
  ...{ at, kind: 'pod-finished', uid, phase },
});
const deleted = (uid: string, at: number): Observation => ({ at, kind: 'pod-deleted', uid });

function figuresOf(end: number, ...observations: readonly Observation[]) {
  const jobs = jobLedger();
  for (const each of observations) jobs.observe(each, each.at);
  return jobs.figures(end);
}

test('a Job is complete with the last success that it needs', (t) => {
  const figures = figuresOf(
    100,
    object('sum', 5, { completions: 2, backoffLimit: 6 }),
    pod('p', 6, 'sum'),
    finished('p', 20, 'Failed'),
    pod('q', 30, 'sum'),
    pod('r', 30, 'sum'),
    finished('q', 40),
    finished('r', 50),
    deleted('r', 60),
  );
  t.deepEqual(figures?.each, [
    {
      ...{ name: 'default/sum', cronJob: null, state: 'complete', start: 5, completion: 50, duration: 45 },
      ...{ completions: 2, succeeded: 2, failed: 1 },
    },
  ]);
  t.like(figures, { count: 1, complete: 1, makespan: { duration: 45, complete: true } });
});

test('all Jobs have a mean, a longest time and a makespan; one that runs leaves it open', (t) => {
  const two = [
    object('a', 10, { completions: 1 }),
    pod('p', 10, 'a'),
    object('b', 20, { completions: 1 }),
    pod('q', 20, 'b'),
    finished('p', 30),
    finished('q', 80),
  ];
  const all = figuresOf(100, ...two);
  t.like(all?.duration, { n: 2, mean: 40, max: 60 });
  t.deepEqual(all?.makespan, { duration: 70, complete: true });
  const open = figuresOf(100, ...two, object('c', 90, { completions: 1 }), pod('r', 90, 'c'));
  t.like(open, { complete: 2, running: 1, makespan: { duration: 90, complete: false } });
});

test('a Job fails with too many failed pods, after its deadline, or when it is removed', (t) => {
  const figures = figuresOf(
    100e6,
    object('tries', 0, { completions: 1, backoffLimit: 0 }),
    object('late', 0, { completions: 1, activeDeadlineSeconds: 50 }),
    object('gone', 0, { completions: 1 }),
    object('waits', 0, { completions: 1, backoffLimit: 6 }),
    ...['tries', 'late', 'gone', 'waits'].map((job) => pod(`of-${job}`, 0, job)),
    finished('of-tries', 10e6, 'Failed'),
    finished('of-waits', 10e6, 'Failed'),
    deleted('of-late', 50e6),
    { at: 60e6, kind: 'object-removed', uid: 'gone' },
    deleted('of-gone', 60e6),
  );
  t.deepEqual(
    figures?.each.map(({ state }) => state),
    ['failed', 'failed', 'failed', 'running'],
  );
  t.like(figures?.each[0], { completion: null, duration: null, failed: 1 });
});

test('without a number of completions the last pod decides; an older Job starts below 0', (t) => {
  const figures = figuresOf(
    100,
    pod('p', 0, 'old', { age: 30 }),
    object('old', 0, { completions: 5 }),
    pod('q', 10, 'new', { intended: 8 }),
    finished('p', 20),
    finished('q', 40),
  );
  t.like(figures?.each[0], { start: -30, completion: 20, duration: 50 });
  t.like(figures?.each[1], { start: 8, completion: 40, duration: 32, completions: null });
});

test('the Jobs of a CronJob name it, and a Job of another group of the API is none', (t) => {
  const owners = [
    { kind: 'Job', name: 'tick-1', uid: 'j' },
    { kind: 'CronJob', name: 'tick' },
  ];
  const other = [{ kind: 'Job', apiVersion: 'batch.volcano.sh/v1alpha1', name: 'v', uid: 'v' }];
  const figures = figuresOf(10, pod('p', 0, '', { owners }), pod('q', 0, '', { owners: other }));
  t.deepEqual(
    figures?.each.map(({ name, cronJob }) => [name, cronJob]),
    [['default/tick-1', 'tick']],
  );
});

test('a report has Jobs only where pods belong to one', (t) => {
  t.false('jobs' in run([NODE_A, created('p', 0), bound('p', 0)]));
  t.is(run([NODE_A, pod('p', 0, 'a'), bound('p', 0), finished('p', 70)]).jobs?.duration.max, 70);
});
