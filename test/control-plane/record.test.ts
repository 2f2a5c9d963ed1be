/** Records a real API server and checks against its audit log that nothing is lost and nothing is invented. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import type { Problem } from '../../src/core/errors/problem.ts';
import { measure } from '../../src/core/measure/measurement.ts';
import type { GapObservation, Observation, RecordingHeader } from '../../src/core/recording/observation.ts';
import type { Transport } from '../../src/kubernetes/transport.ts';
import { readRecordingFile } from '../../src/storage/recording-file.ts';
import { type RecordedFile, recordCluster } from '../../src/verbs/record/record-cluster.ts';
import type { RecordProgress } from '../../src/verbs/record/record-progress.ts';
import { sizeOfRun } from '../property-runs.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { recordRequest } from '../verbs/record/record-request.ts';
import { AUDIT_POLICY, type Audited, auditedPods } from './audited-pods.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import { readyCluster } from './ready-cluster.ts';
import { cuttableWire, type Load, PODS, removePods, startLoad } from './record-load.ts';
import { asRecorder } from './recorder-rights.ts';
import { eventually, kwokNode, pod } from './workload.ts';

const WORKERS = 16;

interface Trial {
  readonly cluster: ControlPlane;
  readonly transport: Transport;
  readonly folder: string;
}

async function begin(t: ExecutionContext): Promise<Trial> {
  const folder = temporaryFolder(t);
  const { cluster, transport } = await readyCluster(
    t,
    { auditPolicy: AUDIT_POLICY, noLimits: true },
    { attempts: 1 },
  );
  for (const name of ['node-a', 'node-b'])
    await transport.send({ method: 'POST', path: '/api/v1/nodes', body: kwokNode(name) });
  return { cluster, transport, folder };
}

interface Running {
  readonly file: string;
  latest(): RecordProgress | undefined;
  finish(): Promise<RecordedFile>;
}

async function record(
  t: ExecutionContext,
  { folder, transport }: Trial,
  kubeconfig: string,
  more: object = {},
): Promise<Running> {
  const file = join(folder, 'live.keg.jsonl.gz');
  const stop = new AbortController();
  let latest: RecordProgress | undefined;
  const recording = recordCluster({
    ...recordRequest(await asRecorder(transport, kubeconfig), file),
    signal: stop.signal,
    warn: ({ message }) => t.log(message),
    onProgress: (progress) => {
      latest = progress;
    },
    ...more,
  });
  recording.catch(() => {});
  // Also after a failure, because a recorder waits for its cluster without end.
  t.teardown(async () => {
    stop.abort();
    await recording.catch(() => {});
  });
  await eventually(
    async () => latest,
    (progress) => progress?.isSynced === true,
  );
  return {
    file,
    latest: () => latest,
    async finish() {
      stop.abort();
      return await recording;
    },
  };
}

interface RecordedContent {
  readonly header: RecordingHeader;
  readonly observations: readonly Observation[];
  readonly gaps: readonly GapObservation[];
  readonly pods: ReadonlyMap<string, Audited>;
}

/** The content of the recording, with times as µs since the epoch. */
async function read(file: string): Promise<RecordedContent> {
  let header: RecordingHeader | undefined;
  const observations: Observation[] = [];
  const end = await readRecordingFile(file, {
    header: (found) => {
      header = found;
    },
    observe: (each) => void observations.push(each),
  });
  if (!end.isClosed || end.isTorn || end.unknown > 0) throw new Error('no clean recording');
  const start = Date.parse(header!.start) * 1000;
  const pods = new Map<string, Audited>();
  for (const each of observations) {
    if (each.kind === 'pod-created') pods.set(each.uid, { name: each.name, created: start + each.at });
    else if (each.kind === 'pod-bound') pods.get(each.uid)!.bound = { at: start + each.at, node: each.node! };
    else if (each.kind === 'pod-deleted') pods.get(each.uid)!.deleted = start + each.at;
  }
  const gaps = observations.filter((each) => each.kind === 'gap');
  return { header: header!, observations, gaps, pods };
}

/** The uids for which recording and audit log differ, and in µs how late the recording has what both have. */
function compare(audited: ReadonlyMap<string, Audited>, recorded: RecordedContent) {
  const different: string[] = [];
  const late: number[] = [];
  for (const uid of new Set([...audited.keys(), ...recorded.pods.keys()])) {
    const there = audited.get(uid);
    const here = recorded.pods.get(uid);
    const isSame =
      there?.name === here?.name &&
      (there?.created === undefined) === (here?.created === undefined) &&
      there?.bound?.node === here?.bound?.node &&
      (there?.deleted === undefined) === (here?.deleted === undefined);
    if (!isSame) different.push(uid);
    else if (there?.created !== undefined && here?.created !== undefined)
      late.push(here.created - there.created);
  }
  late.sort((one, other) => one - other);
  return { different, late };
}

/** Whether an event of the pod was in a gap, to one second, because two clocks are compared. */
function isInGap(uid: string, audited: ReadonlyMap<string, Audited>, recorded: RecordedContent): boolean {
  const start = Date.parse(recorded.header.start) * 1000;
  const times = [audited.get(uid), recorded.pods.get(uid)].flatMap((pod) =>
    [pod?.created, pod?.bound?.at, pod?.deleted].filter((time) => time !== undefined),
  );
  return recorded.gaps.some(({ from, at }) =>
    times.some((time) => time - start >= from - 1_000_000 && time - start <= at + 1_000_000),
  );
}

