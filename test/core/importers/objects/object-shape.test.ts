/** Each part of a Pod or Node that keg reads must have the type of Kubernetes' API. */
import test from 'ava';
import { nodeFault, podFault } from '../../../../src/core/importers/objects/object-shape.ts';

/** A map with one value at the end of a path. */
const at = (path: string, value: unknown): unknown =>
  path
    .split('.')
    .reverse()
    .reduce((inner, key) => ({ [key]: inner }), value);

const TEXT_MAP = ['a map of text', [{ a: 1 }, 'a', []], { a: 'b' }] as const;
const TEXT = ['text', [1, {}, []], 'a'] as const;
const QUANTITIES = ['a map of quantities', [{ cpu: {} }, 1, []], { cpu: '1', memory: 2 }] as const;
const RESOURCES = [
  { requests: { cpu: true } },
  { limits: { cpu: [] } },
  { requests: 1 },
  { limits: 'a' },
  'a',
];
const TERMS = [
  [{ matchExpressions: [{ key: 1 }] }],
  [{ matchExpressions: [{ operator: 1 }] }],
  [{ matchExpressions: [{ values: [1] }] }],
  [{ matchExpressions: [{ values: 'a' }] }],
  [{ matchFields: [{ key: 1 }] }],
  [{ matchFields: {} }],
  [1],
  {},
];
const CONTAINERS = [
  {},
  [1],
  [{ name: 1 }],
  [{ image: 1 }],
  [{ restartPolicy: 1 }],
  ...RESOURCES.map((resources) => [{ resources }]),
  [{ ports: 1 }],
  [{ ports: [{ containerPort: '80' }] }],
  [{ ports: [{ hostPort: 1.5 }] }],
  [{ ports: [{ hostIP: 1 }] }],
  [{ ports: [{ protocol: 1 }] }],
];
const GOOD_CONTAINERS = [
  { name: 'a', image: 'b', restartPolicy: 'Always', ports: [{ containerPort: 80, hostIP: '::' }] },
];
const STATUSES = [
  {},
  [1],
  [{ name: 1 }],
  [{ restartCount: '1' }],
  [{ state: 1 }],
  [{ state: { waiting: 1 } }],
  [{ state: { running: { startedAt: 1 } } }],
  [{ state: { terminated: {} } }],
  [{ state: { terminated: { exitCode: '0' } } }],
  [{ state: { terminated: { exitCode: 0, reason: 1 } } }],
  [{ state: { terminated: { exitCode: 0, startedAt: 1 } } }],
  [{ lastState: { terminated: { exitCode: 0, finishedAt: 1 } } }],
];
const GOOD_STATUSES = [
  { name: 'a', restartCount: 1, state: { waiting: {} }, lastState: { terminated: { exitCode: 1 } } },
];
const CONDITIONS = [
  {},
  [1],
  [{ type: 1 }],
  [{ status: true }],
  [{ reason: 1 }],
  [{ message: 1 }],
  [{ lastTransitionTime: 1 }],
];
const GOOD_CONDITIONS = [
  { type: 'Ready', status: 'True', reason: 'a', message: 'b', lastTransitionTime: 'c' },
];

type Part = readonly [path: string, wanted: string, wrong: readonly unknown[], right: unknown];

