/** The recorder against a real API server: its own audit log is the judge of what was lost and what was invented. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { parseAllDocuments } from 'yaml';
import type { Problem } from '../../src/core/errors/problem.ts';
import { measure } from '../../src/core/measure/measurement.ts';
import type { GapObservation, Observation, RecordingHeader } from '../../src/core/recording/observation.ts';
import type { Transport } from '../../src/kubernetes/transport.ts';
import { readRecordingFile } from '../../src/storage/recording-file.ts';
import { type RecordedFile, recordCluster } from '../../src/verbs/record/record-cluster.ts';
import type { RecordProgress } from '../../src/verbs/record/record-progress.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { AUDIT_POLICY, type Audited, auditedPods } from './audited-pods.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import { readyCluster } from './ready-cluster.ts';
import { cuttableWire, type Load, PODS, removePods, startLoad } from './record-load.ts';
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
  { folder }: Trial,
  kubeconfig: string,
  more: object = {},
): Promise<Running> {
  const file = join(folder, 'live.keg.jsonl.gz');
  const stop = new AbortController();
  let latest: RecordProgress | undefined;
  const recording = recordCluster({
    choice: { kubeconfig },
    timeout: undefined,
    file,
    resume: false,
    selection: () => ({ namespaces: undefined }),
    names: 'kept',
    keep: [],
    tool: { name: 'kubectl-keg', version: 'test' },
    signal: stop.signal,
    warn: (problem) => t.log(problem.message),
    onProgress: (progress) => {
      latest = progress;
    },
    ...more,
  });
  recording.catch(() => {});
  // Whatever fails: a recorder waits for its cluster without end.
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

interface Told {
  readonly header: RecordingHeader;
  readonly observations: readonly Observation[];
  readonly gaps: readonly GapObservation[];
  readonly pods: ReadonlyMap<string, Audited>;
}

/** What the recording says, with times as µs since the epoch. */
async function read(file: string): Promise<Told> {
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

/** Uids of which the two do not say the same, and how late the recording was with what both say, in µs. */
function compare(audited: ReadonlyMap<string, Audited>, told: Told) {
  const different: string[] = [];
  const late: number[] = [];
  for (const uid of new Set([...audited.keys(), ...told.pods.keys()])) {
    const there = audited.get(uid);
    const here = told.pods.get(uid);
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

/** Whether something of the pod happened in a gap, to the second of two clocks. */
function isInGap(uid: string, audited: ReadonlyMap<string, Audited>, told: Told): boolean {
  const start = Date.parse(told.header.start) * 1000;
  const times = [audited.get(uid), told.pods.get(uid)].flatMap((pod) =>
    [pod?.created, pod?.bound?.at, pod?.deleted].filter((time) => time !== undefined),
  );
  return told.gaps.some(({ from, at }) =>
    times.some((time) => time - start >= from - 1_000_000 && time - start <= at + 1_000_000),
  );
}

async function settle({ transport }: Trial, load: Load, running: Running): Promise<void> {
  await load.stop();
  await removePods(transport);
  // Until nothing comes any more, and the audit log is written.
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
  'every creation, binding and deletion of the audit log is in the recording, and nothing else',
  async (t) => {
    const trial = await begin(t);
    const running = await record(t, trial, trial.cluster.kubeconfig);
    const begun = performance.now();
    const load = startLoad(trial.transport, WORKERS, Math.random);
    await sleep(15_000);
    const seconds = (performance.now() - begun) / 1000;
    const rate = (load.created + load.deleted) / seconds;
    await settle(trial, load, running);
    const recorded = await running.finish();
    const told = await read(running.file);
    const audited = await auditedPods(trial.cluster.auditLog!);
    const { different, late } = compare(audited, told);
    t.deepEqual(
      different.map((uid) => [audited.get(uid), told.pods.get(uid)]),
      [],
    );
    t.deepEqual(told.gaps, []);
    const bound = [...audited.values()].filter(({ bound }) => bound !== undefined).length;
    t.true(bound > 100);
    const { ignored } = measure(told.header, told.observations);
    t.is(ignored.total, 0, JSON.stringify(ignored));
    t.like(recorded.coverage, { gaps: 0, covered: 1 });
    const mistaken = [...audited.values()].filter(({ deletedBy }) => deletedBy === 'update').length;
    t.log(
      `${audited.size} pods, ${bound} bound, ${Math.round(rate)} creations and deletions a second; ${mistaken} deleted in place of another`,
    );
    t.log(
      `seen later than the audit log: p50 ${inMilliseconds(late, 50)} ms, p99 ${inMilliseconds(late, 99)} ms`,
    );
    t.log(`coverage ${JSON.stringify(recorded.coverage)}`);
  },
);

test.serial(
  'across an API server that is killed and started again and watches that are cut, what differs lies in gaps that are told',
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
    const recorded = await running.finish();
    const told = await read(running.file);
    const audited = await auditedPods(trial.cluster.auditLog!);
    const { different } = compare(audited, told);
    const outside = different.filter((uid) => !isInGap(uid, audited, told));
    t.deepEqual(
      outside.map((uid) => [audited.get(uid), told.pods.get(uid)]),
      [],
    );
    t.true(told.gaps.length >= 3);
    t.true(told.gaps.every(({ reason }) => !/127\.0\.0\.1/.test(reason)));
    const { ignored } = measure(told.header, told.observations);
    t.is(ignored.total, 0, JSON.stringify(ignored));
    t.log(`${audited.size} pods; ${different.length} differ, all in gaps`);
    for (const { from, at, reason, scope, lost } of told.gaps)
      t.log(`${scope}, ${lost}: ${((at - from) / 1e6).toFixed(3)} s, ${reason}`);
    t.log(`coverage ${JSON.stringify(recorded.coverage)}`);
  },
);

test.serial(
  'the rights of docs/how-to/rbac-record.yaml are enough, and what it records can be reported',
  async (t) => {
    const trial = await begin(t);
    const documents = parseAllDocuments(
      readFileSync(join(import.meta.dirname, '../../docs/how-to/rbac-record.yaml'), 'utf8'),
    ).map((document) => document.toJS() as { kind: string });
    const rbac = '/apis/rbac.authorization.k8s.io/v1';
    for (const body of documents) {
      if (body.kind === 'ServiceAccount') continue;
      const path = `${rbac}/${body.kind.toLowerCase()}s`;
      await trial.transport.send({ method: 'POST', path, body });
    }
    const warnings: string[] = [];
    const running = await record(t, trial, trial.cluster.kubeconfig, {
      choice: { kubeconfig: trial.cluster.kubeconfig, as: 'system:serviceaccount:keg:keg-record' },
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
  },
);
