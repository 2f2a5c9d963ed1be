/** Gives a pod, a node, an event and the objects of a cluster with text in every field that they can carry, and puts a secret into one field. */
import { OBJECTS } from './full-cluster-objects.ts';
import { FULL, NODE } from './full-objects.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const MANAGED = [
  {
    manager: 'kubectl',
    operation: 'Update',
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:metadata': {} },
  },
];
const CONDITION = {
  type: 'Ready',
  status: 'False',
  reason: 'Why',
  message: 'because',
  lastTransitionTime: '2026-01-01T00:00:00Z',
};
const STATE = { waiting: { reason: 'Waiting', message: 'm' }, running: { startedAt: 't' } };
const ENDED = { terminated: { exitCode: 1, reason: 'Oops', message: 'm', containerID: 'containerd://a' } };

export const POD = merge(FULL as unknown as Json, {
  metadata: {
    generateName: 'web-',
    finalizers: ['acme.example/hold'],
    managedFields: MANAGED,
    selfLink: '/api/v1/pods/a',
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'r', controller: true }],
  },
  spec: {
    hostname: 'h',
    subdomain: 's',
    serviceAccountName: 'a',
    nodeName: 'n',
    preemptionPolicy: 'Never',
    dnsPolicy: 'Default',
    dnsConfig: { nameservers: ['10.0.0.1'], searches: ['a.b'], options: [{ name: 'x', value: 'y' }] },
    overhead: { cpu: '1' },
    resources: { requests: { cpu: '1' }, limits: { 'acme.example/fpga': '1' } },
    securityContext: { seLinuxOptions: { level: 'l' }, sysctls: [{ name: 'x', value: 'y' }] },
    initContainers: [
      {
        name: 'i',
        image: 'a/b:1',
        restartPolicy: 'Always',
        env: [{ name: 'A', value: 'b' }],
        args: ['x'],
        command: ['y'],
      },
    ],
    readinessGates: [{ conditionType: 'acme.example/ready' }],
    schedulingGates: [{ name: 'acme.example/gate' }],
  },
  status: {
    hostIP: '10.0.0.2',
    podIP: '10.0.0.3',
    podIPs: [{ ip: '10.0.0.3' }],
    nominatedNodeName: 'n',
    qosClass: 'Burstable',
    initContainerStatuses: [
      {
        name: 'i',
        image: 'a',
        imageID: 'b',
        containerID: 'c',
        restartCount: 1,
        state: ENDED,
        lastState: ENDED,
      },
    ],
    containerStatuses: [
      {
        name: 'acme-main',
        image: 'a',
        imageID: 'b',
        containerID: 'c',
        restartCount: 2,
        state: STATE,
        lastState: ENDED,
      },
    ],
  },
});

/** Refused by the scheduler. */
export const PENDING = merge(POD, {
  metadata: { uid: 'p2', name: 'acme-web-1' },
  spec: { nodeName: '' },
  status: {
    phase: 'Pending',
    conditions: [
      { ...CONDITION, type: 'PodScheduled', reason: 'Unschedulable', message: '0/1 nodes are available' },
    ],
    containerStatuses: [],
  },
});

export const FULL_NODE = merge(NODE as unknown as Json, {
  metadata: {
    finalizers: ['f'],
    managedFields: MANAGED,
    ownerReferences: [{ kind: 'Machine', name: 'm', uid: 'u', apiVersion: 'v1' }],
  },
  spec: { providerID: 'aws:///i-1', podCIDR: '10.0.0.0/24', podCIDRs: ['10.0.0.0/24'], externalID: 'e' },
  status: {
    capacity: { cpu: '4', 'acme.example/fpga': '2' },
    conditions: [CONDITION],
    addresses: [
      { type: 'InternalIP', address: '10.0.0.4' },
      { type: 'Hostname', address: 'h' },
    ],
    nodeInfo: {
      machineID: 'm',
      systemUUID: 's',
      bootID: 'b',
      kernelVersion: 'k',
      osImage: 'o',
      kubeletVersion: 'v',
      architecture: 'amd64',
    },
    volumesInUse: ['v'],
    volumesAttached: [{ name: 'v', devicePath: '/dev/x' }],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
  },
});

export const EVENTS: readonly Json[] = ['FailedScheduling', 'Preempted', 'Evicted'].map((reason) => ({
  metadata: { name: 'e', namespace: 'n', annotations: { a: 'b' } },
  type: 'Warning',
  reason,
  message: 'Preempted by pod 0a1b2c3d-aaaa-bbbb-cccc-0123456789ab on node n',
  involvedObject: { kind: 'Pod', uid: 'p1', name: 'acme-web-0', namespace: 'n' },
  reportingComponent: 'c',
  reportingInstance: 'i',
  source: { component: 'c', host: 'h' },
}));

export const CLUSTER_OBJECTS = OBJECTS as unknown as readonly Json[];

/** Objects of the same form, each with the secret in the place of one text, or of one name in a map of names. */
export function* withSecret(object: Json, secretAt: (place: string) => string, place = ''): Generator<Json> {
  if (typeof object === 'string') yield secretAt(place);
  else if (Array.isArray(object)) {
    for (const [index, each] of object.entries())
      for (const changed of withSecret(each as Json, secretAt, `${place}[${index}]`))
        yield object.with(index, changed);
  } else if (typeof object === 'object' && object !== null) {
    for (const [key, value] of Object.entries(object)) {
      for (const changed of withSecret(value, secretAt, `${place}.${key}`))
        yield { ...object, [key]: changed };
      if (
        !/^[a-zA-Z]+$/.test(key) ||
        /(?:labels|annotations|allocatable|capacity|requests|limits|nodeSelector|matchLabels)$/i.test(place)
      ) {
        const { [key]: _moved, ...others } = object as Record<string, Json>;
        yield { ...others, [secretAt(`${place}.${key} as key`)]: value };
      }
    }
  }
}

function merge(base: Json, more: Json): Json {
  if (!isMap(base) || !isMap(more)) return more;
  const merged: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(more))
    merged[key] = key in base ? merge(base[key]!, value) : value;
  return merged;
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
