/** Imports the audit log of a real API server and compares every pod with what a watch on that server saw. */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import type { PodObject } from '../../src/core/observing/pod-object.ts';
import { createPodTransitions } from '../../src/core/observing/pod-transitions.ts';
import type { Observation } from '../../src/core/recording/observation.ts';
import { ApiError } from '../../src/kubernetes/api-error.ts';
import type { KubernetesObject } from '../../src/kubernetes/list-pages.ts';
import type { Transport } from '../../src/kubernetes/transport.ts';
import { watchCollection } from '../../src/kubernetes/watch-loop.ts';
import { readRecordingFile } from '../../src/storage/recording-file.ts';
import { importFiles } from '../../src/verbs/import/import-files.ts';
import { keepingObserver } from '../core/observing/pod-states.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { readyCluster } from './ready-cluster.ts';
import { eventually, kwokNode, pod } from './workload.ts';

const PODS = '/api/v1/namespaces/default/pods';

function policy(level: string): string {
  return `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived, ResponseStarted]
rules:
  - level: ${level}
    resources: [{group: "", resources: [pods, pods/binding, pods/status, pods/eviction, nodes, nodes/status]}]
  - level: None
`;
}

/** The pod garbage collector may have deleted it already. */
function isGone(error: unknown): void {
  if (!(error instanceof ApiError && error.status === 404)) throw error;
}

/** Creates, evicts, deletes and re-creates pods of the same names as fast as it can. */
async function load(transport: Transport): Promise<void> {
  const create = (name: string, spec = {}) =>
    transport.send({ method: 'POST', path: PODS, body: pod(name, spec) });
  const remove = (name: string, grace?: number) =>
    transport
      .send({
        method: 'DELETE',
        path: `${PODS}/${name}`,
        ...(grace === undefined ? {} : { query: { gracePeriodSeconds: grace } }),
      })
      .catch(isGone);
  for (let index = 0; index < 3; index += 1) {
    await transport.send({ method: 'POST', path: '/api/v1/nodes', body: kwokNode(`node-${index}`) });
  }
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(Array.from({ length: 40 }, (_, index) => create(`pod-${index}`)));
    await create(`huge-${round}`, {
      containers: [{ name: 'main', image: 'none.invalid/none', resources: { requests: { cpu: '99' } } }],
    });
    await sleep(1500);
    await transport
      .send({
        method: 'POST',
        path: `${PODS}/pod-0/eviction`,
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: 'pod-0', namespace: 'default' },
        },
      })
      .catch(isGone);
    await Promise.all(
      Array.from({ length: 39 }, (_, index) => remove(`pod-${index + 1}`, round === 1 ? 0 : undefined)),
    );
    await eventually(
      () => transport.call<{ items: { metadata: { name: string } }[] }>({ method: 'GET', path: PODS }),
      ({ items }) => items.every(({ metadata }) => metadata.name.startsWith('huge')),
    );
  }
  await transport.send({ method: 'DELETE', path: PODS });
  await eventually(
    () => transport.call<{ items: unknown[] }>({ method: 'GET', path: PODS }),
    ({ items }) => items.length === 0,
  );
}

/** The events of each pod, without times. */
function lives(observations: readonly Observation[]): Map<string, string[]> {
  const lives = new Map<string, string[]>();
  for (const observation of observations) {
    const steps = ['pod-created', 'pod-bound', 'pod-started', 'pod-ready', 'pod-finished', 'pod-deleted'];
    if (!('uid' in observation) || !steps.includes(observation.kind)) continue;
    const reported = observation.kind === 'pod-bound' ? `pod-bound ${observation.node}` : observation.kind;
    lives.set(observation.uid, [...(lives.get(observation.uid) ?? []), reported]);
  }
  return lives;
}

async function watchedAndImported(t: ExecutionContext, level: string) {
  const folder = temporaryFolder(t);
  const { cluster, transport } = await readyCluster(t, { auditPolicy: policy(level) });
  const watched: Observation[] = [];
  const pods = createPodTransitions(keepingObserver(watched), ({ metadata: { namespace, name } }) => ({
    namespace,
    name,
    template: { spec: { containers: [] } },
  }));
  const stop = new AbortController();
  const watching = (async () => {
    for await (const report of watchCollection<PodObject & KubernetesObject>(
      transport,
      { path: PODS },
      { signal: stop.signal },
    )) {
      if (report.type === 'deleted') pods.gone(report.uid, 0, report.object);
      else if ('object' in report) pods.seen(report.object, 0);
    }
  })();
  await load(transport);
  // The last events arrive after the answers to the calls.
  let before = -1;
  await eventually(
    async () => {
      await sleep(300);
      const isQuiet = watched.length === before;
      before = watched.length;
      return isQuiet;
    },
    (isQuiet) => isQuiet,
  );
  stop.abort();
  await watching;
  const output = join(folder, 'audit.keg.jsonl');
  const result = await importFiles({
    files: [cluster.auditLog!],
    from: undefined,
    output,
    force: false,
    redaction: { names: 'kept' },
    moment: undefined,
    tool: { name: 'test', version: '0' },
  });
  const imported: Observation[] = [];
  await readRecordingFile(output, { header() {}, observe: (each) => imported.push(each) });
  return { watched, imported, result };
}

for (const level of ['RequestResponse', 'Request']) {
  test.serial(`an audit log of level ${level} imports to the events that a watch saw`, async (t) => {
    const { watched, imported, result } = await watchedAndImported(t, level);
    const [seen, reported] = [lives(watched), lives(imported)];
    t.log(result);
    t.is(reported.size, seen.size);
    if (level === 'RequestResponse') t.deepEqual([...reported].sort(), [...seen].sort());
    else {
      // The uid of a created pod is only in the answer. The names are taken from there too.
      const sorted = (all: Map<string, string[]>) => [...all.values()].map((life) => life.join()).sort();
      t.deepEqual(sorted(reported), sorted(seen));
    }
    t.is(imported.filter(({ kind }) => kind === 'node-added').length, 3);
    t.is(result.late, 0);
  });
}
