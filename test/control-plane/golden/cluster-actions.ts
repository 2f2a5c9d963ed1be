/** Makes the changes of a sequence on a real API server: creates, updates and deletes objects, and waits for no one. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterObject, ClusterObjectKind } from '../../../src/core/objects/cluster-object.ts';
import type { Node } from '../../../src/core/objects/node.ts';
import type { PlainApi } from '../cluster/plain-api.ts';
import type { DrawnStep } from './drawn-sequence.ts';

const NAMESPACE = 'default';
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
const NODES = '/api/v1/nodes';
const STORAGE = 'storage.k8s.io/v1';

/** The collections of the drawn objects, and what an API server requires beside the fields that decide. */
const KINDS: Partial<Record<ClusterObjectKind, { readonly apiVersion: string; readonly path: string }>> = {
  ReplicaSet: { apiVersion: 'apps/v1', path: `/apis/apps/v1/namespaces/${NAMESPACE}/replicasets` },
  StatefulSet: { apiVersion: 'apps/v1', path: `/apis/apps/v1/namespaces/${NAMESPACE}/statefulsets` },
  ReplicationController: { apiVersion: 'v1', path: `/api/v1/namespaces/${NAMESPACE}/replicationcontrollers` },
  Service: { apiVersion: 'v1', path: `/api/v1/namespaces/${NAMESPACE}/services` },
  PodDisruptionBudget: {
    apiVersion: 'policy/v1',
    path: `/apis/policy/v1/namespaces/${NAMESPACE}/poddisruptionbudgets`,
  },
  PriorityClass: { apiVersion: 'scheduling.k8s.io/v1', path: '/apis/scheduling.k8s.io/v1/priorityclasses' },
  StorageClass: { apiVersion: 'storage.k8s.io/v1', path: '/apis/storage.k8s.io/v1/storageclasses' },
  PersistentVolume: { apiVersion: 'v1', path: '/api/v1/persistentvolumes' },
  PersistentVolumeClaim: { apiVersion: 'v1', path: `/api/v1/namespaces/${NAMESPACE}/persistentvolumeclaims` },
  CSINode: { apiVersion: STORAGE, path: `/apis/${STORAGE}/csinodes` },
  CSIDriver: { apiVersion: STORAGE, path: `/apis/${STORAGE}/csidrivers` },
  CSIStorageCapacity: {
    apiVersion: STORAGE,
    path: `/apis/${STORAGE}/namespaces/${NAMESPACE}/csistoragecapacities`,
  },
  VolumeAttachment: { apiVersion: STORAGE, path: `/apis/${STORAGE}/volumeattachments` },
};

interface LivePod {
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string> };
  readonly spec: Record<string, unknown> & { readonly nodeName?: string; readonly priority?: number };
  readonly status: {
    readonly nominatedNodeName?: string;
    readonly conditions?: readonly { readonly type: string; readonly message?: string }[];
  };
}

/** Deletes everything that an earlier sequence created. */
export async function emptyCluster(api: PlainApi): Promise<void> {
  const paths = [PODS, NODES, ...Object.values(KINDS).map(({ path }) => path)];
  for (const path of paths) {
    for (;;) {
      const { items } = (await api.get(path)).body as {
        items: { metadata: { name: string; finalizers?: string[] }; spec?: object }[];
      };
      const own = items.filter(({ metadata }) => !/^(?:system-|kubernetes$)/.test(metadata.name));
      if (own.length === 0) break;
      for (const item of own) await deleteObject(api, `${path}/${item.metadata.name}`);
      await sleep(20);
    }
  }
}

/** Volumes and claims in use have a finalizer that no controller removes here. */
async function deleteObject(api: PlainApi, path: string): Promise<void> {
  await api.delete(`${path}?gracePeriodSeconds=0`);
  const { status, body } = await api.get(path);
  if (status === 200 && body.metadata.finalizers?.length > 0)
    await api.put(path, { ...body, metadata: { ...body.metadata, finalizers: [] } });
}

