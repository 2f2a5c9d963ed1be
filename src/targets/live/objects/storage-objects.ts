/** Builds the volumes, claims and classes of a scenario as an API server accepts them, with names that only this run has. */
import type {
  ClaimTemplate,
  ClusterObject,
  CSIStorageCapacity,
  ObjectOfKind,
  PersistentVolume,
  PersistentVolumeClaim,
} from '../../../core/objects/cluster-object.ts';
import type { ResourceList, Volume } from '../../../core/objects/pod.ts';
import { VOLUME_SOURCES } from '../../../core/objects/volume-sources.ts';
import { storageClassOf } from '../../../core/scheduler/plugins/volumes/claims.ts';
import { clusterNamespace, ownName, runLabels } from './run-names.ts';

export type StorageKind =
  | 'PersistentVolume'
  | 'PersistentVolumeClaim'
  | 'StorageClass'
  | 'CSINode'
  | 'CSIDriver'
  | 'CSIStorageCapacity'
  | 'VolumeAttachment';

export interface BuiltObject {
  /** Of the collection. */
  readonly path: string;
  readonly fields: object;
  /** Those of its annotations that the scheduler reads. */
  readonly annotations?: Readonly<Record<string, string>>;
}

type Builder<Kind extends ClusterObject['kind']> = (object: ObjectOfKind<Kind>, run: string) => BuiltObject;

const STORAGE = '/apis/storage.k8s.io/v1';

export const STORAGE_BUILDERS: { readonly [Kind in StorageKind]: Builder<Kind> } = {
  PersistentVolume: (volume, run) => ({
    path: '/api/v1/persistentvolumes',
    fields: { apiVersion: 'v1', spec: volumeSpec(volume, run) },
    annotations: chosen(volume, ['pv.kubernetes.io/provisioned-by', 'pv.kubernetes.io/migrated-to']),
  }),
  PersistentVolumeClaim: (claim, run) => ({
    path: `/api/v1/namespaces/${clusterNamespace(run, claim.metadata.namespace ?? 'default')}/persistentvolumeclaims`,
    fields: { apiVersion: 'v1', spec: claimSpec(claim, run) },
  }),
  // Nothing deletes a volume of the run but the end of the run.
  StorageClass: ({ provisioner, volumeBindingMode, allowedTopologies }) => ({
    path: `${STORAGE}/storageclasses`,
    fields: {
      apiVersion: 'storage.k8s.io/v1',
      provisioner,
      reclaimPolicy: 'Retain',
      ...(volumeBindingMode !== undefined && { volumeBindingMode }),
      ...(allowedTopologies && { allowedTopologies }),
    },
  }),
  CSINode: (node) => ({
    path: `${STORAGE}/csinodes`,
    fields: {
      apiVersion: 'storage.k8s.io/v1',
      spec: { drivers: (node.spec?.drivers ?? []).map((each) => ({ nodeID: node.metadata.name, ...each })) },
    },
    annotations: chosen(node, ['storage.alpha.kubernetes.io/migrated-plugins']),
  }),
  CSIDriver: ({ spec }) => ({
    path: `${STORAGE}/csidrivers`,
    fields: { apiVersion: 'storage.k8s.io/v1', spec: spec ?? {} },
  }),
  CSIStorageCapacity: ({ metadata, storageClassName, nodeTopology, ...sizes }, run) => ({
    path: `${STORAGE}/namespaces/${clusterNamespace(run, metadata.namespace ?? 'default')}/csistoragecapacities`,
    fields: {
      apiVersion: 'storage.k8s.io/v1',
      storageClassName: ownName(run, storageClassName),
      ...(nodeTopology && { nodeTopology }),
      ...quantitiesOf(sizes),
    },
  }),
  VolumeAttachment: ({ spec }, run) => ({
    path: `${STORAGE}/volumeattachments`,
    fields: {
      apiVersion: 'storage.k8s.io/v1',
      spec: {
        ...spec,
        ...(spec?.source?.persistentVolumeName && {
          source: { persistentVolumeName: ownName(run, spec.source.persistentVolumeName) },
        }),
      },
    },
  }),
};

/** Kinds of one name in the whole cluster, which so get the prefix of the run. A CSINode has the name of its node, a CSIDriver that of its driver. */
export const PREFIXED: ReadonlySet<ClusterObject['kind']> = new Set([
  'RuntimeClass',
  'PersistentVolume',
  'StorageClass',
  'VolumeAttachment',
]);

