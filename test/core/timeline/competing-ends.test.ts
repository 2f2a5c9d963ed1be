/** Pods with competing ends: the shortest lifetime counts, and each end draws independently. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { type Arrival, arrivals, asLines, expand } from './written-scenario.ts';

function group(ends: string, count = 4000): string {
  return `events:\n  pods:\n    - {name: a, template: small, arrivals: {type: constant, value: 1s}, count: ${count}, ends: ${ends}}\n`;
}

function drawn(ends: string, count?: number): Arrival[] {
  return arrivals(expand(group(ends, count)));
}

test('a pod has the shortest lifetime, with its end', (t) => {
  const pods = drawn(
    '[{end: succeeded, lifetime: 10s}, {end: failed, lifetime: {type: uniform, min: 0s, max: 20s}}]',
  );
  const failed = pods.filter(({ end }) => end === 'failed');
  t.true(failed.every(({ lifetime }) => lifetime! < 10e6));
  t.true(pods.every(({ end, lifetime }) => end === 'failed' || lifetime === 10e6));
  t.true(Math.abs(failed.length / pods.length - 0.5) < 0.03);
});

test('exponential ends occur in proportion to their rates, at any age', (t) => {
  const pods = drawn(
    '[{end: succeeded, lifetime: {type: exponential, mean: 10s}}, {end: failed, lifetime: {type: exponential, mean: 30s}}]',
  );
  const mean = pods.reduce((sum, { lifetime }) => sum + lifetime! / 1e6, 0) / pods.length;
  t.true(Math.abs(mean - 7.5) < 0.5, `mean ${mean}`);
  for (const half of [
    pods.filter(({ lifetime }) => lifetime! < 5e6),
    pods.filter(({ lifetime }) => lifetime! >= 5e6),
  ]) {
    const share = half.filter(({ end }) => end === 'failed').length / half.length;
    t.true(Math.abs(share - 0.25) < 0.04, `share ${share}`);
  }
});

test('of two equal lifetimes, the end that is written first counts', (t) => {
  t.is(drawn('[{end: failed, lifetime: 5s}, {end: succeeded, lifetime: 5s}]', 1)[0]!.end, 'failed');
});

test('a single end is a lifetime with that end', (t) => {
  const [one] = drawn('[{end: succeeded, lifetime: 5s}]', 1);
  t.like(one, { end: 'succeeded', lifetime: 5e6 });
});

test('another distribution of one end does not change the draws of the other', (t) => {
  const succeeded = (failed: string): Map<string, number> =>
    new Map(
      drawn(
        `[{end: succeeded, lifetime: {type: exponential, mean: 10s}}, {end: failed, lifetime: ${failed}}]`,
        200,
      ).flatMap(({ name, end, lifetime }) => (end === 'succeeded' ? [[name, lifetime!]] : [])),
    );
  const [often, rarely] = [succeeded('{type: exponential, mean: 10s}'), succeeded('1h')];
  t.is(rarely.size, 200);
  t.true(often.size < 150);
  for (const [name, lifetime] of often) t.is(rarely.get(name), lifetime);
});

test('perStart is in the plan, and 0s is the same as none', (t) => {
  const timeline = (phases: string): string =>
    asLines(
      expand(
        `events:\n  pods:\n    - {name: a, template: small, arrivals: {type: exponential, mean: 1s}, count: 20, phases: ${phases}}\n`,
      ),
    );
  t.is(timeline('{started: 2s, perStart: 0s}'), timeline('{started: 2s}'));
  t.regex(timeline('{started: 2s, perStart: 150ms}'), /"delayPerStart":150000/);
});

const ENTRY =
  '{name: p, arrivals: {type: exponential, mean: 1s}, count: 1, podSpec: {spec: {containers: [{name: m}]}}, ';

function report(rest: string, entry = ENTRY): string[] {
  const text = `cluster: {nodes: [{name: n, template: {allocatable: {cpu: 4}}}]}\nevents:\n  pods:\n    - ${entry}${rest}}\n`;
  return loadScenario(text, 'day.yaml').problems.map(formatProblem);
}

for (const [what, rest, place, message] of [
  [
    'a lifetime beside ends',
    'lifetime: 1m, ends: [{end: failed, lifetime: 1s}]',
    '1m',
    'error: events.pods[0].lifetime: excludes ends, which has a lifetime for each end: keep one of them',
  ],
  [
    'an end beside ends',
    'end: deleted, ends: [{end: failed, lifetime: 1s}]',
    'deleted',
    'error: events.pods[0].end: excludes ends, which has a lifetime for each end: keep one of them',
  ],
  [
    'an end twice',
    'ends: [{end: failed, lifetime: 1s}, {lifetime: 2s, end: failed}]',
    'failed}]',
    'error: events.pods[0].ends[1].end: "failed" has a lifetime already',
  ],
  [
    'an end that there is not',
    'ends: [{end: gone, lifetime: 1s}]',
    'gone',
    'error: events.pods[0].ends[0].end: "gone" is not an end (deleted, succeeded, failed): write for example succeeded',
  ],
  ['no end at all', 'ends: []', '[]', 'error: events.pods[0].ends: needs at least one end'],
  [
    'a slope that is negative',
    'phases: {perStart: -1s}',
    '-1s',
    'error: events.pods[0].phases.perStart: "-1s" is negative',
  ],
] as const) {
  test(`${what} is an error with its position`, (t) => {
    const column = 6 + ENTRY.length + rest.indexOf(place) + 1;
    const lines = report(rest);
    t.is(lines.length, 1, lines.join('\n'));
    t.true(lines[0]!.startsWith(`day.yaml:4:${column}: ${message}`), lines[0]);
  });
}

test('an end without a lifetime is an error', (t) => {
  t.regex(report('ends: [{end: failed}]')[0]!, /events\.pods\[0\]\.ends\[0\].*lifetime/);
});

test('competing ends are for drawn pods only', (t) => {
  const [line] = report(
    'ends: [{end: failed, lifetime: 1s}]',
    '{name: p, arrivalTime: 1s, podSpec: {spec: {containers: [{name: m}]}}, ',
  );
  t.regex(line!, /^day.yaml:4:\d+: error: events.pods\[0\].ends: goes with arrivals/);
});
