/** Records a small mixed cluster of a real API server by default: what decides stands before the bindings, and no name is in the file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import type {
  ClusterObject,
  ClusterObjectKind,
  ObjectOfKind,
} from '../../src/core/objects/cluster-object.ts';
import { compileLabelSelector } from '../../src/core/objects/label-selector.ts';
import type { Observation } from '../../src/core/recording/observation.ts';
import { readRecordingFile } from '../../src/storage/recording-file.ts';
import { recordCluster } from '../../src/verbs/record/record-cluster.ts';
import type { RecordProgress } from '../../src/verbs/record/record-progress.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { recordRequest } from '../verbs/record/record-request.ts';
import { readyCluster } from './ready-cluster.ts';
import { asRecorder } from './recorder-rights.ts';
import { eventually, kwokNode, pod } from './workload.ts';

const CANARY = 'cAnArY5up3r5ecr3t7Hx9Kq2Lm4Np6Rt8Vw0Yz';
const NAMESPACED = '/namespaces/acme';
const LABELS = { 'acme.example/app': 'acme-db' };
const SELECTOR = { matchLabels: LABELS };

const storageClass = {
  metadata: { name: 'acme-fast', annotations: { note: CANARY } },
  provisioner: 'kubernetes.io/no-provisioner',
  volumeBindingMode: 'WaitForFirstConsumer',
};

function volume(index: number): object {
  return {
    metadata: { name: `acme-pv-${index}`, labels: { 'acme.example/rack': 'acme-gold' } },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'acme-fast',
      local: { path: `/${CANARY}` },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: 'kubernetes.io/hostname', operator: 'In', values: [`acme-node-${index}`] },
              ],
            },
          ],
        },
      },
    },
  };
}

const { spec: podSpec } = pod('x') as { spec: { containers: object[] } };
const container = {
  ...podSpec.containers[0],
  env: [{ name: 'PASSWORD', value: CANARY }],
  volumeMounts: [{ name: 'data', mountPath: `/${CANARY}` }],
};
const statefulSet = {
  metadata: { name: 'acme-db', annotations: { note: CANARY } },
  spec: {
    replicas: 2,
    selector: SELECTOR,
    serviceName: 'acme-db',
    template: {
      metadata: { labels: LABELS, annotations: { note: CANARY } },
      spec: { ...podSpec, containers: [container], priorityClassName: 'acme-high' },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'acme-fast',
          resources: { requests: { storage: '1Gi' } },
        },
      },
    ],
  },
};

test.serial('a default recording has what decides before each binding, and no name', async (t) => {
  const { cluster, transport } = await readyCluster(t, {}, { attempts: 1 });
  const send = (path: string, body: object) => transport.send({ method: 'POST', path, body });
  for (const index of [0, 1]) await send('/api/v1/nodes', kwokNode(`acme-node-${index}`));
  await send('/api/v1/namespaces', { metadata: { name: 'acme', labels: { 'acme.example/team': 'acme' } } });
  await eventually(
    () => transport.call<object>({ method: 'GET', path: `/api/v1${NAMESPACED}/serviceaccounts` }),
    (list) => JSON.stringify(list).includes('"default"'),
  );
  await send('/apis/scheduling.k8s.io/v1/priorityclasses', {
    metadata: { name: 'acme-high' },
    value: 4711,
    description: CANARY,
  });
  await send('/apis/storage.k8s.io/v1/storageclasses', storageClass);
  for (const index of [0, 1]) await send('/api/v1/persistentvolumes', volume(index));

  const file = join(temporaryFolder(t), 'live.keg.jsonl');
  const stop = new AbortController();
  const warnings: string[] = [];
  let latest: RecordProgress | undefined;
  const recording = recordCluster({
    ...recordRequest(await asRecorder(transport, cluster.kubeconfig), file),
    names: 'pseudonymised',
    signal: stop.signal,
    warn: ({ message }) => warnings.push(message),
    onProgress: (progress) => {
      latest = progress;
    },
  });
  recording.catch(() => {});
  t.teardown(async () => {
    stop.abort();
    await recording.catch(() => {});
  });
  await eventually(
    async () => latest,
    (progress) => progress?.isSynced === true,
  );
  await send(`/api/v1${NAMESPACED}/services`, {
    metadata: { name: 'acme-db' },
    spec: { selector: LABELS, ports: [{ port: 80 }] },
  });
  await send(`/apis/policy/v1${NAMESPACED}/poddisruptionbudgets`, {
    metadata: { name: 'acme-budget' },
    spec: { selector: SELECTOR, minAvailable: 1 },
  });
  await send(`/apis/apps/v1${NAMESPACED}/statefulsets`, statefulSet);
  await eventually(
    () =>
      transport.call<{ items: { spec: { nodeName?: string } }[] }>({
        method: 'GET',
        path: `/api/v1${NAMESPACED}/pods`,
      }),
    ({ items }) => items.filter(({ spec }) => spec.nodeName !== undefined).length === 2,
    60,
  );
  await transport.send({ method: 'DELETE', path: `/api/v1${NAMESPACED}/services/acme-db` });
  await sleep(1500);
  stop.abort();
  await recording;
  t.deepEqual(warnings, []);

  const text = readFileSync(file, 'utf8');
  t.false(text.includes(CANARY));
  t.is(/acme[\w-]*/.exec(text)?.[0], undefined);

  const observations: Observation[] = [];
  await readRecordingFile(file, { header: () => {}, observe: (each) => void observations.push(each) });
  t.deepEqual(
    observations.map(({ at }) => at),
    observations.map(({ at }) => at).sort((one, other) => one - other),
  );
  const bindings = [...observations.entries()].filter(([, { kind }]) => kind === 'pod-bound');
  t.is(bindings.length, 2);
  for (const [place] of bindings) {
    const before = standing(observations.slice(0, place));
    const all = <Kind extends ClusterObjectKind>(kind: Kind) =>
      before.filter((object): object is ObjectOfKind<Kind> => object.kind === kind);
    const bound = observations[place] as Extract<Observation, { kind: 'pod-bound' }>;
    const created = observations.find(
      (each): each is Extract<Observation, { kind: 'pod-created' }> =>
        each.kind === 'pod-created' && each.uid === bound.uid,
    )!;
    const labels = created.labels!;
    const { namespace } = created;
    t.like(all('StatefulSet')[0]?.metadata, { namespace, uid: created.owners![0]!.uid! });
    t.true(compileLabelSelector(all('StatefulSet')[0]!.spec!.selector)(labels));
    t.true(compileLabelSelector(all('PodDisruptionBudget')[0]!.spec!.selector)(labels));
    const service = all('Service').find((object) => object.metadata.namespace === namespace)!;
    for (const [key, value] of Object.entries(service.spec!.selector!)) t.is(labels[key], value);
    const claimName = created.volumes?.[0]?.persistentVolumeClaim?.claimName;
    const claim = all('PersistentVolumeClaim').find(({ metadata }) => metadata.name === claimName)!;
    const volumeOf = all('PersistentVolume').find(({ metadata }) => metadata.name === claim.spec?.volumeName);
    t.is(volumeOf?.spec?.claimRef?.uid, claim.metadata.uid);
    t.deepEqual(volumeOf?.spec?.nodeAffinity?.required?.nodeSelectorTerms[0]?.matchExpressions?.[0]?.values, [
      bound.node!,
    ]);
    t.is(
      all('StorageClass').find(({ metadata }) => metadata.name === claim.spec?.storageClassName)
        ?.volumeBindingMode,
      'WaitForFirstConsumer',
    );
    t.true(all('PriorityClass').some(({ value }) => value === 4711));
    t.true(
      all('Namespace').some(({ metadata }) => metadata.name === namespace && metadata.labels !== undefined),
    );
  }
  t.true(observations.some(({ kind }) => kind === 'object-removed'));
  t.log(`${observations.filter(({ kind }) => kind === 'object-set').length} states of objects`);
});

/** The objects that exist after these observations. */
function standing(observations: readonly Observation[]): ClusterObject[] {
  const objects = new Map<string, ClusterObject>();
  for (const each of observations) {
    if (each.kind === 'object-set') objects.set(each.object.metadata.uid!, each.object);
    else if (each.kind === 'object-removed') objects.delete(each.uid);
  }
  return [...objects.values()];
}
