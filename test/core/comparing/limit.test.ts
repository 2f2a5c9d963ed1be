/** Limits are read with their units, and hold or not. */
import test from 'ava';
import { exampleReport } from '../../../src/core/comparing/example-report.ts';
import { checkLimit, parseLimit, refuseWrongLimits } from '../../../src/core/comparing/limit.ts';
import { checkLimits } from '../../../src/core/comparing/limit-results.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { bound, created, NODE_A, run } from '../measure/small-recording.ts';

const REPORT = run([NODE_A, created('p', 0), bound('p', 10)]);

for (const [text, holds] of [
  ['waiting.p95 < 11us', true],
  ['waiting.p95<10us', false],
  ['waiting.p95 <= 10us', true],
  ['waiting.p95 > 0', true],
  ['waiting.p95 >= 10.5us', false],
  ['neverBound=0', true],
  ['neverBound == 1', false],
  ['neverBound != 1', true],
  ['cluster.resources.cpu.utilisation >= 45%', true],
  ['cluster.resources.cpu.utilisation > 0.46', false],
  ['cluster.resources.cpu.requested.max = 2', true],
  ['cluster.resources.cpu.requested.max < 1500m', false],
  ['cluster.resources.memory.requested.max <= 1Gi', true],
  ['podGroups.workload["default/no workload"].waiting.p95 < 1s', true],
  ['pods.created >= 1', true],
] as const) {
  test(`${text} ${holds ? 'holds' : 'is broken'}`, (t) => {
    t.is(checkLimit(parseLimit(text), REPORT).holds, holds);
  });
}

test('a figure without a value holds no limit', (t) => {
  t.like(checkLimit(parseLimit('waiting.p95 < 1h'), run([])), { value: null, holds: false });
});

for (const text of ['waiting.p95', '< 30s', 'waiting.p95 < ', 'waiting.p95 < 30 s', 'a < b < c', '']) {
  test(`no limit: ${text === '' ? 'nothing' : text}`, (t) => {
    t.throws(() => parseLimit(text), { instanceOf: UserError, message: `${text || '""'} is no limit` });
  });
}

for (const [text, message] of [
  ['waiting.p95 < 30', 'waiting.p95 < 30: 30 is no duration'],
  ['neverBound = 1s', 'neverBound = 1s: 1s is no number'],
  ['cluster.resources.cpu.utilisation < high', 'cluster.resources.cpu.utilisation < high: high is no share'],
  [
    'cluster.resources.memory.requested.max < 3GB',
    'cluster.resources.memory.requested.max < 3GB: 3GB is no quantity',
  ],
] as const) {
  test(`refused for its unit: ${text}`, (t) => {
    t.throws(() => checkLimit(parseLimit(text), REPORT), { instanceOf: UserError, message });
  });
}

test('of several reports a limit holds where it holds in every one', (t) => {
  const late = run([NODE_A, created('p', 0), bound('p', 50)]);
  const reports = [
    { name: 'seed 1', figures: REPORT },
    { name: 'seed 2', figures: late },
  ];
  const [result] = checkLimits([parseLimit('waiting.p95 < 20us')], reports);
  t.false(result!.holds);
  t.deepEqual(
    result!.checks.map(({ report, value, holds }) => [report, value, holds]),
    [
      ['seed 1', 10, true],
      ['seed 2', 50, false],
    ],
  );
});

for (const [text, message] of [
  ['waiting.p59 < 30s', /no report has the figure waiting\.p59/],
  ['cluster.resources["example.com/fpga"].utilization > 0', /did you mean utilisation/],
  ['pools["any"].resources.cpu.utilisation > 0s', /0s is no share/],
  ['jobs.makespan.duration < 5', /5 is no duration/],
  ['containers.restart = 0', /did you mean restarts/],
] as const)
  test(`wrong before anything is played: ${text}`, (t) => {
    const error = t.throws(() => refuseWrongLimits([parseLimit(text)], exampleReport()), {
      instanceOf: UserError,
    });
    t.regex(error.message, message);
  });

for (const text of [
  'pools["any"].resources["example.com/fpga"].utilisation > 10%',
  'podGroups.workload["shop/web"].waiting.p95 < 30s',
  'jobs.makespan.duration < 5h',
  'scaling.cost < 12.5',
  'replicas["shop/web"].running.max < 5',
  'cluster.resources.cpu.used.utilisation < 50%',
])
  test(`right before anything is played: ${text}`, (t) => {
    t.notThrows(() => refuseWrongLimits([parseLimit(text)], exampleReport()));
    t.notThrows(() => checkLimit(parseLimit(text), REPORT));
  });

test('what a report leaves out because there is none of it counts as 0', (t) => {
  t.true(checkLimit(parseLimit('containers.restarts = 0'), REPORT).holds);
  t.true(checkLimit(parseLimit('jobs.failed = 0'), REPORT).holds);
  t.true(checkLimit(parseLimit('pods.older = 0'), REPORT).holds);
  t.false(checkLimit(parseLimit('scaling.cost < 5'), REPORT).holds);
});
