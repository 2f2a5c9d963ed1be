/** Gives a pod and a node with a secret in every field that can hold one. */
import type { Container, PodAffinityTerm } from '../../../../src/core/objects/pod.ts';
import type { NodeObject } from '../../../../src/core/observing/node-object.ts';
import type { PodObject } from '../../../../src/core/observing/pod-object.ts';

export const CANARY = 'cAnArY5up3r5ecr3t7Hx9Kq2Lm4Np6Rt8Vw0Yz';

/** A pod with a secret in every place where people put secrets. */
export const FULL: PodObject = {
  metadata: {
    uid: 'p1',
    namespace: 'acme-payments',
    name: 'acme-web-0',
    labels: { 'acme.example/team': 'gold', token: CANARY },
    annotations: { note: CANARY, [`acme.example/${CANARY}`]: 'x' },
    ownerReferences: [{ kind: 'ReplicaSet', name: 'acme-web', uid: 'r1', controller: true }],
  },
  spec: {
    containers: [
      {
        name: 'acme-main',
        image: `acme.example/web:1@sha256:${CANARY}`,
        resources: { requests: { cpu: '1' } },
        env: [{ name: 'PASSWORD', value: CANARY }],
        args: [`--token=${CANARY}`],
        command: [CANARY],
        volumeMounts: [{ name: CANARY, mountPath: `/${CANARY}` }],
        envFrom: [{ secretRef: { name: CANARY } }],
      } as Container,
    ],
    nodeName: 'acme-node-1',
    nodeSelector: { 'acme.example/disk': 'fast', 'kubernetes.io/hostname': 'acme-node-1', token: CANARY },
    priorityClassName: 'acme-high',
    schedulerName: 'acme-scheduler',
    tolerations: [{ key: 'acme.example/only', operator: 'Equal', value: 'payments', effect: 'NoSchedule' }],
    volumes: [
      { name: 'acme-v', secret: { secretName: CANARY } },
      { name: 'acme-data', persistentVolumeClaim: { claimName: 'acme-data-0' } },
      { name: 'acme-scratch', ephemeral: { volumeClaimTemplate: { metadata: { labels: { a: CANARY } } } } },
      { name: 'acme-model', image: { reference: `acme.example/model@sha256:${CANARY}` } },
      {
        name: 'acme-inline',
        csi: { driver: 'csi.acme.example', volumeAttributes: { token: CANARY }, readOnly: true },
      },
      { name: 'acme-disk', awsElasticBlockStore: { volumeID: CANARY } },
    ],
    runtimeClassName: 'acme-runtime',
    schedulingGates: [{ name: 'acme.example/gate' }],
    resourceClaims: [{ name: 'acme-claim', resourceClaimName: CANARY } as { readonly name: string }],
    imagePullSecrets: [{ name: CANARY }],
    hostAliases: [{ ip: '10.1.2.3', hostnames: ['db.acme.example'] }],
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        whenUnsatisfiable: 'ScheduleAnyway',
        topologyKey: 'acme.example/rack',
        labelSelector: { matchLabels: { app: 'acme' } },
      },
    ],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [{ key: 'acme.example/generation', operator: 'Gt', values: ['3'] }],
              matchFields: [{ key: 'metadata.name', operator: 'In', values: ['acme-node-1'] }],
            },
          ],
        },
      },
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            topologyKey: 'kubernetes.io/hostname',
            namespaces: ['acme-payments'],
            labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['acme'] }] },
            note: CANARY,
          } as PodAffinityTerm,
        ],
      },
    },
    unheardOf: CANARY,
  } as PodObject['spec'],
  status: {
    phase: 'Failed',
    reason: `Oops: ${CANARY}`,
    message: CANARY,
    conditions: [
      {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'EvictionByEvictionAPI',
        message: `password: ${CANARY}`,
      },
    ],
    containerStatuses: [
      { name: 'acme-main', restartCount: 2, lastState: { terminated: { exitCode: 1, reason: 'Error' } } },
    ],
  },
};

export const NODE: NodeObject = {
  metadata: {
    uid: 'n1',
    name: 'acme-node-1',
    labels: {
      'acme.example/disk': 'fast',
      'acme.example/generation': '5',
      'kubernetes.io/hostname': 'acme-node-1',
      'kubernetes.io/arch': 'amd64',
      pool: 'acme-pool',
    },
    annotations: { secret: CANARY },
  },
  spec: { taints: [{ key: 'acme.example/only', value: 'payments', effect: 'NoSchedule' }] },
  status: {
    allocatable: { cpu: '4', pods: '10' },
    images: [{ names: ['acme.example/web:1', `acme.example/web@sha256:${CANARY}`], sizeBytes: 7 }],
    declaredFeatures: ['GuaranteedQoSPodCPUResize', CANARY],
  },
};
