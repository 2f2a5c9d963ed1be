/** Groups of drawn pods become creations: count, until, requests and amounts. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { drawPods } from '../../../src/core/timeline/draw-pods.ts';
import { BATCH, pods, WEB } from './pod-groups.ts';
import { arrivals, expand, written } from './written-scenario.ts';

function exhaust(all: Iterable<unknown>): void {
  for (const _ of all);
}

test('with a larger count, the first pods stay the same', (t) => {
  const fifty = arrivals(expand(pods(WEB)));
  const hundred = arrivals(expand(pods(WEB.replace('count: 50', 'count: 100'))));
  t.is(hundred.length, 100);
  t.deepEqual(hundred.slice(0, 50), fifty);
});

test('count is the number of pods, which are numbered from 0 and arrive from start on', (t) => {
  const all = arrivals(expand(pods(WEB.replace('count: 50', 'count: 3\n      start: 1h'))));
  t.deepEqual(
    all.map(({ name, group, namespace }) => [name, group, namespace]),
    [0, 1, 2].map((index) => [`web-${index}`, 'web', 'default']),
  );
  t.true(all[0]!.at > 3600e6);
});

test('arrivals are before until', (t) => {
  const every = (until: string): number[] =>
    arrivals(
      expand(
        pods(
          `    - {name: tick, template: small, arrivals: {type: constant, value: 10s}, start: 5s, until: ${until}}\n`,
        ),
      ),
    ).map(({ at }) => at / 1e6);
  t.deepEqual(every('45s'), [15, 25, 35]);
  t.deepEqual(every('45001ms'), [15, 25, 35, 45]);
});

test('the earlier of count and until ends the arrivals', (t) => {
  const ticks = (limits: string): number =>
    arrivals(
      expand(
        pods(`    - {name: tick, template: small, arrivals: {type: constant, value: 10s}, ${limits}}\n`),
      ),
    ).length;
  t.is(ticks('until: 1m, count: 3'), 3);
  t.is(ticks('until: 25s, count: 3'), 2);
});

test('without a lifetime pods run for ever', (t) => {
  const [pod] = arrivals(
    expand(pods('    - {name: tick, template: small, arrivals: {type: constant, value: 1s}, count: 1}\n')),
  );
  t.is(pod!.lifetime, null);
});

test('after a gap beyond 285 years nothing arrives, in a burst only its rest', (t) => {
  const heavy = '{type: pareto, shape: 0.01, min: 1s}';
  const entry = (keys: string): string => `    - {name: tick, template: small, count: 9, ${keys}}\n`;
  t.true(arrivals(expand(pods(entry(`arrivals: ${heavy}`)))).length < 9);
  const burst = entry(`arrivals: {type: constant, value: 1h}, burst: {size: 5, gap: ${heavy}}`);
  t.is(arrivals(expand(pods(burst))).length, 9);
});

test('arrivals that never reach their end are an error with a position', (t) => {
  const scenario = written(
    pods('    - {name: tick, template: small, arrivals: {type: constant, value: 0s}, until: 1h}\n'),
  );
  const error = t.throws(() => exhaust(drawPods(scenario, 1)), {
    instanceOf: UserError,
    message: /more than 5 million pods/,
  });
  t.deepEqual((error as UserError).position, { file: 'day.yaml', line: 8, column: 7 });
});

test('drawn requests replace those of the first container, in whole millicores and bytes', (t) => {
  const drawn = arrivals(expand(pods(WEB))).map(
    ({ template }) => template.spec.containers[0]?.resources?.requests,
  );
  t.true(drawn.every((requests) => /^\d+m$/.test(String(requests?.cpu))));
  t.true(drawn.every((requests) => /^\d+$/.test(String(requests?.memory))));
  const cpus = drawn.map((requests) => Number.parseInt(String(requests?.cpu), 10));
  t.true(cpus.every((cpu) => cpu >= 100 && cpu <= 2000));
  t.true(Math.max(...cpus) > 1500 && Math.min(...cpus) < 600, 'they fill the range');
});

test('a choice of sets draws whole sets, in proportion to their weights', (t) => {
  const drawn = arrivals(expand(pods(BATCH.replace('until: 10m', 'count: 4000')))).map(
    ({ template }) => template.spec.containers[0]?.resources?.requests,
  );
  const small = drawn.filter((requests) => requests?.cpu === 1);
  const large = drawn.filter((requests) => requests?.cpu === 4 && requests?.memory === '1Gi');
  t.is(small.length + large.length, 4000);
  t.true(small.every((requests) => requests?.memory === undefined));
  t.true(Math.abs(small.length - 3000) < 5 * Math.sqrt(4000 * 0.75 * 0.25), String(small.length));
});

test('pods with equal requests share one template object', (t) => {
  const all = arrivals(expand(pods(BATCH)), 'batch');
  t.is(new Set(all.map(({ template }) => template)).size, 2);
});

test('perStart is planned for explicit pods where it is above 0', (t) => {
  const planned = (phases: string) =>
    arrivals(expand(pods(`    - {name: a, arrivalTime: 0s, template: small${phases}}\n`)))[0]!;
  t.like(planned(', phases: {perStart: 5ms}'), { delayPerStart: 5000 });
  t.false('delayPerStart' in planned(', phases: {perStart: 0s}'));
});

test('a drawn amount beyond 2^53 is an error with the position of its entry', (t) => {
  const entry =
    '    - {name: a, arrivals: {type: constant, value: 1s}, count: 9, template: small, requests: {cpu: {type: pareto, shape: 0.01, min: 1000}}}\n';
  const error = t.throws(() => expand(pods(entry)), { instanceOf: UserError });
  t.regex(error.message, /^"a" drew \S+ of cpu$/);
  t.truthy(error.position?.line);
});
