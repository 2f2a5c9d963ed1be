/** The second half is predicted with the pace and the strata of the whole first half, not with those of its last stretch. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { fitRecording } from '../../../src/verbs/fit/fit-recording.ts';
import { keg } from '../../cli/run-keg.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** Both halves are fast at first and slow at last. */
const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster: {nodes: [{name: n, count: 2, template: {capacity: {cpu: 640, memory: 256Gi, pods: 5000}}}]}
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
duration: 2h
events:
  pods:
    - name: web
      template: small
      arrivals: {type: exponential, mean: 10s}
      pace: {every: 1h, steps: [{at: 0s, factor: 1.5}, {at: 40m, factor: 0.2}]}
      until: 2h
      lifetime: 1m
`;

/** What a fit of one replay predicts of its second half. */
async function predictedFor(t: ExecutionContext, scenario: string) {
  const folder = temporaryFolder(t);
  const [file, recording] = [join(folder, 'day.yaml'), join(folder, 'day.keg.jsonl')];
  writeFileSync(file, scenario);
  await keg(['replay', file, '--seed', '3', '-o', recording, '-o', 'json']);
  const { truth } = await fitRecording({
    recordings: [recording],
    scenario: undefined,
    force: false,
    seed: 1,
    gate: { low: 0.5, high: 2 },
  });
  return truth!.prediction!.figures;
}

test('a pace of the first half is repeated in the second', async (t) => {
  for (const { name, ratio } of await predictedFor(t, SCENARIO))
    t.true(ratio! > 0.8 && ratio! < 1.25, `${name}: ${ratio}`);
});

/** A thousand pods of 10m in a day and, in its last two hours, a thousand more. */
const CROWD_AT_THE_END = `apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster: {nodes: [{name: n, count: 2, template: {capacity: {cpu: 640, memory: 256Gi, pods: 5000}}}]}
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
duration: 24h
events:
  pods:
    - name: web
      template: small
      arrivals: {type: exponential, mean: 86s}
      pace: {steps: [{at: 0s, factor: 1}, {at: 22h, factor: 12}]}
      until: 24h
      lifetime: 10m
`;

test('a crowd near the end, which no first half shows, is not called predictable', async (t) => {
  const figures = await predictedFor(t, CROWD_AT_THE_END);
  t.deepEqual(
    figures.filter(({ isPredictable }) => isPredictable),
    [],
  );
  t.is(figures.length, 3);
});
