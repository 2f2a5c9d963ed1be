/** Defines pods and nodes in a scenario: fields that keg reads are checked, other fields of the API are kept, any other key is reported. */
import { z } from 'zod';
import { show, wanted } from '../../errors/shown-value.ts';
import { freeText, labels, resourceList } from './field.ts';

const anything = z.unknown().optional();

/** Fields of the API that are kept without a check. */
function carried<const Names extends readonly string[]>(
  ...names: Names
): { [Name in Names[number]]: typeof anything } {
  return Object.fromEntries(names.map((each) => [each, anything])) as {
    [Name in Names[number]]: typeof anything;
  };
}

const int = z.int({ error: wanted('a whole number', '10') });
const word = z.string({ error: wanted('a string', '"web"') });
const flag = z.boolean({ error: wanted('true or false', 'true') });
const map = <T extends z.ZodType>(value: T) => value.nullish();
const list = <T extends z.ZodType>(item: T) => z.array(item, { error: wanted('a list', '[...]') }).nullish();
/** A string, where hand-written tolerations and selectors often have an unquoted number. */
const wordLike = z
  .union([z.string(), z.number(), z.boolean()], { error: wanted('a string', '"gpu"') })
  .transform(String);

const metadata = z.strictObject({
  name: word.optional(),
  namespace: word.optional(),
  labels: map(labels),
  annotations: map(labels),
  ...carried(
    'generateName',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'finalizers',
    'generation',
    'managedFields',
    'ownerReferences',
    'resourceVersion',
    'selfLink',
    'uid',
  ),
});

const resources = z.strictObject({
  requests: map(resourceList),
  limits: map(resourceList),
  ...carried('claims'),
});

const container = z.strictObject({
  name: word.optional(),
  image: word.optional(),
  resources: map(resources),
  restartPolicy: word.optional(),
  ports: list(
    z.strictObject({
      containerPort: int.optional(),
      hostPort: int.optional(),
      hostIP: word.optional(),
      protocol: word.optional(),
      ...carried('name'),
    }),
  ),
  ...carried(
    'args',
    'command',
    'env',
    'envFrom',
    'imagePullPolicy',
    'lifecycle',
    'livenessProbe',
    'readinessProbe',
    'resizePolicy',
    'restartPolicyRules',
    'securityContext',
    'startupProbe',
    'stdin',
    'stdinOnce',
    'terminationMessagePath',
    'terminationMessagePolicy',
    'tty',
    'volumeDevices',
    'volumeMounts',
    'workingDir',
  ),
});

const toleration = z.strictObject({
  key: word.optional(),
  operator: z
    .enum(['Equal', 'Exists', 'Lt', 'Gt', ''], {
      error: wanted('an operator (Equal, Exists, Lt, Gt)', 'Exists'),
    })
    .optional(),
  value: wordLike.optional(),
  effect: z
    .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute', ''], {
      error: wanted('an effect (NoSchedule, PreferNoSchedule, NoExecute)', 'NoSchedule'),
    })
    .optional(),
  tolerationSeconds: z
    .number()
    .nullish()
    .transform((seconds) => seconds ?? undefined),
});

const requirement = z.strictObject({
  key: word,
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'], {
    error: wanted('an operator (In, NotIn, Exists, DoesNotExist, Gt, Lt)', 'In'),
  }),
  values: list(wordLike),
});

const term = z.strictObject({ matchExpressions: list(requirement), matchFields: list(requirement) });

const affinity = z.strictObject({
  nodeAffinity: z
    .strictObject({
      requiredDuringSchedulingIgnoredDuringExecution: z
        .strictObject({ nodeSelectorTerms: z.array(term) })
        .nullish(),
      preferredDuringSchedulingIgnoredDuringExecution: list(
        z.strictObject({
          weight: int
            .min(1, { error: 'a weight is between 1 and 100' })
            .max(100, { error: 'a weight is between 1 and 100' }),
          preference: term,
        }),
      ),
    })
    .nullish(),
  podAffinity: anything,
  podAntiAffinity: anything,
});