const METADATA: readonly Part[] = [
  ['metadata.labels', ...TEXT_MAP],
  ['metadata.resourceVersion', ...TEXT],
  ['metadata.creationTimestamp', ...TEXT],
  ['metadata.deletionTimestamp', ...TEXT],
];
const OWNER = { kind: 'Job', name: 'a', uid: 'u' };
const NODE_AFFINITY = 'spec.affinity.nodeAffinity';
const POD: readonly Part[] = [
  ...METADATA,
  [
    'metadata.ownerReferences',
    'a list of owners',
    [
      {},
      [{ ...OWNER, kind: undefined }],
      [{ ...OWNER, name: undefined }],
      [{ ...OWNER, uid: undefined }],
      [{ ...OWNER, kind: 1 }],
      [{ ...OWNER, name: 1 }],
      [{ ...OWNER, uid: 1 }],
    ],
    [OWNER],
  ],
  ['spec.containers', 'a list of containers', CONTAINERS, GOOD_CONTAINERS],
  ['spec.initContainers', 'a list of containers', CONTAINERS, GOOD_CONTAINERS],
  ['spec.resources', 'requests and limits', RESOURCES, { requests: { cpu: 1 } }],
  ['spec.overhead', ...QUANTITIES],
  ['spec.nodeName', ...TEXT],
  ['spec.nodeSelector', ...TEXT_MAP],
  [
    'spec.affinity',
    'a map',
    [1, { nodeAffinity: 1 }, { podAffinity: 1 }, { podAntiAffinity: [] }],
    { podAffinity: {} },
  ],
  [
    `${NODE_AFFINITY}.requiredDuringSchedulingIgnoredDuringExecution`,
    'a list of terms',
    [1, ...TERMS.map((nodeSelectorTerms) => ({ nodeSelectorTerms }))],
    { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }] },
  ],
  [
    `${NODE_AFFINITY}.preferredDuringSchedulingIgnoredDuringExecution`,
    'a list of terms',
    [{}, [{ weight: '1' }], [{ preference: 1 }], [{ preference: { matchFields: [{ key: 1 }] } }]],
    [{ weight: 1, preference: {} }],
  ],
  [
    'spec.tolerations',
    'a list of tolerations',
    [{}, [1], [{ key: 1 }], [{ operator: 1 }], [{ value: 1 }], [{ effect: 1 }]],
    [{ key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule' }],
  ],
  ['spec.topologySpreadConstraints', 'a list of maps', [{}, [1]], [{}]],
  ['spec.schedulingGates', 'a list of gates', [{}, [1], [{ name: 1 }]], [{ name: 'a' }]],
  ['spec.priority', 'a number', ['1', 1.5, {}], 1],
  ['spec.priorityClassName', ...TEXT],
  ['spec.preemptionPolicy', ...TEXT],
  ['spec.schedulerName', ...TEXT],
  ['spec.hostNetwork', 'true or false', ['true', 1], true],
  [
    'status',
    'a status',
    [1, { phase: 1 }, { reason: 1 }, { message: 1 }, { startTime: 1 }],
    { phase: 'Running', reason: 'a', message: 'b', startTime: 'c' },
  ],
  ['status.conditions', 'a list of conditions', CONDITIONS, GOOD_CONDITIONS],
  ['status.containerStatuses', 'a list of container statuses', STATUSES, GOOD_STATUSES],
  ['status.initContainerStatuses', 'a list of container statuses', STATUSES, GOOD_STATUSES],
];
const TAINT = { key: 'a', effect: 'NoSchedule' };
const NODE: readonly Part[] = [
  ...METADATA,
  ['spec.unschedulable', 'true or false', ['true'], false],
  [
    'spec.taints',
    'a list of taints',
    [{}, [{ key: 'a' }], [{ effect: 'NoSchedule' }], [{ ...TAINT, key: 1 }], [{ ...TAINT, value: 1 }]],
    [{ ...TAINT, value: 'b' }],
  ],
  ['status.capacity', ...QUANTITIES],
  ['status.allocatable', ...QUANTITIES],
  ['status.conditions', 'a list of conditions', CONDITIONS, GOOD_CONDITIONS],
];

for (const [kind, faultOf, parts] of [
  ['Pod', podFault, POD],
  ['Node', nodeFault, NODE],
] as const) {
  for (const [path, wanted, wrong, right] of parts) {
    const short = path.replace(NODE_AFFINITY, 'nodeAffinity');
    test(`${kind}: ${short} must be ${wanted}`, (t) => {
      for (const value of wrong)
        t.is(faultOf(at(path, value)), `${path} is not ${wanted}`, JSON.stringify(value));
      t.is(faultOf(at(path, right)), undefined);
    });
  }
}

test('parts that are missing are no fault', (t) => {
  t.is(podFault({}), undefined);
  t.is(nodeFault({}), undefined);
});

test('the resources that a status states must be requests and limits', (t) => {
  const fault = 'the resources in the status are not requests and limits';
  for (const list of ['containerStatuses', 'initContainerStatuses']) {
    for (const status of [{ resources: { requests: 1 } }, { resources: 1 }, { allocatedResources: 1 }])
      t.is(podFault({ status: { [list]: [{}, status] } }), fault, JSON.stringify(status));
    t.is(
      podFault({
        status: { [list]: [{ resources: { limits: { cpu: 1 } }, allocatedResources: { cpu: 1 } }] },
      }),
      undefined,
    );
  }
});
