/** Warnings about scenarios: each rule at its edge, with its code and the line that it points to. */
import test from 'ava';
import { loadScenario } from '../../../../src/core/scenario/load-scenario.ts';

/** Five lines, so that the first of `rows` is line 6. */
function scenario(rows: readonly string[], more = ''): string {
  return [
    `cluster: {nodes: [{name: n, count: 2, template: {allocatable: {cpu: 4, memory: 8Gi}, taints: [{key: gpu, value: a, effect: NoSchedule}]}}]}`,
    'templates:',
    '  web: {metadata: {labels: {a: b}}, spec: {containers: [{name: m, resources: {requests: {cpu: 1}}}]}}',
    `  odd: {spec: {containers: [{name: m}]}}${more === '' ? '' : `\n${more}`}`,
    'events:',
    ...rows,
    '',
  ].join('\n');
}

/** `line code` of every problem. */
function codes(text: string): string[] {
  return loadScenario(text, 'a.yaml').problems.map(({ code, position }) => `${position?.line} ${code}`);
}

function pods(...entries: readonly string[]): string[] {
  return ['  pods:', ...entries.map((entry) => `    - {${entry}}`)];
}

function nodeEvents(...entries: readonly string[]): string[] {
  return ['  nodes:', ...entries.map((entry) => `    - {${entry}}`)];
}

const WEB = 'name: p, arrivalTime: 5s, template: web';
const withSpec = (spec: string): string =>
  `name: p, arrivalTime: 5s, podSpec: {spec: {containers: [{name: m, resources: {requests: {cpu: 1}}}], ${spec}}}`;
const requesting = (requests: string): string =>
  `name: p, arrivalTime: 5s, podSpec: {spec: {containers: [{name: m, resources: {requests: ${requests}}}]}}`;

