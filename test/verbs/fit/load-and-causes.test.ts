/** Load on starts and ends by cause of a scenario are found again in the fit of its replay. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import type { Candidate } from '../../../src/core/distributions/families/distribution.ts';
import { fitFamily } from '../../../src/core/fitting/fit-family.ts';
import type { Quantity, QuantityFit } from '../../../src/core/fitting/pods/fit-group.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { renderFitTable } from '../../../src/render/fit/fit-table.ts';
import type { RecordingFit } from '../../../src/render/fit/recording-fit.ts';
import { fitRecording } from '../../../src/verbs/fit/fit-recording.ts';
import { keg } from '../../cli/run-keg.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

interface Fitted {
  readonly fit: RecordingFit;
  readonly entry: {
    readonly lifetime?: object;
    readonly end?: object;
    readonly ends?: readonly { readonly end: string }[];
    readonly phases: { readonly started: { readonly type: string }; readonly perStart?: string };
  };
  readonly problems: readonly unknown[];
}

/** Replays an hour of pods with the given ends and starts, and fits the recording. */
async function roundTrip(
  t: Parameters<typeof temporaryFolder>[0],
  seed: number,
  entry: string,
): Promise<Fitted> {
  const folder = temporaryFolder(t);
  const path = (name: string): string => join(folder, name);
  writeFileSync(
    path('day.yaml'),
    `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: day}
cluster: {nodes: [{name: n, count: 2, template: {capacity: {cpu: 640, memory: 256Gi, pods: 5000}}}]}
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
duration: 1h
events:
  pods:
    - {name: web, template: small, arrivals: {type: exponential, mean: 1500ms}, until: 1h, ${entry}}
`,
  );
  await keg(['replay', path('day.yaml'), '--seed', String(seed), '-o', path('day.keg.jsonl'), '-o', 'json']);
  const fit = await fitRecording({
    recordings: [path('day.keg.jsonl')],
    scenario: path('fitted.yaml'),
    force: false,
    seed: 1,
  });
  const text = readFileSync(path('fitted.yaml'), 'utf8');
  const written = parse(text) as { events: { pods: Fitted['entry'][] } };
  return { fit, entry: written.events.pods[0]!, problems: loadScenario(text, 'fitted.yaml').problems };
}

function fitOf({ fit }: Fitted, quantity: Quantity): QuantityFit {
  return fit.groups[0]!.fits.find((each) => each.quantity === quantity)!;
}

/** Whether the truth lies in the 95 % interval of each parameter. */
function covers(
  { sample }: QuantityFit,
  candidate: Candidate,
  truth: Readonly<Record<string, number>>,
): boolean {
  const { parameters } = fitFamily(candidate, sample)!;
  return parameters.every(({ name, low, high }) => low <= truth[name]! && truth[name]! <= high);
}

test('the delay that each start under way adds is found again', async (t) => {
  const fitted = await roundTrip(
    t,
    3,
    'lifetime: 5m, end: succeeded, phases: {started: {type: gamma, shape: 3, scale: 1s}, perStart: 400ms}',
  );
  const started = fitOf(fitted, 'started');
  const { perStart, standardError } = started.load!;
  t.true(Math.abs(perStart - 0.4) < 1.96 * standardError, `${perStart} ± ${standardError}`);
  t.true(standardError < 0.04);
  t.true(covers(started, 'gamma', { shape: 3, scale: 1 }));
  t.is(started.choice.best!.candidate, 'gamma');
  t.deepEqual(fitted.problems, []);
  t.true(Math.abs(Number.parseFloat(fitted.entry.phases.perStart!) - 1000 * perStart) < 1e-3);
  t.regex(
    renderFitTable(fitted.fit, { width: 100, isWide: true }),
    /^started .* per start 0\.\d+ ± 0\.0\d+ /m,
  );
});

test('delays that do not depend on the load are fitted as they are', async (t) => {
  const fitted = await roundTrip(
    t,
    4,
    'lifetime: 5m, end: succeeded, phases: {started: {type: gamma, shape: 3, scale: 1s}}',
  );
  t.is(fitOf(fitted, 'started').load, undefined);
  t.is(fitted.entry.phases.perStart, undefined);
});

