/** Defines the objects besides pods and nodes that decide where pods run, as in a manifest: one schema a kind. */
import * as z from 'zod';
import { show, wanted } from '../../errors/shown-value.ts';
import type { ClusterObjectKind } from '../../objects/cluster-object.ts';
import {
  anything,
  apiVersion,
  carried,
  flag,
  int,
  labelSelector,
  list,
  map,
  namedMetadata,
  nodeSelector,
  preemptionPolicy,
  toleration,
  word,
  wordLike,
  writtenKind,
} from './api-fields.ts';
import { labels, quantity, resourceList, seconds } from './field.ts';

const replicas = int.min(0, { error: 'a count is 0 or more' }).optional();
/** As an API server checks it (pkg/apis/policy/validation, ValidatePodDisruptionBudgetSpec). */
const limit = { error: wanted('a number from 0 on or a percentage up to 100%', '1 or "50%"') };
const intOrPercent = z.union(
  [z.int(limit).min(0, limit), z.string().regex(/^(?:0*\d{1,2}|0*100)%$/, limit)],
  limit,
);
const evictionPolicy = z.enum(['IfHealthyBudget', 'AlwaysAllow'], {
  error: wanted('a policy (IfHealthyBudget, AlwaysAllow)', 'AlwaysAllow'),
});
const controller = { replicas, selector: map(labelSelector) };

/** One kind. Its name is required; `status` is kept without a check where it does not decide. */
function manifest<Kind extends ClusterObjectKind, Fields extends z.ZodRawShape>(kind: Kind, fields: Fields) {
  return z.strictObject({
    apiVersion,
    kind: z.literal(kind),
    metadata: namedMetadata,
    status: anything,
    ...fields,
  });
}

const claimSpec = z
  .strictObject({
    accessModes: list(word),
    storageClassName: word.nullish(),
    volumeMode: word.optional(),
    volumeName: word.optional(),
    selector: map(labelSelector),
    resources: z.strictObject({ requests: map(resourceList), ...carried('limits') }).nullish(),
    ...carried('dataSource', 'dataSourceRef', 'volumeAttributesClassName'),
  })
  .nullish();

/** A claim of a StatefulSet's `volumeClaimTemplates`. */
export const claimTemplate = z
  .strictObject(
    {
      apiVersion,
      kind: writtenKind('PersistentVolumeClaim'),
      metadata: namedMetadata,
      spec: claimSpec,
      status: anything,
    },
    { error: wanted('a claim', '{metadata: {name: data}, spec: {...}}') },
  )
  .meta({ id: 'ClaimTemplate' });

