/** Makes volumes for the claims of a run, in the place of the storage driver that a simulated node does not have. */
import type { CSINode, PersistentVolumeClaim, StorageClass } from '../../../core/objects/cluster-object.ts';
import type { Node } from '../../../core/objects/node.ts';
import { SELECTED_NODE, storageClassOf } from '../../../core/scheduler/plugins/volumes/claims.ts';
import { volumeForClass, volumeForNode } from '../../../core/scheduler/plugins/volumes/made-volumes.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { ownName, runLabels } from '../objects/run-names.ts';
import { createWatchGroup } from '../observe/watch-group.ts';
import { create, hasStatus, isRefusal } from './cluster-calls.ts';

/** How long to wait for an API server that restarts. */
const PATIENCE: Microseconds = 120_000_000;
const VOLUMES = '/api/v1/persistentvolumes';
const STORAGE = '/apis/storage.k8s.io/v1';
/** The volume controller names the driver that has to make the volume (pkg/controller/volume/persistentvolume, setClaimProvisioner). */
const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';

type Claim = PersistentVolumeClaim & KubernetesObject;

/** @param fail gets what ends it early. @returns a function that ends it. */
export async function provisionVolumes(
  transport: Transport,
  run: string,
  fail: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const watches = createWatchGroup(transport, PATIENCE);
  const taken = new Set<string>();
  const underWay = new Set<Promise<void>>();

  function seen(claim: Claim): void {
    const { uid, annotations } = claim.metadata;
    if (claim.spec?.volumeName || !annotations?.[PROVISIONER] || taken.has(uid)) return;
    taken.add(uid);
    const work = provision(transport, run, claim)
      .catch((error: unknown) => {
        if (!isRefusal(error)) fail(error);
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }

  const claims = { path: '/api/v1/persistentvolumeclaims', labelSelector: `${RUN_LABEL}=${run}` };
  await watches.watch<Claim>(
    claims,
    (report) => {
      if (report.type === 'added' || report.type === 'changed') seen(report.object);
    },
    { onLost: fail },
  );
  return async () => {
    await watches.end();
    await Promise.all(underWay);
  };
}

async function provision(transport: Transport, run: string, claim: Claim): Promise<void> {
  const storageClass = await find<StorageClass>(
    transport,
    `${STORAGE}/storageclasses/${storageClassOf(claim)}`,
  );
  // Another class has a driver of its own.
  if (storageClass?.metadata.labels?.[RUN_LABEL] !== run) return;
  const { namespace, name, uid } = claim.metadata;
  const { metadata, spec } = await volumeOf(transport, claim, storageClass);
  await create(transport, VOLUMES, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: ownName(run, metadata.name),
      labels: runLabels(run),
      annotations: { 'pv.kubernetes.io/provisioned-by': storageClass.provisioner },
    },
    spec: {
      ...spec,
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid },
    },
  });
}

async function volumeOf(transport: Transport, claim: Claim, storageClass: StorageClass) {
  const chosen = claim.metadata.annotations?.[SELECTED_NODE];
  if (chosen === undefined) return volumeForClass(claim, storageClass);
  const [node, csiNode] = await Promise.all([
    find<Node>(transport, `/api/v1/nodes/${chosen}`),
    find<CSINode>(transport, `${STORAGE}/csinodes/${chosen}`),
  ]);
  return node ? volumeForNode(claim, storageClass, node, csiNode) : volumeForClass(claim, storageClass);
}

async function find<T>(transport: Transport, path: string): Promise<T | undefined> {
  try {
    return await transport.call<T>({ method: 'GET', path });
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}
