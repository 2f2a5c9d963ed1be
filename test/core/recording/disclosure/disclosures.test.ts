/** What a line of a recording discloses is counted by kind, wherever it stands. */
import test from 'ava';
import type { DisclosureName } from '../../../../src/core/recording/disclosure/disclosure-kinds.ts';
import { createDisclosureMeter } from '../../../../src/core/recording/disclosure/disclosures.ts';

function found(...lines: readonly object[]): Readonly<Partial<Record<DisclosureName, number>>> {
  const meter = createDisclosureMeter();
  for (const line of lines) meter.line(line);
  return Object.fromEntries(
    meter.found().flatMap(({ kind, count, isIdentifying }) => (isIdentifying ? [[kind, count]] : [])),
  );
}

const AT = { at: 0 };
const CASES: readonly (readonly [string, object, Readonly<Partial<Record<DisclosureName, number>>>])[] = [
  [
    'names and the uid of a pod',
    {
      ...AT,
      kind: 'pod-created',
      uid: '0a1b2c3d-aaaa-41e8-bbbb-0123456789ab',
      namespace: 'team',
      name: 'web-0',
      template: 'a'.repeat(32),
    },
    { uids: 1, pods: 1, namespaces: 1 },
  ],
  [
    'owners',
    { ...AT, kind: 'pod-created', group: 'Acme/web', owners: [{ kind: 'Acme', name: 'web' }] },
    { owners: 2, 'owner-kinds': 1 },
  ],
  ['a namespace that every cluster has', { ...AT, kind: 'pod-created', namespace: 'kube-system' }, {}],
  [
    'a node with the address in its name',
    { ...AT, kind: 'node-added', name: 'ip-10-0-0-1.ec2.internal', pool: 'gold' },
    { nodes: 1, 'host-names': 1, pools: 1 },
  ],
  [
    'a host in a URL, and none in front of a slash',
    { ...AT, kind: 'gap', reason: 'https://api.acme.com:6443/ and acme.com/fpga' },
    { 'host-names': 1 },
  ],
  [
    'labels of people, and none of Kubernetes',
    {
      ...AT,
      kind: 'pod-changed',
      labels: { 'kubernetes.io/arch': 'amd64', team: 'gold', 'acme.com/x': '1' },
    },
    { 'label-keys': 2, 'label-values': 1 },
  ],
  [
    'selectors and tolerations',
    {
      ...AT,
      kind: 'template',
      template: {
        spec: {
          nodeSelector: { disk: 'fast' },
          tolerations: [{ key: 'only', operator: 'Equal', value: 'us', effect: 'NoSchedule' }],
        },
      },
    },
    { 'label-keys': 2, 'label-values': 2 },
  ],
  [
    'the plain selector of a Service',
    { ...AT, kind: 'object-set', object: { kind: 'Service', spec: { selector: { app: 'web' } } } },
    { 'label-keys': 1, 'label-values': 1 },
  ],
  [
    'images and their registry',
    { ...AT, kind: 'node-changed', images: [{ names: ['registry.acme.com/web:1', 'nginx:1'] }] },
    { images: 2, registries: 1 },
  ],
  [
    'resources of people',
    { ...AT, kind: 'node-changed', allocatable: { cpu: '1', 'acme.com/fpga': '2', 'nvidia.com/gpu': '1' } },
    { resources: 1 },
  ],
  [
    'a message with names and an address',
    { ...AT, kind: 'pod-unschedulable', message: 'claim "data" not found on 10.0.0.7 or fe80::1' },
    { messages: 1, 'ip-addresses': 2 },
  ],
  [
    "a message in the scheduler's words",
    { ...AT, kind: 'pod-unschedulable', message: '0/5 nodes are available: 3 Insufficient cpu.' },
    {},
  ],
  [
    'a uid with a MAC address',
    { ...AT, kind: 'pod-ready', uid: '0a1b2c3d-aaaa-11e8-bbbb-0123456789ab' },
    { uids: 1, 'mac-addresses': 1 },
  ],
  [
    'a secret in a field that keg does not know',
    { ...AT, kind: 'pod-ready', later: { note: [`ghp_${'x1'.repeat(18)}`] } },
    { secrets: 1, 'other-text': 1 },
  ],
  [
    'what was selected by name',
    { kind: 'Recording', source: { kind: 'cluster', selection: '-n team' } },
    { selection: 1 },
  ],
  [
    'how many were selected',
    { kind: 'Recording', source: { kind: 'cluster', selection: '2 namespaces, a label selector' } },
    {},
  ],
  ['nodes that are inferred', { kind: 'Recording', source: { kind: 'cluster', nodes: 'inferred' } }, {}],
  [
    'an inferred node under a pseudonym',
    { ...AT, kind: 'node-added', uid: 'inferred/node-0123456789', name: 'node-0123456789', inferred: true },
    {},
  ],
  [
    'pseudonyms',
    {
      ...AT,
      kind: 'pod-created',
      uid: `uid-${'a1'.repeat(10)}`,
      name: 'pod-0123456789-3',
      namespace: 'namespace-0123456789',
      group: 'Deployment/owner-0123456789',
      labels: { 'key-0123456789': 'value-0123456789' },
    },
    {},
  ],
];

for (const [what, line, kinds] of CASES)
  test(`counted: ${what}`, (t) => {
    t.deepEqual(found(line), kinds);
  });

test('texts are counted each time, and different ones once; examples are few', (t) => {
  const meter = createDisclosureMeter();
  for (let pod = 0; pod < 20; pod += 1)
    meter.line({ kind: 'pod-created', name: `web-${pod % 5}`, namespace: 'team' });
  const [pods, namespaces] = meter.found();
  t.like(pods, { kind: 'pods', count: 20, distinct: 5, examples: ['web-0', 'web-1', 'web-2'] });
  t.like(namespaces, { kind: 'namespaces', count: 20, distinct: 1 });
});

test('a secret is not shown', (t) => {
  const meter = createDisclosureMeter();
  const secret = `ghp_${'x1'.repeat(18)}`;
  meter.line({ kind: 'pod-changed', labels: { token: secret } });
  t.false(JSON.stringify(meter.found()).includes(secret.slice(6)));
});
