/** Workloads that create Jobs with numbers leave no other Job without its name. */
import test from 'ava';
import type { FoundWorkload } from '../../../../src/core/fitting/controllers/found-workload.ts';
import { nameWorkloads } from '../../../../src/core/fitting/controllers/name-workloads.ts';
import { PLAIN } from './made-recording.ts';

const steps = [{ at: 0, pods: 1 }];
const job = (name: string): FoundWorkload => ({ kind: 'Job', name, steps, ages: [], completions: 1 });
const series = (name: string): FoundWorkload => ({ ...job(name), series: { times: [], sizes: [] } });
const cronJob = (name: string): FoundWorkload => ({
  ...job(name),
  kind: 'CronJob',
  schedule: { every: 60, lateness: [], until: undefined },
});

function namesOf(...workloads: FoundWorkload[]): string[] {
  const groups = workloads.map((each) => ({
    group: { name: each.name, namespace: 'default', template: PLAIN, requests: [], pods: [] },
    workloads: [each],
    basis: 'owners' as const,
  }));
  return nameWorkloads(groups).flatMap((group) => group.workloads.map(({ name }) => name));
}

test('a Job has no name of a run of a CronJob, wherever that stands', (t) => {
  t.deepEqual(namesOf(job('report-2'), cronJob('report')), ['report-2-job', 'report']);
});

test('a Job has no name of a Job of a series', (t) => {
  t.deepEqual(namesOf(series('train'), job('train-2')), ['train', 'train-2-job']);
});

test('a second series keeps its number: its Jobs have two', (t) => {
  t.deepEqual(namesOf(series('train'), series('train')), ['train', 'train-2']);
});
