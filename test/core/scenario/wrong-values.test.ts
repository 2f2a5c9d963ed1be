/** Each wrong value of a scenario file is an error whose text states what would be right. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { type Case, DRAWN, PODS } from './wrong-pod-values.ts';

const POD = '{spec: {containers: [{name: m}]}}';

function fileWith(of: string, entry: string): string {
  const node = of === 'nodes[0]' ? entry : 'name: n, template: {allocatable: {cpu: 4}}';
  return [
    `cluster: {nodes: [{${node}}]}`,
    `templates: {web: ${POD}}`,
    'events:',
    ...(of === 'pods' ? [] : ['  pods: [{name: a, arrivalTime: 0s, template: web}]']),
    ...(of === 'nodes[0]' ? [] : [`  ${of}:`, `    - {${entry}}`]),
    '',
  ].join('\n');
}

const messagesOf = (text: string): string[] =>
  loadScenario(text, 'a.yaml').problems.map((problem) => formatProblem(problem).replace(/^a.yaml:\d+:/, ''));

const NODES: readonly Case[] = [
  [
    'name: n, template: {allocatable: 5}',
    '53: error: template.allocatable: 5 is not a map of resource to quantity: write for example {cpu: 500m, memory: 1Gi}',
  ],
  [
    'name: n, template: {allocatable: {cpu: true}}',
    '59: error: template.allocatable.cpu: true is not a quantity: write for example 500m, 2 or 1.5Gi',
  ],
  [
    'name: n, template: {allocatable: {cpu: -1}}',
    '59: error: template.allocatable.cpu: -1 is negative: a quantity here is 0 or more',
  ],
  [
    'name: n, template: {allocatable: {cpu: 1}, taints: [{key: a}]}',
    '72: error: template.taints[0].effect: missing: write an effect (NoSchedule, PreferNoSchedule, NoExecute), for example NoSchedule',
  ],
  [
    'name: n, template: {allocatable: {cpu: 1}, unschedulable: 1}',
    '78: error: template.unschedulable: 1 is not true or false: write for example true',
  ],
  [
    'name: n, template: 5',
    '39: error: template: 5 is not a node template: write for example {allocatable: {cpu: 4, memory: 16Gi}}',
  ],
  ['name: n, nothing: 1, template: {allocatable: {cpu: 1}}', '29: warning: the key "nothing" is ignored'],
  ['name: n, kind: Pod, status: {allocatable: {cpu: 1}}', '35: error: kind: "Pod" is not a Node'],
  ["name: '', template: {allocatable: {cpu: 1}}", '26: error: name: a name must not be empty'],
];

const NODE_EVENTS: readonly Case[] = [
  [
    'at: 1s, action: explode, name: n',
    '24: error: action: "explode" is not an action (add, remove, cordon, uncordon, drain, update): write for example cordon',
  ],
  [
    'at: 1s, action: add, name: m, template: {labels: {a: b}}',
    '48: error: template: no allocatable and no capacity: write what the node offers, for example {cpu: 4, memory: 16Gi}',
  ],
];

const SCHEDULER: readonly Case[] = [
  ['weights: {NodeResourcesFit: 1}', '7: warning: no time (at): it happens at 0s'],
  [
    'at: 1s, weights: {NodeResourcesFit: -1}',
    '44: error: weights.NodeResourcesFit: -1 is negative: a weight is 0 (off) or more',
  ],
  [
    'at: 1s, weights: {NodeResourcesFit: 1.5}',
    '44: error: weights.NodeResourcesFit: 1.5 is not a whole number: write for example 5',
  ],
  [
    'at: 1s, weights: {NodeResourcesFit: 2147483648}',
    '44: error: weights.NodeResourcesFit: a weight is at most 2147483647',
  ],
  ['at: 1s, weights: 5', '25: error: weights: 5 is not a map'],
  ['arrivalTime: true, weights: {}', '21: error: arrivalTime: true is not what belongs here'],
];

const WORKLOADS: readonly Case[] = [
  [
    'at: 1s, kind: Pod, name: w, template: web',
    '22: error: kind: "Pod" is not a kind (Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob): write for example Deployment',
  ],
  ['at: 1s, kind: Deployment, template: web', '7: error: name: missing: write a name, for example web-1'],
  [
    'at: 1s, kind: Deployment, name: w, template: web, replicas: -1',
    '68: error: replicas: a count is 0 or more',
  ],
];

for (const [of, place, cases] of [
  ['pods', 'events.pods[0]', PODS],
  ['nodes[0]', 'cluster.nodes[0]', NODES],
  ['nodes', 'events.nodes[0]', NODE_EVENTS],
  ['scheduler', 'events.scheduler[0]', SCHEDULER],
  ['workloads', 'events.workloads[0]', WORKLOADS],
] as const) {
  for (const [entry, message] of cases) {
    test(`${of}: ${entry.replace(`${DRAWN}, `, 'drawn, ').slice(-65)}`, (t) => {
      const plain = messagesOf(fileWith(of, entry)).map((line) =>
        line.replace(`${place}.`, '').replace(`${place}: `, ''),
      );
      t.deepEqual(plain, [message]);
    });
  }
}

const FILES: readonly Case[] = [
  ['5', '1: error: 5 is not a scenario: write for example {metadata: {...}, events: {pods: [...]}}'],
  ['events: 5', '9: error: events: 5 is not a map: write for example {pods: [...]}'],
  ['events: {pods: 5}', '16: error: events.pods: 5 is not a list: write for example [...]'],
  ['events: {pods: [5]}', '17: error: events.pods[0]: 5 is not a map'],
  [
    'cluster: {descheduler: {score: ippd, resources: [cpu]}}',
    '32: error: cluster.descheduler.score: resources are given as well: keep one of them',
  ],
  [
    'cluster: {descheduler: {profiles: [{mode: Low}], by: usage}}',
    '54: error: cluster.descheduler.by: profiles are given as well: move it into each of them',
  ],
  [
    'cluster: {descheduler: {profiles: [{score: ippd, resources: [cpu]}]}}',
    '44: error: cluster.descheduler.profiles[0].score: resources are given as well: keep one of them',
  ],
  [
    'cluster: {descheduler: {mode: Low, thresholds: {lower: 5, upper: 5}}}',
    '31: error: cluster.descheduler.mode: thresholds are given as well: keep one of them',
  ],
  ['cluster: 5', '10: error: cluster: 5 is not a map'],
  ['apiVersion: v1', '13: error: apiVersion: "v1" is not keg.dev/v1alpha1'],
  ['apiVersion: keg.dev/v2', '13: error: apiVersion: "keg.dev/v2" is not keg.dev/v1alpha1'],
  ['apiVersion: a.keg.dev/v1', '13: error: apiVersion: "a.keg.dev/v1" is not keg.dev/v1alpha1'],
  ['apiVersion: keg.dev/v1/a', '13: error: apiVersion: "keg.dev/v1/a" is not keg.dev/v1alpha1'],
  ['kind: Pod', '7: error: kind: "Pod" is not Scenario'],
  ['seed: -1', '7: error: seed: -1 is not a whole number: write for example 7'],
  ['seed: 1.5', '7: error: seed: 1.5 is not a whole number: write for example 7'],
  ['metadata: {name: [1]}', '18: error: metadata.name: [1] is not text: write for example "a description"'],
  [
    'metadata: {recorded: 5}',
    '22: error: metadata.recorded: 5 is not the path of a recording: write for example day.pods.keg.jsonl',
  ],
  [
    'templates: {a: 5}',
    '16: error: templates.a: 5 is not a pod: write for example {metadata: {...}, spec: {containers: [...]}}',
  ],
  ['templates: 5', '12: error: templates: 5 is not a map'],
  ['{[1]: 2}', '2: error: a key must be a plain word'],
  ['? {a: 1}\n: 2', '3: error: a key must be a plain word'],
  ['__proto__: 1', '1: error: "__proto__" can be no key'],
  ['a: *b', '4: error: *b names no anchor'],
  ['# only a comment\n', '1: error: the file is empty'],
  ['a: 1\n---\nb: 1\n', '1: error: a second YAML document: keep one scenario a file'],
  ['a: "x\n', '1: error: Missing closing "quote'],
  ['cluster: {scheduler: {latency: 5}}', '32: error: cluster.scheduler.latency: 5 is not a map'],
];

for (const [text, message] of FILES) {
  test(`the file ${JSON.stringify(text)} is refused`, (t) => {
    t.deepEqual(messagesOf(text), [message]);
  });
}

test('the largest count, weight and factor are taken', (t) => {
  const good = [
    ['pods', 'name: p, template: web, count: 5000000, arrivals: {type: constant, value: 1s}'],
    ['pods', `${DRAWN}, pace: {steps: [{at: 0s, factor: 1000000}]}`],
    ['scheduler', 'at: 1s, weights: {NodeResourcesFit: 2147483647}'],
    ['pods', `name: ${'a'.repeat(253)}, arrivalTime: 1s, template: web`],
  ] as const;
  for (const [of, entry] of good)
    t.deepEqual(
      messagesOf(fileWith(of, entry)).filter((line) => line.includes('error')),
      [],
      entry,
    );
});

test('wrong values of several resources are reported each', (t) => {
  const text = fileWith('pods', `${DRAWN}, requests: {cpu: much, memory: lots}`);
  t.is(messagesOf(text).length, 2);
});

test('a long key is cut in messages', (t) => {
  const key = 'k'.repeat(61);
  t.regex(
    messagesOf(`templates: {${key}: 5}`)[0]!,
    new RegExp(`error: templates.${'k'.repeat(57)}\\.\\.\\.: 5 is`),
  );
  t.regex(messagesOf(`templates: {${key.slice(1)}: 5}`)[0]!, /error: templates.k{60}: 5 is/);
});

test('all unknown keys are reported in one go, each with a similar key or its place', (t) => {
  const text = `evnts: 1\nallocatable: {}\nevents: {pods: [], x: {y: 1}}\n`;
  t.deepEqual(
    messagesOf(text).filter((line) => line.includes('key')),
    [
      '1: warning: the key "evnts" is ignored (did you mean "events"?)',
      '1: warning: the key "allocatable" is ignored (it belongs in cluster.nodes[].template)',
      '20: warning: events: the key "x" is ignored',
    ],
  );
});

test('of more than five templates, the first five are listed', (t) => {
  const listed = (count: number) => {
    const names = Array.from({ length: count }, (_, index) => `t${index}: ${POD}`);
    return messagesOf(
      `templates: {${names.join(', ')}}\nevents: {pods: [{arrivalTime: 1s, template: other}]}\n`,
    )[0]!;
  };
  t.regex(listed(5), /\(there are t0, t1, t2, t3, t4\)$/);
  t.regex(listed(7), /\(there are t0, t1, t2, t3, t4 and 2 more\)$/);
  t.regex(
    messagesOf('events: {pods: [{arrivalTime: 1s, template: a}]}\n')[0]!,
    /\(the file has no templates\)$/,
  );
});
