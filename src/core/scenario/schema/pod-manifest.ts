/** Defines pods in a scenario: fields that keg reads are checked, other fields of the API are kept, any other key is reported. */
import * as z from 'zod';
import { wanted } from '../../errors/shown-value.ts';
import {
  anything,
  apiVersion,
  carried,
  flag,
  int,
  labelSelector,
  list,
  map,
  metadata,
  nodeSelector,
  nodeSelectorTerm,
  preemptionPolicy,
  resources,
  toleration,
  word,
  writtenKind,
} from './api-fields.ts';
import { labels, MOST_SECONDS, resourceList } from './field.ts';
import { usage } from './usage.ts';

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

const weight = int
  .min(1, { error: 'a weight is between 1 and 100' })
  .max(100, { error: 'a weight is between 1 and 100' });

const podAffinityTerm = z
  .strictObject({
    labelSelector: map(labelSelector),
    namespaces: list(word),
    namespaceSelector: map(labelSelector),
    topologyKey: word,
    matchLabelKeys: list(word),
    mismatchLabelKeys: list(word),
  })
  .meta({ id: 'PodAffinityTerm' });

const podAffinity = z.strictObject({
  requiredDuringSchedulingIgnoredDuringExecution: list(podAffinityTerm),
  preferredDuringSchedulingIgnoredDuringExecution: list(z.strictObject({ weight, podAffinityTerm })),
});

const affinity = z.strictObject({
  nodeAffinity: z
    .strictObject({
      requiredDuringSchedulingIgnoredDuringExecution: nodeSelector.nullish(),
      preferredDuringSchedulingIgnoredDuringExecution: list(
        z.strictObject({ weight, preference: nodeSelectorTerm }),
      ),
    })
    .nullish(),
  podAffinity: map(podAffinity),
  podAntiAffinity: map(podAffinity),
});

const inclusionPolicy = z
  .enum(['Honor', 'Ignore'], { error: wanted('a policy (Honor, Ignore)', 'Honor') })
  .nullish();

const spreadConstraint = z.strictObject({
  maxSkew: int.min(1, { error: 'maxSkew is 1 or more' }),
  topologyKey: word,
  whenUnsatisfiable: z.enum(['DoNotSchedule', 'ScheduleAnyway'], {
    error: wanted('what to do (DoNotSchedule, ScheduleAnyway)', 'DoNotSchedule'),
  }),
  labelSelector: map(labelSelector),
  minDomains: int.min(1, { error: 'minDomains is 1 or more' }).nullish(),
  nodeAffinityPolicy: inclusionPolicy,
  nodeTaintsPolicy: inclusionPolicy,
  matchLabelKeys: list(word),
});

/** Sources that keg does not read are kept as they are. */
const volume = z.looseObject({
  name: word,
  persistentVolumeClaim: z.strictObject({ claimName: word, readOnly: flag.optional() }).nullish(),
  ephemeral: z.looseObject({ volumeClaimTemplate: anything }).nullish(),
});

const resourceClaim = z.strictObject({
  name: word,
  resourceClaimName: word.nullish(),
  resourceClaimTemplateName: word.nullish(),
  ...carried('podGroupResourceClaim'),
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
  preemptionPolicy,
  // As an API server, which puts the default in place of an empty name (pkg/apis/core/v1/defaults.go).
  schedulerName: word.optional().transform((name) => name || undefined),
  schedulingGates: list(z.strictObject({ name: word })),
  hostNetwork: flag.optional(),
  runtimeClassName: word.nullish(),
  activeDeadlineSeconds: int
    .min(1, { error: 'a deadline is 1 second or more' })
    .max(MOST_SECONDS, { error: `a deadline is at most ${MOST_SECONDS} seconds` })
    .nullish()
    .transform((seconds) => seconds ?? undefined)
    .meta({ description: 'Its kubelet fails it this long after it took it (reason DeadlineExceeded)' }),
  terminationGracePeriodSeconds: int.nullish().transform((seconds) => seconds ?? undefined),
  topologySpreadConstraints: list(spreadConstraint),
  volumes: list(volume),
  resourceClaims: list(resourceClaim),
  ...carried(
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
    'restartPolicy',
    'securityContext',
    'serviceAccount',
    'serviceAccountName',
    'setHostnameAsFQDN',
    'shareProcessNamespace',
    'subdomain',
    'workloadRef',
    'schedulingGroup',
  ),
});

/** A pod or a pod template: `metadata` and `spec` are used; `apiVersion`, `kind` and `status` are allowed as in any manifest. */
export const pod = z
  .strictObject(
    {
      apiVersion,
      kind: writtenKind('Pod', 'PodTemplate'),
      metadata: map(metadata),
      spec: podSpec,
      usage: usage.optional(),
      status: anything,
    },
    { error: wanted('a pod', '{metadata: {...}, spec: {containers: [...]}}') },
  )
  .meta({ id: 'Pod', description: 'A pod template: metadata and spec as in a manifest' });
