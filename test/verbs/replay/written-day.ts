/** Writes recordings and replays them, for the tests of replaying a recording. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { encodeHeader, encodeObservation } from '../../../src/core/recording/encode.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import type { ReplayRequest } from '../../../src/verbs/replay/replay-scenario.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { replayEmbedded } from './replay-embedded.ts';

export const FIXTURE = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'gpu-day.yaml');

export const TOOL = { name: 'kubectl-keg', version: '0.0.0' };

export function replay(file: string, request: Partial<ReplayRequest> = {}) {
  return replayEmbedded({ file, ...request });
}

export const HEADER: RecordingHeader = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Recording',
  name: 'small',
  source: { kind: 'cluster' },
  start: '2026-01-01T00:00:00.000000000Z',
  tool: TOOL,
  clock: { kind: 'monotonic', resolution: '1us' },
  redaction: 'none',
};

export const second = (seconds: number) => seconds * 1e6;

export const template = (cpu: string, more = {}): Observation => ({
  at: 0,
  kind: 'template',
  hash: cpu,
  template: { spec: { containers: [{ name: 'main', resources: { requests: { cpu } } }], ...more } },
});

export const node = (name: string, seconds = 0, pool?: string): Observation => ({
  at: second(seconds),
  kind: 'node-added',
  uid: `${name}@${seconds}`,
  name,
  ...(pool === undefined ? {} : { pool }),
  labels: { 'kubernetes.io/hostname': name },
  allocatable: { cpu: '4', pods: '10' },
});

export function life(
  uid: string,
  cpu: string,
  created: number,
  bound?: number,
  on = 'a',
  ended?: number,
  more = {},
): Observation[] {
  const all: Observation[] = [
    {
      at: second(created),
      kind: 'pod-created',
      uid,
      namespace: 'default',
      name: uid.split('@')[0]!,
      template: cpu,
      ...more,
    },
  ];
  if (bound !== undefined) {
    all.push({ at: second(bound), kind: 'pod-bound', uid, node: on });
    all.push({ at: second(bound + 1), kind: 'pod-started', uid });
  }
  if (ended !== undefined) all.push({ at: second(ended), kind: 'pod-deleted', uid });
  return all;
}

export function written(t: ExecutionContext, observations: readonly Observation[], end = 100): string {
  const file = join(temporaryFolder(t), 'small.keg.jsonl');
  const inOrder = [...observations].sort((one, other) => one.at - other.at);
  const lines = [...inOrder, { at: second(end), kind: 'close' } as const].map(encodeObservation);
  writeFileSync(file, `${[encodeHeader(HEADER), ...lines].join('\n')}\n`);
  return file;
}
