/** Starts and ends recorders of a scripted cluster for tests, and describes their files. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Problem } from '../../../src/core/errors/problem.ts';
import type { GapObservation, Observation } from '../../../src/core/recording/observation.ts';
import { type RecordRequest, recordCluster } from '../../../src/verbs/record/record-cluster.ts';
import type { RecordProgress } from '../../../src/verbs/record/record-progress.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { kubeconfigFor } from './kubeconfig.ts';
import { type ScriptedCluster, scriptedCluster } from './scripted-cluster.ts';

export const HOUR = 3_600_000;

export function stampOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

export interface PodWords {
  readonly node?: string;
  readonly phase?: string;
  readonly created?: number;
  readonly cpu?: string;
  readonly name?: string;
  readonly labels?: object;
  readonly owner?: { readonly kind: string; readonly name: string; readonly uid: string };
}

export function podOf(uid: string, words: PodWords = {}) {
  const { node, phase = 'Pending', created = Date.now(), cpu = '1', name = uid, labels = {}, owner } = words;
  return {
    metadata: {
      uid,
      name,
      namespace: 'default',
      labels,
      creationTimestamp: stampOf(created),
      ...(owner ? { ownerReferences: [{ ...owner, controller: true }] } : {}),
    },
    spec: {
      containers: [{ name: 'main', env: [{ name: 'A', value: 'hidden' }], resources: { requests: { cpu } } }],
      ...(node ? { nodeName: node } : {}),
    },
    status: { phase },
  };
}

export function nodeOf(name: string, created = Date.now() - 24 * HOUR) {
  return {
    metadata: { uid: `uid-${name}`, name, creationTimestamp: stampOf(created) },
    status: { allocatable: { cpu: '4', pods: '10' }, conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

export interface Try {
  readonly cluster: ScriptedCluster;
  readonly folder: string;
  readonly file: string;
  readonly problems: Problem[];
  readonly request: RecordRequest;
  begin(more?: Partial<RecordRequest>): Promise<Going>;
}

export interface Going {
  latest(): RecordProgress;
  until(isThere: (progress: RecordProgress) => boolean): Promise<void>;
  end(): ReturnType<typeof recordCluster>;
}

export async function trial(t: ExecutionContext, name = 'day.keg.jsonl'): Promise<Try> {
  const cluster = await scriptedCluster();
  t.teardown(() => cluster.close());
  const folder = temporaryFolder(t);
  const kubeconfig = kubeconfigFor(cluster.url, folder, 'team-a');
  const file = join(folder, name);
  const problems: Problem[] = [];
  const request: RecordRequest = {
    choice: { kubeconfig },
    timeout: undefined,
    file,
    resume: false,
    selection: () => ({ namespaces: undefined }),
    names: 'kept',
    keep: [],
    tool: { name: 'kubectl-keg', version: 'test' },
    signal: new AbortController().signal,
    warn: (problem) => problems.push(problem),
    flushEvery: 5_000,
  };
  return {
    cluster,
    folder,
    file,
    problems,
    request,
    async begin(more = {}) {
      const stop = new AbortController();
      let latest: RecordProgress | undefined;
      let failure: unknown;
      const recording = recordCluster({
        ...request,
        signal: stop.signal,
        onProgress: (progress) => {
          latest = progress;
        },
        ...more,
      });
      recording.catch((error: unknown) => {
        failure = error;
      });
      t.teardown(() => stop.abort());
      const until = async (isThere: (progress: RecordProgress) => boolean): Promise<void> => {
        const deadline = performance.now() + 15_000;
        while (!latest || !isThere(latest)) {
          if (failure !== undefined) throw failure;
          if (performance.now() > deadline) throw new Error(`15 s, and only ${JSON.stringify(latest)}`);
          await sleep(2);
        }
      };
      await until(({ isSynced }) => isSynced);
      return {
        latest: () => latest!,
        until,
        end() {
          stop.abort();
          return recording;
        },
      };
    },
  };
}

/** Observations in short form, without templates: `pod-created a`. */
export function inShort(observations: readonly Observation[]): string[] {
  return observations
    .filter(({ kind }) => kind !== 'template')
    .map((each) => {
      if (each.kind === 'object-set') return `object-set ${each.object.metadata.uid}`;
      return 'uid' in each ? `${each.kind} ${each.uid}` : each.kind;
    });
}

export function gapsOf(observations: readonly Observation[]): GapObservation[] {
  return observations.filter((each) => each.kind === 'gap');
}