async function settle({ transport }: Trial, load: Load, running: Running): Promise<void> {
  await load.stop();
  await removePods(transport);
  // Waits for the last events, and for the audit log.
  let before = -1;
  await eventually(
    async () => {
      await sleep(400);
      const events = running.latest()!.events;
      const isQuiet = events === before;
      before = events;
      return isQuiet;
    },
    (isQuiet) => isQuiet,
  );
}

function inMilliseconds(sorted: readonly number[], percent: number): string {
  return ((sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? 0) / 1000).toFixed(1);
}

test.serial(
  'a recording holds each creation, binding and deletion of the audit log, nothing else',
  async (t) => {
    const trial = await begin(t);
    const running = await record(t, trial, trial.cluster.kubeconfig);
    const begun = performance.now();
    const load = startLoad(trial.transport, WORKERS, Math.random);
    await sleep(sizeOfRun(8_000, 15_000));
    // A busy machine needs longer until enough pods have been bound.
    await eventually(
      async () => load.created,
      (created) => created >= 400,
      60,
    );
    const seconds = (performance.now() - begun) / 1000;
    const rate = (load.created + load.deleted) / seconds;
    await settle(trial, load, running);
    const { coverage } = await running.finish();
    const recorded = await read(running.file);
    const audited = await auditedPods(trial.cluster.auditLog!);
    const { different, late } = compare(audited, recorded);
    t.deepEqual(
      different.map((uid) => [audited.get(uid), recorded.pods.get(uid)]),
      [],
    );
    t.deepEqual(recorded.gaps, []);
    const bound = [...audited.values()].filter(({ bound }) => bound !== undefined).length;
    t.true(bound > 100);
    const { ignored } = measure(recorded.header, recorded.observations);
    t.is(ignored.total, 0, JSON.stringify(ignored));
    t.like(coverage, { gaps: 0, covered: 1 });
    const mistaken = [...audited.values()].filter(({ deletedBy }) => deletedBy === 'update').length;
    t.log(
      `${audited.size} pods, ${bound} bound, ${Math.round(rate)} creations and deletions a second; ${mistaken} deleted in place of another`,
    );
    t.log(
      `seen later than the audit log: p50 ${inMilliseconds(late, 50)} ms, p99 ${inMilliseconds(late, 99)} ms`,
    );
    t.log(`coverage ${JSON.stringify(coverage)}`);
  },
);

test.serial(
  'with a restarted API server and cut watches, all differences are in recorded gaps',
  async (t) => {
    const trial = await begin(t);
    const wire = await cuttableWire(trial.cluster);
    t.teardown(() => wire.close());
    const running = await record(t, trial, wire.kubeconfig);
    const load = startLoad(trial.transport, WORKERS, Math.random);
    await sleep(3000);
    wire.cut();
    await sleep(3000);
    await trial.cluster.kill('kube-apiserver');
    await sleep(500);
    await trial.cluster.restart('kube-apiserver');
    await sleep(4000);
    wire.cut();
    await sleep(3000);
    await settle(trial, load, running);
    const { coverage } = await running.finish();
    const recorded = await read(running.file);
    const audited = await auditedPods(trial.cluster.auditLog!);
    const { different } = compare(audited, recorded);
    const outside = different.filter((uid) => !isInGap(uid, audited, recorded));
    t.deepEqual(
      outside.map((uid) => [audited.get(uid), recorded.pods.get(uid)]),
      [],
    );
    t.true(recorded.gaps.length >= 3);
    t.true(recorded.gaps.every(({ reason }) => !/127\.0\.0\.1/.test(reason)));
    const { ignored } = measure(recorded.header, recorded.observations);
    t.is(ignored.total, 0, JSON.stringify(ignored));
    t.log(`${audited.size} pods; ${different.length} differ, all in gaps`);
    for (const { from, at, reason, scope, lost } of recorded.gaps)
      t.log(`${scope}, ${lost}: ${((at - from) / 1e6).toFixed(3)} s, ${reason}`);
    t.log(`coverage ${JSON.stringify(coverage)}`);
  },
);

test.serial('the rights of docs/how-to/rbac-record.yaml are enough to record and report', async (t) => {
  const trial = await begin(t);
  const warnings: string[] = [];
  const running = await record(t, trial, trial.cluster.kubeconfig, {
    warn: ({ message }: Problem) => warnings.push(message),
  });
  const deployment = {
    metadata: { name: 'web' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: (pod('web') as { spec: object }).spec },
    },
  };
  await trial.transport.send({
    method: 'POST',
    path: '/apis/apps/v1/namespaces/default/deployments',
    body: deployment,
  });
  const unplaceable = pod('huge', {
    containers: [{ name: 'main', image: 'none.invalid/none', resources: { requests: { cpu: '99' } } }],
  });
  await trial.transport.send({ method: 'POST', path: PODS, body: unplaceable });
  await eventually(
    async () => running.latest(),
    (progress) => progress?.pods === 4,
  );
  await sleep(1500);
  await running.finish();
  t.deepEqual(warnings, []);
  const { header, observations } = await read(running.file);
  const created = observations.filter((each) => each.kind === 'pod-created');
  t.is(created.filter(({ group }) => group === 'Deployment/web').length, 3);
  t.true(
    observations.some((each) => each.kind === 'pod-unschedulable' && /Insufficient cpu/.test(each.message)),
  );
  const figures = measure(header, observations);
  t.is(figures.cluster.resources.cpu?.requested.max, 300);
  t.is(figures.pods.alive.pending, 1);
});