export async function createObject(api: PlainApi, object: ClusterObject): Promise<void> {
  const kind = KINDS[object.kind];
  if (!kind) throw new Error(`no collection is known for ${object.kind}`);
  const body = { apiVersion: kind.apiVersion, ...completed(object) };
  const made = await expectStatus(api.post(kind.path, body), 201);
  if (!('status' in object) || !object.status) return;
  const path = `${kind.path}/${object.metadata.name}/status`;
  await expectStatus(api.put(path, { ...made, status: { ...made.status, ...statusOf(object) } }), 200);
}

/** Fields that an API server requires and no scheduler reads. */
function completed(object: ClusterObject): object {
  const { kind } = object;
  if (kind === 'Service') return { ...object, spec: { ...object.spec, ports: [{ port: 80 }] } };
  if (kind === 'ReplicationController')
    return { ...object, spec: { ...object.spec, template: template(object.spec?.selector ?? {}) } };
  if (kind === 'ReplicaSet' || kind === 'StatefulSet') {
    const labels = object.spec?.selector?.matchLabels ?? {};
    const service = kind === 'StatefulSet' ? { serviceName: 'none' } : {};
    return { ...object, spec: { ...object.spec, ...service, replicas: 0, template: template(labels) } };
  }
  return object;
}

function template(labels: object): object {
  return { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'none.invalid/none' }] } };
}

function statusOf(object: ClusterObject): object {
  if (object.kind !== 'PodDisruptionBudget') return 'status' in object ? (object.status ?? {}) : {};
  const counts = { currentHealthy: 0, desiredHealthy: 0, expectedPods: 0, observedGeneration: 1 };
  return { disruptionsAllowed: 0, ...counts, ...object.status };
}

export const createNode = (api: PlainApi, node: Node) =>
  expectStatus(api.post(NODES, { apiVersion: 'v1', kind: 'Node', ...node }), 201);

export const updateNode = (api: PlainApi, node: Node) =>
  expectStatus(api.put(`${NODES}/${node.metadata.name}`, { apiVersion: 'v1', kind: 'Node', ...node }), 200);

/** @returns the pod as the API server admitted it; undefined if it refused the pod. */
export async function createPod(
  api: PlainApi,
  { create }: Extract<DrawnStep, { readonly create: unknown }>,
): Promise<LivePod | undefined> {
  const { status, body } = await api.post(PODS, { apiVersion: 'v1', kind: 'Pod', ...create });
  if (status === 422 || status === 403) return undefined;
  if (status !== 201) throw new Error(`pod ${create.metadata.name}: ${status} ${JSON.stringify(body)}`);
  return body as LivePod;
}

export const deletePod = (api: PlainApi, name: string) => api.delete(`${PODS}/${name}?gracePeriodSeconds=0`);

/** Repeats the change if somebody else changed the pod in between. */
export async function changePod(
  api: PlainApi,
  name: string,
  change: (pod: LivePod) => object,
  part = '',
): Promise<void> {
  for (;;) {
    const { body } = await api.get(`${PODS}/${name}`);
    const { status } = await api.put(`${PODS}/${name}${part}`, change(body as LivePod));
    if (status === 200) return;
    if (status !== 409) throw new Error(`the change of pod ${name} was refused with ${status}`);
  }
}

export async function readPod(api: PlainApi, name: string): Promise<LivePod | undefined> {
  const { status, body } = await api.get(`${PODS}/${name}`);
  return status === 200 ? (body as LivePod) : undefined;
}

export async function podNames(api: PlainApi): Promise<ReadonlySet<string>> {
  const { items } = (await api.get(PODS)).body as { items: LivePod[] };
  return new Set(items.map(({ metadata }) => metadata.name));
}

async function expectStatus(answer: ReturnType<PlainApi['post']>, wanted: number) {
  const { status, body } = await answer;
  if (status !== wanted) throw new Error(`${status} ${JSON.stringify(body).slice(0, 400)}`);
  return body;
}