test('ends whose age depends on the cause have their shares by age', async (t) => {
  const fitted = await roundTrip(
    t,
    5,
    'phases: {started: 1s}, ends: [{end: succeeded, lifetime: {type: lognormal, mu: 5, sigma: 0.5}}, {end: failed, lifetime: {type: weibull, shape: 0.5, scale: 1500s}}]',
  );
  t.true(covers(fitOf(fitted, 'succeeded'), 'lognormal', { mu: 5, sigma: 0.5 }));
  t.true(covers(fitOf(fitted, 'failed'), 'weibull', { shape: 0.5, scale: 1500 }));
  t.deepEqual(fitted.problems, []);
  const byAge = fitted.entry.end as unknown as readonly { succeeded?: number; failed?: number }[];
  t.true(byAge.length > 1);
  const shareFailed = ({ succeeded = 0, failed = 0 }: (typeof byAge)[number]): number =>
    failed / (succeeded + failed);
  t.true(shareFailed(byAge[0]!) > 0.9);
  t.true(byAge.some((each) => shareFailed(each) < 0.5));
  t.is(fitted.entry.ends, undefined);
  t.truthy(fitted.entry.lifetime);
  const table = renderFitTable(fitted.fit, { width: 100, isWide: true });
  t.regex(table, /ages at the end differ by cause/);
  t.regex(table, /^failed +\d+ /m);
});

test('ends by weight stay one lifetime with weights', async (t) => {
  const fitted = await roundTrip(
    t,
    6,
    'phases: {started: 1s}, lifetime: {type: lognormal, mu: 5, sigma: 0.5}, end: {succeeded: 3, failed: 1}',
  );
  t.false(fitted.fit.groups[0]!.causes!.areDifferent);
  t.is(fitted.entry.ends, undefined);
  t.deepEqual(Object.keys(fitted.entry.end!), ['succeeded', 'failed']);
});

test('pods from before the window have the weights of their own ends', async (t) => {
  const folder = temporaryFolder(t);
  const path = (name: string): string => join(folder, name);
  const pod = (index: number, age: number | undefined, at: number, phase: string): object[] => [
    {
      at: age === undefined ? index * 1e6 : 0,
      kind: 'pod-created',
      uid: `p${index}`,
      namespace: 'default',
      name: `web-${index}`,
      group: 'web',
      template: 'small',
      ...(age !== undefined && { age }),
    },
    { at, kind: 'pod-finished', uid: `p${index}`, phase },
  ];
  const observations = [
    ...[1, 2, 3].flatMap((index) => pod(index, 100e6, (10 + index) * 1e6, 'Succeeded')),
    ...[4, 5, 6, 7, 8].flatMap((index) => pod(index, undefined, (20 + index) * 1e6, 'Failed')),
  ].sort((a, b) => (a as { at: number }).at - (b as { at: number }).at);
  const lines = [
    {
      apiVersion: 'keg.dev/v1alpha1',
      kind: 'Recording',
      source: { kind: 'cluster' },
      start: '2026-01-01T00:00:00.000000000Z',
      tool: { name: 'kubectl-keg', version: '0' },
      clock: { kind: 'monotonic', resolution: '1us' },
      redaction: 'none',
    },
    { at: 0, kind: 'template', hash: 'small', template: { spec: { containers: [{ name: 'main' }] } } },
    ...observations,
    { at: 60e6, kind: 'close' },
  ];
  writeFileSync(path('day.keg.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { scenario } = await fitRecording({
    recordings: [path('day.keg.jsonl')],
    scenario: undefined,
    force: false,
    seed: 1,
  });
  const { pods } = (scenario as { events: { pods: { name: string; end: unknown }[] } }).events;
  t.deepEqual(
    pods.map(({ name, end }) => [name, end]),
    [
      ['web-before', 'succeeded'],
      ['web', 'failed'],
    ],
  );
});
