/** Warnings of a replay are in its recording, and report prints them again. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../temporary-folder.ts';
import { keg } from './run-keg.ts';

const SCENARIO = `cluster: {nodes: [{name: n, template: {allocatable: {cpu: 4}}}]}
events:
  pods:
    - {name: big, arrivalTime: 0s, podSpec: {spec: {containers: [{name: m, resources: {requests: {cpu: 9}}}]}}}
    - {name: gone, arrivalTime: 1s, eventType: delete}
duration: 5s
`;

test('report prints the warnings of the replay, and -o json has their codes', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'day.yaml'), SCENARIO);
  const replay = await keg(['replay', 'day.yaml', '-o', 'day.keg.jsonl'], { folder });
  const report = await keg(['report', 'day.keg.jsonl'], { folder });
  const warnings = replay.stderr.split('\n').filter((line) => line.includes('warning: '));
  t.is(warnings.length, 3, replay.stderr);
  t.deepEqual(report.stderr.trimEnd().split('\n'), warnings);
  const { stdout } = await keg(['report', 'day.keg.jsonl', '-o', 'json'], { folder });
  const { problems } = JSON.parse(stdout) as { problems: { code: string; position?: { line: number } }[] };
  t.deepEqual(
    problems.map(({ code, position }) => [code, position?.line]),
    [
      ['pod-too-large', 4],
      ['deletes-no-pod', 5],
      ['refused', undefined],
    ],
  );
});