/** The entries of a StatefulSet's volumeClaimTemplates. @param defaultClass of the scenario, for claims that name no class. */
export function runClaimTemplates(
  templates: readonly ClaimTemplate[],
  run: string,
  defaultClass: string | undefined,
): object[] {
  return templates.map(({ metadata, spec }) => ({
    metadata: { name: metadata.name, labels: labelsOf(metadata, run) },
    spec: claimSpec(withDefaultClass({ metadata, spec: spec ?? null }, defaultClass), run),
  }));
}

/** The volumes of a pod that decide where it can run. Secrets, directories and the like are left out. */
export function runVolumes(
  volumes: readonly Volume[],
  run: string,
  defaultClass: string | undefined,
): Volume[] {
  return volumes.flatMap((volume) => {
    const written = volume.ephemeral?.volumeClaimTemplate as Partial<ClaimTemplate> | undefined;
    if (!written)
      return Object.keys(volume).some((source) => Object.hasOwn(VOLUME_SOURCES, source)) ? [volume] : [];
    const { metadata = { name: volume.name }, spec = null } = written;
    const claim = withDefaultClass({ metadata, spec }, defaultClass);
    // An API server takes no name here.
    const template = { metadata: { labels: labelsOf(metadata, run) }, spec: claimSpec(claim, run) };
    return [{ name: volume.name, ephemeral: { volumeClaimTemplate: template } }];
  });
}

/** A claim that a controller makes has the labels of its template. keg finds it by that of the run. */
function labelsOf({ labels }: ClaimTemplate['metadata'], run: string): Readonly<Record<string, string>> {
  return { ...labels, ...runLabels(run) };
}

/** The claim with the default class of the scenario, not that of the cluster, where it names none. */
export function withDefaultClass<Claim extends ClaimTemplate>(
  claim: Claim,
  defaultClass: string | undefined,
): Claim {
  const isNamed = claim.spec?.storageClassName != null || storageClassOf(asClaim(claim)) !== '';
  if (isNamed || defaultClass === undefined) return claim;
  return { ...claim, spec: { ...claim.spec, storageClassName: defaultClass } };
}

/** An API server wants the size and the access of a claim to be written. */
function claimSpec(claim: ClaimTemplate, run: string): object {
  const { accessModes, volumeMode, volumeAttributesClassName, volumeName, selector, resources } =
    claim.spec ?? {};
  const className = storageClassOf(asClaim(claim));
  return {
    accessModes: accessModes?.length ? accessModes : ['ReadWriteOnce'],
    // An empty name asks for no class. Without the field the cluster's own default class would count.
    storageClassName: className === '' ? '' : ownName(run, className),
    resources: { requests: { storage: String(resources?.requests?.storage ?? SMALLEST) } },
    ...(volumeMode !== undefined && { volumeMode }),
    ...(volumeAttributesClassName != null && { volumeAttributesClassName }),
    ...(volumeName && { volumeName: ownName(run, volumeName) }),
    ...(selector && { selector }),
  };
}

const SMALLEST = '1';
const NO_SOURCE: ReadonlySet<string> = new Set([
  'volumeMode',
  'volumeAttributesClassName',
  'nodeAffinity',
  'mountOptions',
  'persistentVolumeReclaimPolicy',
]);

/** An API server wants the size, the access and one source of a volume to be written. The volume controller binds it to the claim that it names. */
function volumeSpec({ spec }: PersistentVolume, run: string): object {
  const { claimRef, storageClassName, capacity, accessModes, ...rest } = spec ?? {};
  const hasSource = Object.keys(rest).some((key) => !NO_SOURCE.has(key));
  return {
    ...rest,
    ...(!hasSource && { hostPath: { path: '/dev/null' } }),
    capacity: { storage: SMALLEST, ...quantitiesOf(capacity ?? {}) },
    accessModes: accessModes?.length ? accessModes : ['ReadWriteOnce'],
    persistentVolumeReclaimPolicy: 'Retain',
    ...(storageClassName && { storageClassName: ownName(run, storageClassName) }),
    ...(claimRef && {
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace: clusterNamespace(run, claimRef.namespace ?? 'default'),
        name: claimRef.name,
      },
    }),
  };
}

function asClaim({ metadata, spec }: ClaimTemplate): PersistentVolumeClaim {
  return { kind: 'PersistentVolumeClaim', metadata, ...(spec && { spec }) };
}

/** An API server takes quantities as strings. */
function quantitiesOf(
  list: ResourceList | Pick<CSIStorageCapacity, 'capacity' | 'maximumVolumeSize'>,
): object {
  return Object.fromEntries(
    Object.entries(list).flatMap(([name, amount]) => (amount == null ? [] : [[name, String(amount)]])),
  );
}

function chosen({ metadata }: ClusterObject, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = metadata.annotations?.[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