const CASES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['nothing about a plain scenario', pods(WEB), []],
  ['two pods of one name', pods(WEB, WEB), ['8 duplicate-pod']],
  ['the same name in another namespace', pods(WEB, `${WEB}, namespace: other`), []],
  [
    'a name that is used again after a deletion',
    pods(WEB, 'name: p, arrivalTime: 6s, eventType: delete', 'name: p, arrivalTime: 7s, template: web'),
    [],
  ],
  [
    'two drawn entries of one name',
    pods(
      'name: p, arrivals: {type: constant, value: 1s}, count: 1, template: web',
      'name: p, arrivals: {type: constant, value: 1s}, count: 1, template: web',
    ),
    ['8 duplicate-pod'],
  ],
  ['a name with capitals', pods('name: Web, arrivalTime: 5s, template: web'), ['7 refused-name']],
  ['a name that ends in a hyphen', pods('name: web-, arrivalTime: 5s, template: web'), ['7 refused-name']],
  ['a name with dots', pods('name: web.a-1, arrivalTime: 5s, template: web'), []],
  [
    'an event for an unknown node',
    [...pods(WEB), ...nodeEvents('at: 1s, action: cordon, name: m')],
    ['9 unknown-node'],
  ],
  ['an event for one node of a pool', [...pods(WEB), ...nodeEvents('at: 1s, action: cordon, name: n-1')], []],
  [
    'an event for a node that is added',
    [
      ...pods(WEB),
      ...nodeEvents(
        'at: 1s, action: add, name: m, template: {allocatable: {cpu: 1}}',
        'at: 2s, action: remove, name: m',
      ),
    ],
    [],
  ],
  ['a pod as large as a node', pods(requesting('{cpu: 4, memory: 8Gi}')), []],
  ['a pod larger than every node', pods(requesting('{cpu: 4001m}')), ['7 pod-too-large']],
  [
    'a resource that no node has',
    pods(requesting('{hugepages-2Mi: 2Mi, cpu: 1}, limits: {hugepages-2Mi: 2Mi}')),
    ['7 pod-too-large'],
  ],
  [
    'a limit without a request that no node offers',
    pods(requesting('{cpu: 1}, limits: {memory: 9Gi}')),
    ['7 pod-too-large'],
  ],
  ['a pod with the nodeName of another cluster', pods(withSpec('nodeName: ip-10-0-1-2')), ['7 unknown-node']],
  ['a pod with the nodeName of a pool node', pods(withSpec('nodeName: n-1')), []],
  ['a pod with a nodeName beyond the pool', pods(withSpec('nodeName: n-2')), ['7 unknown-node']],
  [
    'a request of 0 of a resource that no node has',
    pods(requesting('{nvidia.com/gpu: 0}, limits: {nvidia.com/gpu: 0}')),
    [],
  ],
  [
    'a pod that fits on a node that is added',
    [
      ...pods(requesting('{cpu: 6}')),
      ...nodeEvents('at: 1s, action: add, name: m, template: {allocatable: {cpu: 6}}'),
    ],
    [],
  ],
  [
    'a pod of drawn requests, whatever its template has',
    pods(
      'name: p, arrivals: {type: constant, value: 1s}, count: 1, requests: {cpu: 9}, podSpec: {spec: {containers: [{name: m, resources: {requests: {cpu: 9}}}]}}',
    ),
    [],
  ],
  ...(
    [
      ['no lifetime', '', ['7 left-out']],
      ['one lifetime', ', lifetime: 5m', ['7 left-out']],
      ['a drawn lifetime', ', lifetime: {type: exponential, mean: 5m}', []],
      ['a mix', ', mix: [{weight: 1, lifetime: 5m}, {weight: 1, lifetime: 9m}]', []],
    ] as const
  ).map(
    ([what, keys, expected]) =>
      [
        `pods that are alike, with ${what}`,
        pods(`name: p, arrivals: [1s, {at: 9s, count: 3}], template: web, alike: {correlation: 1}${keys}`),
        expected,
      ] as const,
  ),
  ['a toleration that matches a taint', pods(withSpec('tolerations: [{key: gpu, value: a}]')), []],
  [
    'a toleration of another value',
    pods(withSpec('tolerations: [{key: gpu, value: b}]')),
    ['7 idle-toleration'],
  ],
  ['a toleration that needs no value', pods(withSpec('tolerations: [{key: gpu, operator: Exists}]')), []],
  [
    'a toleration of another effect',
    pods(withSpec('tolerations: [{key: gpu, value: a, effect: NoExecute}]')),
    ['7 idle-toleration'],
  ],
  [
    'a toleration of another key',
    pods(withSpec('tolerations: [{key: spot, operator: Exists}]')),
    ['7 idle-toleration'],
  ],
  [
    'a toleration of the control plane',
    pods(withSpec('tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists}]')),
    [],
  ],
  ['a toleration of everything', pods(withSpec('tolerations: [{operator: Exists}]')), []],
  [
    'a pod that is written after a later one',
    pods('name: a, arrivalTime: 5s, template: web', 'name: b, arrivalTime: 4s, template: web'),
    ['8 out-of-order'],
  ],
  [
    'pods of one time',
    pods('name: a, arrivalTime: 5s, template: web', 'name: b, arrivalTime: 5s, template: web'),
    [],
  ],
  [
    'every pod that is written after the latest one',
    pods(
      'name: a, arrivalTime: 5s, template: web',
      'name: b, arrivalTime: 1s, template: web',
      'name: c, arrivalTime: 2s, template: web',
    ),
    ['8 out-of-order', '9 out-of-order'],
  ],
  [
    'node and scheduler events that are out of order',
    [
      ...pods(WEB),
      ...nodeEvents('at: 2s, action: cordon, name: n', 'at: 1s, action: uncordon, name: n'),
      '  scheduler:',
      '    - {at: 2s, weights: {NodeResourcesFit: 1}}',
      '    - {at: 1s, weights: {NodeResourcesFit: 2}}',
    ],
    ['10 out-of-order', '13 out-of-order'],
  ],
  [
    'a pod on a node that is removed at its arrival',
    [...nodeEvents('at: 5s, action: remove, name: n-0'), ...pods(withSpec('nodeName: n-0'))],
    ['9 node-already-removed'],
  ],
  [
    'a pod on a node that is removed after its arrival',
    [...nodeEvents('at: 5001ms, action: remove, name: n-0'), ...pods(withSpec('nodeName: n-0'))],
    [],
  ],
  [
    'a pod on a node of a pool that is removed',
    [...nodeEvents('at: 4s, action: remove, name: n'), ...pods(withSpec('nodeName: n-1'))],
    ['9 node-already-removed'],
  ],
  [
    'a pod on a node of a pool that loses one node',
    [...nodeEvents('at: 4s, action: remove, name: n, count: 1'), ...pods(withSpec('nodeName: n-1'))],
    [],
  ],
  [
    'a pod that selects the hostname of a removed node',
    [
      ...nodeEvents('at: 4s, action: remove, name: n-0'),
      ...pods(withSpec('nodeSelector: {kubernetes.io/hostname: n-0}')),
    ],
    ['9 node-already-removed'],
  ],
  [
    'a pod on a node that is added again',
    [
      ...nodeEvents(
        'at: 4s, action: remove, name: n-0',
        'at: 5s, action: add, name: n-0, template: {allocatable: {cpu: 4}}',
      ),
      ...pods(withSpec('nodeName: n-0')),
    ],
    [],
  ],
  [
    'a deletion of a pod that no entry creates',
    pods(WEB, 'name: q, arrivalTime: 6s, eventType: delete'),
    ['8 deletes-no-pod'],
  ],
  [
    'a deletion before the creation',
    pods('name: p, arrivalTime: 4s, eventType: delete', WEB),
    ['7 deletes-no-pod'],
  ],
  ['a deletion at the creation', pods(WEB, 'name: p, arrivalTime: 5s, eventType: delete'), []],
  [
    'a deletion of a drawn pod',
    pods(
      'name: d, arrivals: {type: constant, value: 1s}, count: 3, template: web',
      'name: d-1, arrivalTime: 6s, eventType: delete',
    ),
    [],
  ],
  ['an entry without a time', pods('name: p, template: web'), ['7 default-time']],
  [
    'a scheduler event without a time',
    [...pods(WEB), '  scheduler:', '    - {weights: {NodeResourcesFit: 1}}'],
    ['9 default-time'],
  ],
  [
    'resources at the level of the pod',
    pods(
      'name: p, arrivalTime: 5s, podSpec: {spec: {resources: {requests: {cpu: 1}}, containers: [{name: m}]}}',
    ),
    ['7 misplaced-resources'],
  ],
  [
    'resources at the level of the pod and of a container',
    pods(
      'name: p, arrivalTime: 5s, podSpec: {spec: {resources: {requests: {cpu: 1}}, containers: [{name: m, resources: {requests: {cpu: 1}}}]}}',
    ),
    [],
  ],
  ['a scenario without pods', ['  pods: []'], ['1 nothing-to-play']],
];

