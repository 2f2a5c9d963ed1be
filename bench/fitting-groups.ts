/** Measures a fit of many small groups: thousands of templates without owners, each with 20 to 40 pods. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomStream } from '../src/core/distributions/random-stream.ts';
import type { Observation } from '../src/core/recording/observation.ts';
import { recordingWriter } from '../src/core/recording/recording-writer.ts';
import { fitRecording } from '../src/verbs/fit/fit-recording.ts';

const GROUPS = Number(process.argv[2] ?? 5000);
const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

/** Letters alone: names that differ in digits belong to one group. */
function lettersOf(group: number): string {
  return group.toString().replaceAll(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)]!);
}

function recordingOf(groups: number): string {
  const random = randomStream(1, 'bench', 'groups');
  const exponential = (mean: number): number => Math.floor(-Math.log(1 - random()) * mean);
  const lines: string[] = [];
  const { observe, templateHash } = recordingWriter((line) => lines.push(line), {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    source: { kind: 'import', from: 'bench' },
    start: '2026-01-01T00:00:00.000000000Z',
    tool: { name: 'bench', version: '0' },
    clock: { kind: 'virtual', resolution: '1us' },
    redaction: 'none',
  });
  const allocatable = { cpu: '100000', memory: '100000Gi', pods: '1000000' };
  observe({ at: 0, kind: 'node-added', uid: 'n', name: 'n', pool: 'n', allocatable });
  const changes: Observation[] = [];
  for (let group = 0; group < groups; group += 1) {
    const requests = { cpu: `${100 + (group % 40) * 50}m`, memory: `${1 + (group % 16)}Gi` };
    const word = lettersOf(group);
    const image = `registry.example/${word}:1`;
    const template = templateHash(
      { spec: { containers: [{ name: 'main', image, resources: { requests } }] } },
      0,
    );
    const pods = 20 + Math.floor(random() * 21);
    for (let number = 0; number < pods; number += 1) {
      const name = `${word}-${number}`;
      const at = Math.floor(random() * DAY);
      const bound = at + exponential(SECOND);
      const started = bound + exponential(3 * SECOND);
      const ended = started + exponential(3600 * SECOND);
      changes.push(
        { at, kind: 'pod-created', uid: name, namespace: 'default', name, template },
        { at: bound, kind: 'pod-bound', uid: name, node: 'n' },
        { at: started, kind: 'pod-started', uid: name },
      );
      if (ended < DAY) changes.push({ at: ended, kind: 'pod-finished', uid: name, phase: 'Succeeded' });
    }
  }
  for (const change of changes.sort((left, right) => left.at - right.at)) observe(change);
  observe({ at: DAY, kind: 'close' });
  return `${lines.join('\n')}\n`;
}

const folder = mkdtempSync(join(tmpdir(), 'keg-bench-'));
try {
  const file = join(folder, 'groups.keg.jsonl');
  writeFileSync(file, recordingOf(GROUPS));
  const start = process.cpuUsage();
  const scenario = join(folder, 'groups.yaml');
  const { groups } = await fitRecording({ recordings: [file], scenario, seed: 1, force: false });
  const { user, system } = process.cpuUsage(start);
  console.log(
    `fit of ${groups.length} groups without replays: ${((user + system) / 1e6).toFixed(1)} s of CPU`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