const SCHEMAS = {
  Namespace: manifest('Namespace', { spec: anything }),
  Service: manifest('Service', {
    spec: z
      .strictObject({
        selector: map(labels),
        ...carried(
          'allocateLoadBalancerNodePorts',
          'clusterIP',
          'clusterIPs',
          'externalIPs',
          'externalName',
          'externalTrafficPolicy',
          'healthCheckNodePort',
          'internalTrafficPolicy',
          'ipFamilies',
          'ipFamilyPolicy',
          'loadBalancerClass',
          'loadBalancerIP',
          'loadBalancerSourceRanges',
          'ports',
          'publishNotReadyAddresses',
          'sessionAffinity',
          'sessionAffinityConfig',
          'trafficDistribution',
          'type',
        ),
      })
      .nullish(),
  }),
  ReplicationController: manifest('ReplicationController', {
    spec: z
      .strictObject({ replicas, selector: map(labels), ...carried('minReadySeconds', 'template') })
      .nullish(),
  }),
  ReplicaSet: manifest('ReplicaSet', {
    spec: z.strictObject({ ...controller, ...carried('minReadySeconds', 'template') }).nullish(),
  }),
  StatefulSet: manifest('StatefulSet', {
    spec: z
      .strictObject({
        ...controller,
        ...carried(
          'minReadySeconds',
          'ordinals',
          'persistentVolumeClaimRetentionPolicy',
          'podManagementPolicy',
          'revisionHistoryLimit',
          'serviceName',
          'template',
          'updateStrategy',
          'volumeClaimTemplates',
        ),
      })
      .nullish(),
  }),
  Deployment: manifest('Deployment', {
    spec: z
      .strictObject({
        ...controller,
        ...carried(
          'minReadySeconds',
          'paused',
          'progressDeadlineSeconds',
          'revisionHistoryLimit',
          'strategy',
          'template',
        ),
      })
      .nullish(),
  }),
  DaemonSet: manifest('DaemonSet', {
    spec: z
      .strictObject({
        selector: map(labelSelector),
        ...carried('minReadySeconds', 'revisionHistoryLimit', 'template', 'updateStrategy'),
      })
      .nullish(),
  }),
  Job: manifest('Job', {
    spec: z
      .strictObject({
        parallelism: replicas,
        completions: replicas,
        backoffLimit: replicas,
        activeDeadlineSeconds: seconds,
        ttlSecondsAfterFinished: seconds,
        selector: map(labelSelector),
        ...carried(
          'backoffLimitPerIndex',
          'completionMode',
          'managedBy',
          'manualSelector',
          'maxFailedIndexes',
          'podFailurePolicy',
          'podReplacementPolicy',
          'successPolicy',
          'suspend',
          'template',
        ),
      })
      .nullish(),
  }),
  PodDisruptionBudget: manifest('PodDisruptionBudget', {
    spec: z
      .strictObject({
        selector: map(labelSelector),
        minAvailable: intOrPercent.optional(),
        maxUnavailable: intOrPercent.optional(),
        unhealthyPodEvictionPolicy: evictionPolicy.nullish(),
      })
      .refine((spec) => spec.minAvailable === undefined || spec.maxUnavailable === undefined, {
        error: 'minAvailable and maxUnavailable exclude each other: keep one',
      })
      .nullish(),
  }),
  PriorityClass: manifest('PriorityClass', {
    value: int,
    globalDefault: flag.optional(),
    preemptionPolicy,
    ...carried('description'),
  }),
  RuntimeClass: manifest('RuntimeClass', {
    handler: word.optional(),
    overhead: z.strictObject({ podFixed: map(resourceList) }).nullish(),
    scheduling: z.strictObject({ nodeSelector: map(labels), tolerations: list(toleration) }).nullish(),
  }),
  PersistentVolume: manifest('PersistentVolume', {
    // Its in-tree sources decide as well: the fields of a loose object are kept.
    spec: z
      .looseObject({
        capacity: map(resourceList),
        accessModes: list(word),
        storageClassName: word.optional(),
        volumeMode: word.optional(),
        claimRef: z
          .strictObject({
            namespace: word.optional(),
            name: word,
            uid: word.optional(),
            ...carried('apiVersion', 'fieldPath', 'kind', 'resourceVersion'),
          })
          .nullish(),
        nodeAffinity: z.strictObject({ required: nodeSelector.nullish() }).nullish(),
        csi: z.looseObject({ driver: word, volumeHandle: word, readOnly: flag.optional() }).nullish(),
      })
      .nullish(),
  }),
  PersistentVolumeClaim: manifest('PersistentVolumeClaim', { spec: claimSpec }),
  StorageClass: manifest('StorageClass', {
    provisioner: word,
    volumeBindingMode: z
      .enum(['Immediate', 'WaitForFirstConsumer'], {
        error: wanted('a mode (Immediate, WaitForFirstConsumer)', 'WaitForFirstConsumer'),
      })
      .optional(),
    allowedTopologies: list(
      z.strictObject({
        matchLabelExpressions: list(z.strictObject({ key: word, values: z.array(wordLike) })),
      }),
    ),
    ...carried('allowVolumeExpansion', 'mountOptions', 'parameters', 'reclaimPolicy'),
  }),
  CSINode: manifest('CSINode', {
    spec: z
      .strictObject({
        drivers: list(
          z.strictObject({
            name: word,
            nodeID: word.optional(),
            topologyKeys: list(word),
            allocatable: z.strictObject({ count: int.optional() }).nullish(),
          }),
        ),
      })
      .nullish(),
  }),
  CSIDriver: manifest('CSIDriver', {
    spec: z.looseObject({ storageCapacity: flag.optional(), attachRequired: flag.optional() }).nullish(),
  }),
  CSIStorageCapacity: manifest('CSIStorageCapacity', {
    storageClassName: word,
    nodeTopology: map(labelSelector),
    capacity: quantity.optional(),
    maximumVolumeSize: quantity.optional(),
  }),
  VolumeAttachment: manifest('VolumeAttachment', {
    spec: z
      .strictObject({
        attacher: word.optional(),
        nodeName: word.optional(),
        source: z
          .strictObject({ persistentVolumeName: word.optional(), ...carried('inlineVolumeSpec') })
          .nullish(),
      })
      .nullish(),
  }),
} as const satisfies Record<ClusterObjectKind, z.ZodType>;

type Schema = (typeof SCHEMAS)[ClusterObjectKind];

export const OBJECT_KIND_NAMES = Object.keys(SCHEMAS) as ClusterObjectKind[];

/** An object of one of the kinds. An unknown kind is an error that names them. */
export const objectManifest = z
  .discriminatedUnion('kind', Object.values(SCHEMAS) as unknown as [Schema, ...Schema[]], {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? `${show((issue.input as { kind?: unknown } | undefined)?.kind)} is no kind that decides where pods run: expected one of ${OBJECT_KIND_NAMES.join(', ')}`
        : wanted('an object as in a manifest', '{kind: Service, metadata: {name: web}, spec: {...}}')(issue),
  })
  .meta({ id: 'ClusterObject', description: 'An object besides pods and nodes that decides where pods run' });