for (const [what, rows, expected] of CASES) {
  test(`${expected.length === 0 ? 'no warning' : 'warning'}: ${what}`, (t) => {
    t.deepEqual(codes(scenario(rows)), expected);
  });
}

test('an entry after the duration is a warning, an entry at the duration is not', (t) => {
  const rows = [
    ...pods('name: a, arrivalTime: 10s, template: web', 'name: b, arrivalTime: 10001ms, template: web'),
    ...nodeEvents('at: 11s, action: cordon, name: n'),
    '  scheduler:',
    '    - {at: 12s, weights: {NodeResourcesFit: 1}}',
  ];
  t.deepEqual(codes(scenario(rows, 'duration: 10s')), [
    '9 after-the-end',
    '11 after-the-end',
    '13 after-the-end',
  ]);
});

test('drawn pods whose start is after the duration are a warning', (t) => {
  const entry = 'name: d, arrivals: {type: constant, value: 1s}, count: 3, template: web';
  t.deepEqual(codes(scenario(pods(`${entry}, start: 10s`), 'duration: 10s')), []);
  t.deepEqual(codes(scenario(pods(`${entry}, start: 11s`), 'duration: 10s')), ['8 after-the-end']);
});

test('a scenario with pods and without nodes is a warning', (t) => {
  const text = scenario(pods(WEB)).split('\n').slice(1).join('\n');
  t.deepEqual(codes(text), ['6 no-nodes']);
});

test('two node entries of one name are a warning', (t) => {
  const node = '{name: n, template: {allocatable: {cpu: 4}}}';
  const text = scenario(pods(WEB)).replace(/^cluster:.*/, `cluster: {nodes: [${node}, ${node}]}`);
  t.deepEqual(codes(text), ['1 duplicate-node']);
});
