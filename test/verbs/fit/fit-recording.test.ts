/** A recording is fitted to a scenario, and the replay of that scenario has the same parameters. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import type { Candidate } from '../../../src/core/distributions/families/distribution.ts';
import { type FittedParameter, fitFamily } from '../../../src/core/fitting/fit-family.ts';
import type { Quantity } from '../../../src/core/fitting/pods/fit-group.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { fitData } from '../../../src/render/fit/fit-data.ts';
import { renderFitTable } from '../../../src/render/fit/fit-table.ts';
import type { RecordingFit } from '../../../src/render/fit/recording-fit.ts';
import { fitRecording } from '../../../src/verbs/fit/fit-recording.ts';
import { keg } from '../../cli/run-keg.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: shop}
cluster:
  nodes: [{name: n, count: 20, template: {capacity: {cpu: 64, memory: 256Gi, pods: 500}}}]
templates:
  web: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
  job: {spec: {containers: [{name: main, resources: {requests: {cpu: 500m}}}]}}
duration: 1h
events:
  pods:
    - name: web
      template: web
      arrivals: {type: exponential, mean: 5s}
      until: 1h
      lifetime: {type: weibull, shape: 0.7, scale: 10m}
      phases: {started: {type: gamma, shape: 3, scale: 500ms}, ready: {type: lognormal, mu: 1, sigma: 0.5}}
      end: {succeeded: 9, failed: 1}
    - name: job
      template: job
      arrivals: {type: exponential, mean: 2m}
      burst: {size: {type: choice, options: [{value: 4}, {value: 12}]}, gap: 50ms}
      until: 1h
      lifetime: {type: lognormal, median: 5m, sigma: 0.9}
      requests: {type: choice, options: [{weight: 3, value: {cpu: 1}}, {weight: 1, value: {cpu: 4}}]}
      end: succeeded
`;

function parametersIn(
  fit: RecordingFit,
  name: string,
  quantity: Quantity,
  family: Candidate,
): readonly FittedParameter[] {
  const group = fit.groups.find((each) => each.group.name === name)!;
  return fitFamily(family, group.fits.find((each) => each.quantity === quantity)!.sample)!.parameters;
}

test('the fit of a replayed fit has the same parameters', async (t) => {
  const folder = temporaryFolder(t);
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('shop.yaml'), SCENARIO);
  const request = { force: false, seed: 1 };
  await keg(['replay', path('shop.yaml'), '--seed', '3', '-o', path('first.keg.jsonl'), '-o', 'json']);
  const first = await fitRecording({
    ...request,
    recordings: [path('first.keg.jsonl')],
    scenario: path('fitted.yaml'),
  });
  t.deepEqual(loadScenario(readFileSync(path('fitted.yaml'), 'utf8'), 'fitted.yaml').problems, []);
  await keg(['replay', path('fitted.yaml'), '--seed', '4', '-o', path('second.keg.jsonl'), '-o', 'json']);
  const second = await fitRecording({
    ...request,
    recordings: [path('second.keg.jsonl')],
    scenario: undefined,
  });

  for (const [name, quantity, family] of [
    ['web', 'arrivals', 'exponential'],
    ['web', 'lifetime', 'weibull'],
    ['web', 'started', 'gamma'],
    ['web', 'ready', 'lognormal'],
    ['job', 'lifetime', 'lognormal'],
  ] as const) {
    const [before, after] = [first, second].map((fit) => parametersIn(fit, name, quantity, family));
    for (const [index, parameter] of before!.entries()) {
      const again = after![index]!;
      const error = Math.hypot(parameter.standardError, again.standardError);
      t.true(
        Math.abs(parameter.value - again.value) < 2 * error,
        `${name} ${quantity} ${parameter.name}: ${parameter.value}, then ${again.value}, ± ${error}`,
      );
    }
  }
});

test('the command writes a scenario, prints a table, and refuses to replace a file', async (t) => {
  const folder = temporaryFolder(t);
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('shop.yaml'), SCENARIO.replaceAll('1h', '10m'));
  await keg(['replay', path('shop.yaml'), '-o', path('day.keg.jsonl.gz'), '-o', 'json']);
  const fitted = await keg(['fit', path('day.keg.jsonl.gz'), '-o', path('fitted.yaml'), '--gate', 'off']);
  t.is(fitted.code, 0, fitted.stderr);
  t.regex(fitted.stdout, /^web \(default\): \d+ arrived/m);
  t.regex(fitted.stdout, /^ready +\d+ +\d+ +lognormal +mu \d\S*, sigma /m);
  t.regex(fitted.stdout, /^job .* stretches of/m);
  t.true(existsSync(path('fitted.yaml')));
  const written = parse(readFileSync(path('fitted.yaml'), 'utf8')) as {
    events: { pods: { name: string; pace?: unknown }[] };
  };
  t.deepEqual(
    written.events.pods.map(({ name }) => name),
    ['web', 'job'],
  );
  t.truthy(written.events.pods[1]!.pace);
  const again = await keg(['fit', path('day.keg.jsonl.gz'), '-o', path('fitted.yaml')]);
  t.is(again.code, 2);
  t.regex(again.stderr, /already exists/);
  const asJson = await keg(['fit', path('day.keg.jsonl.gz'), '-o', 'json']);
  const asYaml = await keg(['fit', path('day.keg.jsonl.gz'), '-o', 'yaml']);
  t.deepEqual(JSON.parse(asJson.stdout), parse(asYaml.stdout));
  t.is((await keg(['fit', path('day.keg.jsonl.gz'), '-o', 'jsno'])).code, 2);
});

test('the same recording gives the same scenario and the same table', async (t) => {
  const folder = temporaryFolder(t);
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('shop.yaml'), SCENARIO.replaceAll('1h', '5m'));
  await keg(['replay', path('shop.yaml'), '-o', path('day.keg.jsonl'), '-o', 'json']);
  const request = { recordings: [path('day.keg.jsonl')], scenario: undefined, force: false, seed: 1 };
  const [one, two] = [await fitRecording(request), await fitRecording(request)];
  t.deepEqual(one.scenario, two.scenario);
  t.is(renderFitTable(one), renderFitTable(two));
  t.deepEqual(fitData(one), fitData(two));
});

test('-o json and -o yaml end with the problems that stderr prints', async (t) => {
  const folder = temporaryFolder(t);
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('shop.yaml'), SCENARIO.replaceAll('1h', '5m'));
  await keg(['replay', path('shop.yaml'), '-o', path('day.keg.jsonl'), '-o', 'json']);
  const whole = await keg(['fit', path('day.keg.jsonl'), '-o', 'json']);
  t.deepEqual((JSON.parse(whole.stdout) as { problems: unknown }).problems, []);
  const lines = readFileSync(path('day.keg.jsonl'), 'utf8').trimEnd().split('\n');
  writeFileSync(path('open.keg.jsonl'), `${lines.slice(0, -1).join('\n')}\n`);
  const message = 'the recording has no close line: its window ends with the last observation';
  for (const [format, read] of [
    ['json', (text: string): unknown => JSON.parse(text)],
    ['yaml', (text: string): unknown => parse(text)],
  ] as const) {
    const { stdout, stderr } = await keg(['fit', path('open.keg.jsonl'), '-o', format]);
    const data = read(stdout) as { readonly problems: unknown };
    t.is(Object.keys(data).at(-1), 'problems');
    t.deepEqual(data.problems, [{ code: 'unclosed-recording', severity: 'warning', message }]);
    t.true(stderr.includes(`warning: ${message}`));
  }
});

test('progress names each quantity before its fit', async (t) => {
  const folder = temporaryFolder(t);
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('shop.yaml'), SCENARIO.replaceAll('1h', '5m'));
  await keg(['replay', path('shop.yaml'), '-o', path('day.keg.jsonl'), '-o', 'json']);
  const doings: string[] = [];
  const { groups } = await fitRecording({
    recordings: [path('day.keg.jsonl')],
    scenario: undefined,
    force: false,
    seed: 1,
    onProgress: (doing) => doings.push(doing),
  });
  t.deepEqual(
    doings,
    groups.flatMap(({ group, fits }, index) =>
      fits.map(
        ({ quantity }) => `fitting ${group.name}, ${quantity} (group ${index + 1} of ${groups.length})`,
      ),
    ),
  );
});

test('a recording without pods is refused', async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'empty.keg.jsonl');
  const header = {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    source: { kind: 'cluster' },
    start: '2026-01-01T00:00:00.000000000Z',
    tool: { name: 'kubectl-keg', version: '0' },
    clock: { kind: 'monotonic', resolution: '1us' },
    redaction: 'none',
  };
  writeFileSync(path, `${JSON.stringify(header)}\n{"at":5,"kind":"close"}\n`);
  const { code, stderr } = await keg(['fit', path]);
  t.is(code, 2);
  t.regex(stderr, /contains no pods/);
});
