/** The words of a group follow from what is written, and count the arrivals that are written as recorded times. */
import test from 'ava';
import {
  entriesByGroup,
  explainedNames,
  hasFewJobs,
  isOfPresent,
  recordedArrivals,
  type WrittenEntry,
  writtenWords,
} from '../../../../src/core/fitting/writing/written-words.ts';

test('words name arrivals, pace, bursts and lifetimes', (t) => {
  const lifetime = { type: 'empirical' };
  const arrivals = { type: 'weibull' };
  const pace = { steps: [{}, {}] };
  const words = (entry: Omit<WrittenEntry, 'name'>): string => writtenWords('a', [{ name: 'a', ...entry }]);
  t.is(words({ arrivals, lifetime }), 'weibull, lifetime Kaplan-Meier');
  t.is(words({ arrivals, pace, burst: {} }), 'weibull bursts in 2 stretches');
  t.is(words({ arrivals, pace: { ...pace, every: '24h' } }), 'weibull in a cycle of 2');
  t.is(words({ arrivals: ['5s'], lifetime: '3m' }), 'recorded times, lifetime constant');
  t.is(words({ arrivals, mix: [{}, {}] }), 'weibull, mix of 2');
  t.is(words({ kind: 'Deployment' }), 'Deployment');
  t.is(words({ kind: 'Job', arrivals, pace }), 'Jobs, weibull in 2 stretches');
});

test('words say what each further entry of a group is, with its name', (t) => {
  const entries = [
    {
      name: 'task-before',
      arrivals: { type: 'constant' },
      ages: ['1h', '2h'],
      lifetime: { type: 'empirical' },
    },
    { name: 'task-before-2', arrivals: { type: 'constant' }, ages: ['3h'], residual: { type: 'weibull' } },
    { name: 'task-waiting', arrivals: { type: 'constant' }, count: 3 },
    {
      name: 'task-long',
      arrivals: [
        { at: '5s', lifetime: '9h' },
        { at: '7s', longerThan: '2h' },
      ],
    },
    { name: 'task-bursts', arrivals: { type: 'gamma' }, pace: { steps: [{}, {}] }, mix: [{}, {}, {}] },
    { name: 'task', arrivals: { type: 'weibull' }, lifetime: { type: 'lognormal' } },
  ];
  t.deepEqual(writtenWords('task', entries).split('; '), [
    'weibull, lifetime lognormal',
    'task-long: 2 pods one by one',
    'task-bursts: large bursts, mix of 3',
    'task-before: 3 there before, in 2 parts',
    'task-waiting: 3 there before, without a node',
  ]);
});

test('steps of one workload are named once, and pods one by one may be the whole group', (t) => {
  t.is(
    writtenWords('web', [
      { name: 'web', kind: 'Deployment' },
      { name: 'web', kind: 'Deployment' },
    ]),
    'Deployment',
  );
  t.is(writtenWords('web', [{ name: 'web', arrivals: [{ at: '5s', lifetime: '9h' }] }]), '1 pod one by one');
});

test('the kinds of entries beside that of a group are explained where they occur', (t) => {
  const pods = ['web', 'web-before', 'web-before-2', 'web-bursts'].map((name) => ({ name, template: 'web' }));
  t.deepEqual(explainedNames({ events: { pods } }), [
    'NAME-before: pods that were there when it began',
    'NAME-bursts: large bursts',
  ]);
  t.deepEqual(explainedNames({ events: { pods: [{ name: 'so-long', template: 'so-long' }] } }), []);
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