const podSpec = z.strictObject({
  containers: z
    .array(container, { error: wanted('a list of containers', '[{name: main, image: pause}]') })
    .min(1, { error: 'a pod needs at least one container' }),
  initContainers: list(container),
  resources: map(resources),
  overhead: map(resourceList),
  nodeName: word.optional(),
  nodeSelector: map(labels),
  affinity: map(affinity),
  tolerations: list(toleration),
  priority: int.nullish().transform((priority) => priority ?? undefined),
  priorityClassName: word.optional(),
  preemptionPolicy: word.optional(),
  schedulerName: word.optional(),
  schedulingGates: list(z.strictObject({ name: word })),
  hostNetwork: flag.optional(),
  terminationGracePeriodSeconds: int.nullish().transform((seconds) => seconds ?? undefined),
  topologySpreadConstraints: list(z.unknown()),
  ...carried(
    'activeDeadlineSeconds',
    'automountServiceAccountToken',
    'dnsConfig',
    'dnsPolicy',
    'enableServiceLinks',
    'ephemeralContainers',
    'hostAliases',
    'hostIPC',
    'hostPID',
    'hostUsers',
    'hostname',
    'hostnameOverride',
    'imagePullSecrets',
    'os',
    'readinessGates',
    'resourceClaims',
    'restartPolicy',
    'runtimeClassName',
    'securityContext',
    'serviceAccount',
    'serviceAccountName',
    'setHostnameAsFQDN',
    'shareProcessNamespace',
    'subdomain',
    'volumes',
    'workloadRef',
    'schedulingGroup',
  ),
});

/** A pod or a pod template: `metadata` and `spec` are used; `apiVersion`, `kind` and `status` are allowed as in any manifest. */
export const pod = z
  .strictObject(
    {
      apiVersion: freeText.optional(),
      kind: z
        .string()
        .optional()
        .refine((kind) => kind === undefined || kind === 'Pod' || kind === 'PodTemplate', {
          error: (issue) => `${show(issue.input)} is not a Pod`,
        }),
      metadata: map(metadata),
      spec: podSpec,
      status: anything,
    },
    { error: wanted('a pod', '{metadata: {...}, spec: {containers: [...]}}') },
  )
  .meta({ id: 'Pod', description: 'A pod template: metadata and spec as in a manifest' });

const taint = z.strictObject({
  key: word,
  value: wordLike.optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'], {
    error: wanted('an effect (NoSchedule, PreferNoSchedule, NoExecute)', 'NoSchedule'),
  }),
  ...carried('timeAdded'),
});

/** The value of `cluster.nodes[].template`. */
export const nodeTemplate = z
  .strictObject(
    {
      labels: map(labels),
      annotations: map(labels),
      taints: list(taint),
      capacity: map(resourceList),
      allocatable: map(resourceList),
      unschedulable: flag.optional(),
    },
    { error: wanted('a node template', '{allocatable: {cpu: 4, memory: 16Gi}}') },
  )
  .meta({
    id: 'NodeTemplate',
    description: 'Labels, taints, capacity and allocatable of every node of the entry',
  });

/** A Node as in a manifest. */
export const nodeManifestFields = {
  apiVersion: freeText.optional(),
  kind: z
    .string()
    .optional()
    .refine((kind) => kind === undefined || kind === 'Node', {
      error: (issue) => `${show(issue.input)} is not a Node`,
    }),
  metadata: map(metadata),
  spec: z
    .strictObject({
      unschedulable: flag.optional(),
      taints: list(taint),
      ...carried('configSource', 'externalID', 'podCIDR', 'podCIDRs', 'providerID'),
    })
    .nullish(),
  status: z
    .strictObject({
      allocatable: map(resourceList),
      capacity: map(resourceList),
      ...carried(
        'addresses',
        'conditions',
        'config',
        'daemonEndpoints',
        'declaredFeatures',
        'features',
        'images',
        'nodeInfo',
        'phase',
        'runtimeHandlers',
        'volumesAttached',
        'volumesInUse',
      ),
    })
    .nullish(),
};
