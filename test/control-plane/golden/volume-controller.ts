/** Binds claims and makes volumes in place of the volume controller and a provisioner, which do not run where decisions are recorded. */
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../../src/core/objects/cluster-object.ts';
import type { PlainApi } from '../cluster/plain-api.ts';

const VOLUMES = '/api/v1/persistentvolumes';
const CLAIMS = '/api/v1/namespaces/default/persistentvolumeclaims';
const POLL_MILLISECONDS = 50;
const BOUND = { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' };

type Claim = PersistentVolumeClaim & { readonly spec: object };

/** Looks for work until it is stopped. */
export function startVolumeController(api: PlainApi): { stop(): Promise<void> } {
  let isStopped = false;
  const loop = (async () => {
    while (!isStopped) {
      await bindAll(api);
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    }
  })();
  return {
    stop() {
      isStopped = true;
      return loop;
    },
  };
}

async function bindAll(api: PlainApi): Promise<void> {
  const claims = (await api.get(CLAIMS)).body.items as Claim[];
  for (const claim of claims) {
    if (claim.spec?.volumeName || claim.metadata.deletionTimestamp) continue;
    const volumes = (await api.get(VOLUMES)).body.items as PersistentVolume[];
    // The scheduler writes the claim's uid. A volume that a user reserved has none.
    const reserved = volumes.find(({ spec }) => spec?.claimRef?.uid === claim.metadata.uid);
    const volume = reserved ?? (await provision(api, claim));
    if (volume) await bind(api, claim, volume);
  }
}

async function bind(api: PlainApi, claim: Claim, volume: PersistentVolume): Promise<void> {
  const { name } = claim.metadata;
  const volumePath = `${VOLUMES}/${volume.metadata.name}`;
  const volumeNow = (await api.get(volumePath)).body;
  await api.put(`${volumePath}/status`, { ...volumeNow, status: { ...volumeNow.status, phase: 'Bound' } });
  const now = (await api.get(`${CLAIMS}/${name}`)).body;
  const metadata = { ...now.metadata, annotations: { ...now.metadata.annotations, ...BOUND } };
  const spec = { ...now.spec, volumeName: volume.metadata.name };
  const { body } = await api.put(`${CLAIMS}/${name}`, { ...now, metadata, spec });
  const status = { phase: 'Bound', accessModes: spec.accessModes, capacity: volume.spec?.capacity };
  await api.put(`${CLAIMS}/${name}/status`, { ...body, status });
}

/** A volume for a claim whose node the scheduler chose, in the topology that the class names. */
async function provision(api: PlainApi, claim: Claim): Promise<PersistentVolume | undefined> {
  const nodeName = claim.metadata.annotations?.['volume.kubernetes.io/selected-node'];
  if (nodeName === undefined) return undefined;
  const className = claim.spec?.storageClassName ?? '';
  const storageClass = (await api.get(`/apis/storage.k8s.io/v1/storageclasses/${className}`))
    .body as StorageClass;
  const { labels } = (await api.get(`/api/v1/nodes/${nodeName}`)).body.metadata;
  const keys = (storageClass.allowedTopologies ?? []).flatMap(({ matchLabelExpressions }) =>
    (matchLabelExpressions ?? []).map(({ key }) => key),
  );
  const matchExpressions = keys.map((key) => ({ key, operator: 'In', values: [labels[key]] }));
  const required = { nodeSelectorTerms: [{ matchExpressions }] };
  const { uid, name, namespace } = claim.metadata;
  const { body } = await api.post(VOLUMES, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pvc-${uid}` },
    spec: {
      capacity: claim.spec?.resources?.requests,
      accessModes: claim.spec?.accessModes,
      storageClassName: className,
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid },
      csi: { driver: storageClass.provisioner, volumeHandle: `pvc-${uid}` },
      ...(keys.length > 0 && { nodeAffinity: { required } }),
    },
  });
  return body as PersistentVolume;
}
