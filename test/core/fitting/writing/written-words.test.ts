/** The words of a group follow from what is written, and count the arrivals that are written as recorded times. */
import test from 'ava';
import {
  entriesByGroup,
  hasFewJobs,
  isOfPresent,
  recordedArrivals,
  writtenWords,
} from '../../../../src/core/fitting/writing/written-words.ts';

test('words name arrivals, pace, bursts and lifetimes', (t) => {
  const lifetime = { type: 'empirical' };
  const arrivals = { type: 'weibull' };
  const pace = { steps: [{}, {}] };
  t.is(writtenWords([{ name: 'a', arrivals, lifetime }]), 'weibull, lifetime Kaplan-Meier');
  t.is(writtenWords([{ name: 'a', arrivals, pace, burst: {} }]), 'weibull bursts in 2 stretches');
  t.is(writtenWords([{ name: 'a', arrivals, pace: { ...pace, every: '24h' } }]), 'weibull in a cycle of 2');
  t.is(writtenWords([{ name: 'a', arrivals: ['5s'], lifetime: '3m' }]), 'recorded times, lifetime constant');
  t.is(writtenWords([{ name: 'a', kind: 'Deployment' }]), 'Deployment');
  t.is(writtenWords([{ name: 'a', kind: 'Job', arrivals, pace }]), 'Jobs, weibull in 2 stretches');
});

test('a list of arrivals counts as recorded times, with its counts', (t) => {
  t.is(recordedArrivals([{ name: 'a', arrivals: ['5s', { at: '1h', count: 30 }] }]), 31);
  t.is(recordedArrivals([{ name: 'a', arrivals: { type: 'exponential' } }]), 0);
  t.is(recordedArrivals([{ name: 'a', arrivalTime: '5s' }]), 1);
});

test('fewer than 20 Jobs are few, whatever the number of their pods', (t) => {
  const jobs = (count: number) => [{ name: 'a', kind: 'Job', arrivals: [{ at: '1h', count }] }];
  t.true(hasFewJobs(jobs(19)));
  t.false(hasFewJobs(jobs(20)));
  t.false(hasFewJobs([{ name: 'a', kind: 'Job', arrivals: { type: 'exponential' } }]));
  t.false(hasFewJobs([{ name: 'a', arrivals: ['5s'] }]));
});

test('entries belong to the group of their template', (t) => {
  const events = {
    pods: [
      { name: 'web-before', template: 'web', arrivals: { type: 'constant' }, count: 3 },
      { name: 'web' },
    ],
    workloads: [{ name: 'cron', kind: 'CronJob', template: 'cron' }],
  };
  const groups = entriesByGroup({ events });
  t.deepEqual([...groups.keys()].sort(), ['cron', 'web']);
  t.deepEqual(groups.get('web')!.map(isOfPresent), [true, false]);
});
