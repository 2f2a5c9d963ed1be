/** A recording in several files is fitted as one: no file is read whole, and nothing counts twice. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { fitRecording } from '../../../src/verbs/fit/fit-recording.ts';
import { keg } from '../../cli/run-keg.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
duration: 40m
cluster: {nodes: [{name: n, count: 4, template: {allocatable: {cpu: 64, memory: 256Gi}}}]}
templates: {web: {spec: {containers: [{name: c, resources: {requests: {cpu: 100m}}}]}}}
events:
  pods:
    - {name: web, template: web, arrivals: {type: exponential, mean: 5s}, until: 40m, lifetime: {type: exponential, mean: 4m}, end: succeeded}
`;

interface Line {
  readonly at: number;
  readonly kind: string;
  readonly uid?: string;
}

/** The two files that a recorder writes which changes files after `cut` microseconds. */
function inTwo(text: string, cut: number): [string, string] {
  const [header, ...lines] = text.trimEnd().split('\n') as [string, ...string[]];
  const all = lines.map((line) => JSON.parse(line) as Line);
  const before = all.filter(({ at }) => at <= cut);
  const gone = new Set(
    before.flatMap(({ kind, uid }) => (/^pod-(finished|deleted)$/.test(kind) ? [uid] : [])),
  );
  const listed = before.flatMap((each) => {
    if (each.kind === 'close' || (each.uid !== undefined && gone.has(each.uid))) return [];
    return [{ ...each, at: 0, ...(each.kind === 'pod-created' && { age: cut - each.at }) }];
  });
  const after = all.filter(({ at }) => at > cut).map((each) => ({ ...each, at: each.at - cut }));
  const start = new Date(cut / 1e3).toISOString();
  const file = (head: object, each: readonly object[]): string =>
    `${[head, ...each].map((line) => JSON.stringify(line)).join('\n')}\n`;
  const head = JSON.parse(header) as object;
  return [
    file(head, [...before, { at: cut, kind: 'close' }]),
    file({ ...head, start }, [...listed, ...after]),
  ];
}

test('two files of one run give the scenario of the whole recording', async (t) => {
  const folder = temporaryFolder(t);
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('shop.yaml'), SCENARIO);
  await keg(['replay', path('shop.yaml'), '-o', path('day.keg.jsonl'), '-o', 'json']);
  const [first, second] = inTwo(readFileSync(path('day.keg.jsonl'), 'utf8'), 17 * 60e6);
  writeFileSync(path('day.0001.keg.jsonl'), first);
  writeFileSync(path('day.0002.keg.jsonl'), second);
  const request = { scenario: undefined, force: false, seed: 1 };
  const whole = await fitRecording({ ...request, recordings: [path('day.keg.jsonl')] });
  const parts = await fitRecording({
    ...request,
    recordings: [path('day.0001.keg.jsonl'), path('day.0002.keg.jsonl')],
  });
  t.is(parts.pods, whole.pods);
  t.deepEqual(parts.scenario, whole.scenario);
});

test('files in the wrong order are refused', async (t) => {
  const folder = temporaryFolder(t);
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('shop.yaml'), SCENARIO.replaceAll('40m', '5m'));
  await keg(['replay', path('shop.yaml'), '-o', path('day.keg.jsonl'), '-o', 'json']);
  const [first, second] = inTwo(readFileSync(path('day.keg.jsonl'), 'utf8'), 2 * 60e6);
  writeFileSync(path('day.0001.keg.jsonl'), first);
  writeFileSync(path('day.0002.keg.jsonl'), second);
  const { code, stderr } = await keg(['fit', path('day.0002.keg.jsonl'), path('day.0001.keg.jsonl')]);
  t.is(code, 2);
  t.regex(stderr, /begins before the recording that is named ahead of it/);
});
