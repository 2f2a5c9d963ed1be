/** Starts and ends runs of several files for tests, and the clusters that they record. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Problem } from '../../../src/core/errors/problem.ts';
import type { RecordedFile } from '../../../src/verbs/record/record-cluster.ts';
import {
  type PartsRequest,
  type RecordedParts,
  recordInParts,
} from '../../../src/verbs/record/record-in-parts.ts';
import type { RecordProgress } from '../../../src/verbs/record/record-progress.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { fakeNode, fakePod } from './fake-cluster.ts';
import { kubeconfigFor } from './kubeconfig.ts';
import { type ScriptedCluster, type ScriptedObject, scriptedCluster } from './scripted-cluster.ts';

const PATIENCE = 20_000;

export interface Going {
  readonly folder: string;
  readonly run: string;
  readonly closed: readonly RecordedFile[];
  readonly problems: readonly Problem[];
  /** Base name and progress of the current file. */
  now(): { readonly file: string; readonly progress: RecordProgress } | undefined;
  until(isThere: () => boolean, what: string): Promise<void>;
  end(): Promise<RecordedParts>;
  readonly recording: Promise<RecordedParts>;
}

export function begin(
  t: ExecutionContext,
  server: string,
  more: Partial<PartsRequest> & Pick<PartsRequest, 'rotation'>,
  folder = temporaryFolder(t),
): Going {
  const stop = new AbortController();
  const run = join(folder, 'prod.keg.jsonl.gz');
  const closed: RecordedFile[] = [];
  const problems: Problem[] = [];
  let now: ReturnType<Going['now']>;
  let failure: unknown;
  const recording = recordInParts({
    choice: { kubeconfig: kubeconfigFor(server, folder) },
    timeout: undefined,
    file: run,
    resume: false,
    selection: () => ({ namespaces: undefined }),
    names: 'kept',
    keep: [],
    tool: { name: 'kubectl-keg', version: 'test' },
    signal: stop.signal,
    warn: (problem) => problems.push(problem),
    flushEvery: 5_000,
    retryAfter: 20_000,
    onProgress: (progress, file = '') => {
      now = { file: file.slice(folder.length + 1), progress };
    },
    onClosed: (recorded) => closed.push(recorded),
    ...more,
  });
  recording.catch((error: unknown) => {
    failure = error;
  });
  t.teardown(async () => {
    stop.abort();
    await recording.catch(() => {});
  });
  return {
    folder,
    run,
    closed,
    problems,
    now: () => now,
    async until(isThere, what) {
      const deadline = performance.now() + PATIENCE;
      while (!isThere()) {
        if (failure !== undefined) throw failure;
        if (performance.now() > deadline)
          throw new Error(`waited for ${what} in vain: ${JSON.stringify(now)}`);
        await sleep(2);
      }
    },
    async end() {
      stop.abort();
      return await recording;
    },
    recording,
  };
}

export function recordingsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('prod.'))
    .sort();
}

export async function quietCluster(t: ExecutionContext): Promise<ScriptedCluster> {
  const cluster = await scriptedCluster();
  const marking = setInterval(() => cluster.bookmark(), 20);
  t.teardown(() => {
    clearInterval(marking);
    return cluster.close();
  });
  cluster.put('nodes', fakeNode(1) as ScriptedObject);
  return cluster;
}

export function podOf(uid: string, name = uid): ScriptedObject {
  return fakePod(uid, name, 1, 'RUNNING') as ScriptedObject;
}

/** Adds pods until the file grows by about 4 kB. Returns their uids. */
export function putMany(cluster: ScriptedCluster): string[] {
  const uids = Array.from({ length: 300 }, (_, index) => `many-${index}`);
  for (const uid of uids) cluster.put('pods', podOf(uid));
  return uids;
}
