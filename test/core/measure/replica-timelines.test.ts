/** Desired and running replicas of workloads, worked out by hand. */
import test from 'ava';
import { replicaTimelines } from '../../../src/core/measure/replica-timelines.ts';
import type { ClusterObject } from '../../../src/core/objects/cluster-object.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { bound, created, NODE_A, run } from './small-recording.ts';

const DEPLOYMENT = { kind: 'Deployment', name: 'web', uid: 'd' };
const owned = (uid: string, at: number, set = 'rs'): Observation =>
  ({ ...created(uid, at), owners: [{ kind: 'ReplicaSet', name: set, uid: set }, DEPLOYMENT] }) as Observation;
const asks = (uid: string, at: number, replicas: number, kind = 'Deployment'): Observation => ({
  at,
  kind: 'object-set',
  object: { kind, metadata: { namespace: 'default', name: uid, uid }, spec: { replicas } } as ClusterObject,
});
const started = (uid: string, at: number): Observation => ({ at, kind: 'pod-started', uid });
const deleted = (uid: string, at: number): Observation => ({ at, kind: 'pod-deleted', uid });

function figuresOf(end: number, ...observations: readonly Observation[]) {
  const timelines = replicaTimelines();
  for (const each of observations) timelines.observe(each, each.at);
  return timelines.figures(end);
}

test('a workload has the replicas of its Deployment, and its pods from their start to their end', (t) => {
  const [web, ...others] = figuresOf(
    100,
    asks('d', 0, 2),
    owned('p', 0),
    owned('q', 0),
    started('p', 10),
    started('q', 30),
    asks('d', 50, 1),
    deleted('q', 50),
    { at: 80, kind: 'pod-finished', uid: 'p', phase: 'Failed' },
    deleted('p', 90),
  );
  t.deepEqual(others, []);
  t.like(web, { workload: 'default/web', kind: 'Deployment' });
  t.like(web?.desired, { mean: 1.5, max: 2, end: 1 });
  t.like(web?.running, { mean: 0.9, max: 2, end: 0 });
});

test('without the number of a Deployment those of its ReplicaSets add up', (t) => {
  const [web] = figuresOf(
    100,
    asks('old', 0, 3, 'ReplicaSet'),
    owned('p', 0, 'old'),
    asks('new', 40, 1, 'ReplicaSet'),
    owned('q', 40, 'new'),
    asks('old', 60, 2, 'ReplicaSet'),
    { at: 80, kind: 'object-removed', uid: 'old' },
  );
  t.like(web?.desired, { mean: (3 * 40 + 4 * 20 + 3 * 20 + 20) / 100, max: 4, end: 1 });
});

test('a workload without a number has none, and pods without an owner are no workload', (t) => {
  const [job] = figuresOf(
    10,
    { ...created('p', 0), owners: [{ kind: 'Job', name: 'sum', uid: 'j' }] } as Observation,
    created('alone', 0),
  );
  t.like(job, { workload: 'default/sum', kind: 'Job', desired: null });
  t.false('replicas' in run([NODE_A, created('p', 0), bound('p', 0)]));
});

test('the series are means of the buckets of the report', (t) => {
  const figures = run([
    NODE_A,
    asks('d', 0, 1),
    owned('p', 0),
    bound('p', 0),
    started('p', 31_250),
    deleted('p', 62_500),
  ]);
  const [web] = figures.replicas ?? [];
  t.is(figures.series.bucket, 15_625);
  t.deepEqual(web?.running.series, [0, 0, 1, 1]);
  t.deepEqual(web?.desired?.series, [1, 1, 1, 1]);
});
