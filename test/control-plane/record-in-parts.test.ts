/** Records a real API server under load in several files, and checks them against its audit log. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { recordInParts } from '../../src/verbs/record/record-in-parts.ts';
import type { RecordProgress } from '../../src/verbs/record/record-progress.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { readBack } from '../verbs/record/read-back.ts';
import { recordRequest } from '../verbs/record/record-request.ts';
import { AUDIT_POLICY, auditedPods } from './audited-pods.ts';
import { readyCluster } from './ready-cluster.ts';
import { removePods, startLoad } from './record-load.ts';
import { asRecorder } from './recorder-rights.ts';
import { eventually, kwokNode } from './workload.ts';

const WORKERS = 8;
const CHANGES = 4;

test.serial('the files together hold each creation, binding and deletion of the audit log', async (t) => {
  const folder = temporaryFolder(t);
  const { cluster, transport } = await readyCluster(
    t,
    { auditPolicy: AUDIT_POLICY, noLimits: true },
    { attempts: 1 },
  );
  const stop = new AbortController();
  let recording: ReturnType<typeof recordInParts> | undefined;
  t.teardown(async () => {
    stop.abort();
    await recording?.catch(() => {});
  });
  for (const name of ['node-a', 'node-b'])
    await transport.send({ method: 'POST', path: '/api/v1/nodes', body: kwokNode(name) });
  let now: { readonly file: string; readonly progress: RecordProgress } | undefined;
  let closed = 0;
  recording = recordInParts({
    ...recordRequest(await asRecorder(transport, cluster.kubeconfig), join(folder, 'live.keg.jsonl.gz')),
    rotation: { every: 3_000_000 },
    signal: stop.signal,
    warn: (problem) => t.log(problem.message),
    onProgress: (progress, file = '') => {
      now = { file, progress };
    },
    onClosed: () => {
      closed += 1;
    },
  });
  recording.catch(() => {});
  await eventually(
    async () => now,
    (reported) => reported?.progress.isSynced === true,
  );
  // The kubelets of a real cluster report all the time. These two nodes would be silent for minutes.
  let beats = 0;
  const beating = setInterval(() => {
    beats += 1;
    const body = { metadata: { annotations: { beat: String(beats) } } };
    const contentType = 'application/merge-patch+json';
    transport.send({ method: 'PATCH', path: '/api/v1/nodes/node-a', body, contentType }).catch(() => {});
  }, 300);
  t.teardown(() => clearInterval(beating));
  const load = startLoad(transport, WORKERS, Math.random);
  await eventually(
    async () => closed,
    (count) => count >= CHANGES,
    60,
  );
  await load.stop();
  clearInterval(beating);
  await removePods(transport);
  await sleep(1500);
  stop.abort();
  const { parts, failure } = await recording;
  t.is(failure, undefined);
  t.true(parts.length > CHANGES);
  const reported = await Promise.all(parts.map(({ file }) => readBack(file)));
  for (const { end, ignored } of reported) {
    t.true(end.isClosed && !end.isTorn && end.unknown === 0);
    t.is(ignored, 0);
  }
  const seen = (kind: 'pod-created' | 'pod-bound' | 'pod-deleted') =>
    new Set(reported.flatMap((part) => part.of(kind)));
  const [created, bound, deleted] = [seen('pod-created'), seen('pod-bound'), seen('pod-deleted')];
  const audited = await auditedPods(cluster.auditLog!);
  const inNone = [...audited].filter(
    ([uid, pod]) =>
      (pod.created !== undefined && !created.has(uid)) ||
      (pod.bound !== undefined && !bound.has(uid)) ||
      (pod.deleted !== undefined && !deleted.has(uid)),
  );
  t.deepEqual(inNone, []);
  t.deepEqual(
    [...created].filter((uid) => !audited.has(uid)),
    [],
  );
  t.true(audited.size > 50);
  const overlaps = parts.slice(1).map(({ start }, index) => {
    const before = parts[index]!;
    return Math.round(
      (Date.parse(before.start) * 1000 + before.progress.at - Date.parse(start) * 1000) / 1000,
    );
  });
  t.log(
    `${audited.size} pods in ${parts.length} files, 0 in none; files overlap by ${overlaps.join(', ')} ms`,
  );
});
