/** Checks in the API server's audit log that a replay changes nothing that it must not change and stays within its rights. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse, parseAllDocuments } from 'yaml';
import type { PlannedObjects } from '../../src/targets/target.ts';
import { ROOT } from '../cli/run-keg.ts';
import { kubeconfig } from '../kubernetes/try-cluster.ts';
import { AUDIT_POLICY, askedByKeg, auditMark, changes } from './audit-log.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import type { PlainApi } from './cluster/plain-api.ts';
import { kegObjects } from './keg-objects.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { kegOn, type Reachable, replay } from './replay-command.ts';
import { eventually, pod } from './workload.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const USERS = ['replayer', 'reader', 'stranger'] as const;
const NODES = ['own-0', 'own-1'];

/** A scenario that makes each kind of object that a replay can make. */
const SCENARIO = `
apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: of-everything}
duration: 8s
cluster: {nodes: [{name: own, count: 2, template: {allocatable: {cpu: 8, memory: 8Gi}}}]}
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
  urgent: {spec: {priority: 7, containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
events:
  pods:
    - {name: p, template: small, arrivals: {type: constant, value: 100ms}, count: 30, lifetime: 2s, end: failed}
    - {name: u, template: urgent, arrivalTime: 1s, phases: {started: 500ms, ready: 500ms}}
    - {eventType: delete, name: u, arrivalTime: 5s}
  nodes:
    - {at: 2s, action: cordon, name: own-0}
    - {at: 3s, action: uncordon, name: own-0}
    - {at: 3s, action: update, name: own-1, template: {allocatable: {cpu: 6, memory: 8Gi}}}
    - {at: 4s, action: add, name: later, template: {allocatable: {cpu: 8, memory: 8Gi}}}
    - {at: 6s, action: remove, name: later}
  workloads:
    - {at: 0s, kind: Deployment, name: web, template: small, replicas: 2}
    - {at: 3s, kind: Deployment, name: web, replicas: 4}
    - {at: 0s, kind: StatefulSet, name: store, template: small, replicas: 1}
    - {at: 0s, kind: DaemonSet, name: agent, template: small}
    - {at: 0s, kind: Job, name: batch, template: small, completions: 2, parallelism: 2, lifetime: 1s}
`;

let cluster: ControlPlane;
let api: PlainApi;

test.before(async () => {
  ({ cluster, api } = await clusterOfFile({
    stages: true,
    tokens: USERS.map((user) => ({ token: `secret-of-${user}`, user })),
    auditPolicy: AUDIT_POLICY,
  }));
});

/** A kubeconfig with a token and no certificate. */
function as(t: ExecutionContext, user: (typeof USERS)[number]): Reachable {
  const authority = Buffer.from(cluster.certificate.ca).toString('base64');
  return {
    kubeconfig: kubeconfig(t, {
      server: cluster.server,
      cluster: { 'certificate-authority-data': authority },
      user: { token: `secret-of-${user}` },
    }),
  };
}

async function grant(
  user: string,
  role: object & { readonly metadata: { readonly name: string } },
): Promise<void> {
  const made = await api.post(`${RBAC}/clusterroles`, role);
  const bound = await api.post(`${RBAC}/clusterrolebindings`, {
    metadata: { name: user },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.metadata.name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  });
  if (made.status !== 201 || bound.status !== 201) throw new Error(made.body.message ?? bound.body.message);
}

test.serial('--dry-run prints the counts and one object of each kind, and makes nothing', async (t) => {
  const mark = await auditMark(cluster);
  const dry = await replay(t, cluster, SCENARIO, '--dry-run');
  t.is(dry.code, 0, dry.stderr);
  t.regex(dry.stderr, /^would play at 1x on context "\S+" \(https:\S+, Kubernetes v1\.37\.2\), as run \w+$/m);
  const { objects } = JSON.parse(dry.stdout) as { objects: PlannedObjects[] };
  t.deepEqual(
    objects.map(({ kind, count }) => `${count} ${kind}`),
    [
      '1 Namespace',
      '1 PriorityClass',
      '4 Stage',
      '2 Node',
      '31 Pod',
      '4 Deployment, StatefulSet, DaemonSet, Job',
    ],
  );
  const inYaml = await kegOn(t, cluster, [
    'replay',
    join(ROOT, 'fixtures', 'gpu-day.yaml'),
    '--target',
    'kwok',
    '--dry-run',
    '-o',
    'yaml',
  ]);
  t.deepEqual(
    parseAllDocuments(inYaml.stdout).map((document) => document.get('kind')),
    ['Namespace', 'Stage', 'Node', 'Pod'],
  );
  const entries = await askedByKeg(cluster, mark);
  t.true(entries.length > 0);
  t.deepEqual(changes(entries), []);
  t.deepEqual(await kegObjects(api, { nodes: NODES }), []);
});

test.serial('missing rights are named before an object is made', async (t) => {
  await grant('reader', {
    metadata: { name: 'reader' },
    rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] }],
  } as { metadata: { name: string } });
  const mark = await auditMark(cluster);
  const reader = await eventually(
    () => replay(t, as(t, 'reader'), SCENARIO),
    ({ stderr }) => !stderr.includes('cannot list'),
  );
  t.is(reader.code, 3);
  t.is(reader.stdout, '');
  t.regex(
    reader.stderr,
    /^error: context "here" is not allowed to create namespaces, delete namespaces, create nodes, .* and \d+ more \(ask for a ClusterRole with rules: \[\{apiGroups: \[""\], resources: \[namespaces\], verbs: \[create, delete\]\}, .*; docs\/how-to\/rbac-replay\.yaml contains the role that a replay needs\)$/m,
  );
  const stranger = await replay(t, as(t, 'stranger'), SCENARIO);
  t.is(stranger.code, 3);
  // Also the rights to what it would read later are named.
  t.regex(
    stranger.stderr,
    /^error: context "here" is not allowed to .*\{apiGroups: \[""\], resources: \[nodes\], verbs: \[create, list, delete, get, watch, patch\]\}.*$/m,
  );
  t.deepEqual(changes(await askedByKeg(cluster, mark)), []);
});

test.serial('the role of docs/how-to/rbac-replay.yaml is enough to play and remove everything', async (t) => {
  const role = parse(readFileSync(join(ROOT, 'docs', 'how-to', 'rbac-replay.yaml'), 'utf8')) as {
    metadata: { name: string };
  };
  await grant('replayer', { ...role, metadata: { name: 'as-documented' } });
  const user = as(t, 'replayer');
  await eventually(
    () => kegOn(t, user, ['cluster', 'status']),
    ({ code }) => code === 0,
  );
  const mark = await auditMark(cluster);
  const live = await replay(t, user, SCENARIO, '--speed', '2x');
  t.is(live.code, 0, live.stderr);
  t.notRegex(live.stderr, /refused/);
  const { pods } = live.figures();
  t.true(pods.created >= 30 + 1 + 4 + 1 + 2 + 2 && pods.failed > 0);
  t.deepEqual(await kegObjects(api, { nodes: NODES }), []);
  const refused = (await askedByKeg(cluster, mark)).filter(
    ({ responseStatus }) => responseStatus?.code === 403,
  );
  t.deepEqual(changes(refused), []);
  t.deepEqual(refused, []);
});

test.serial(
  'a cluster with a real node is refused; --allow-real-nodes puts no pod of the run on it',
  async (t) => {
    const allocatable = { cpu: '64', memory: '256Gi', pods: '110' };
    const conditions = [{ type: 'Ready', status: 'True', reason: 'Real', message: 'so it says' }];
    await api.post('/api/v1/nodes', {
      metadata: { name: 'real' },
      status: { capacity: allocatable, allocatable, conditions },
    });
    // The node does take pods when nothing keeps them away.
    await api.post('/api/v1/namespaces/default/pods', pod('any'));
    await eventually(
      () => api.get('/api/v1/namespaces/default/pods/any'),
      ({ body }) => body.spec?.nodeName === 'real',
    );
    const mark = await auditMark(cluster);
    const refused = await replay(t, cluster, SCENARIO);
    t.is(refused.code, 3);
    t.is(refused.stdout, '');
    t.regex(
      refused.stderr,
      /^error: context "\S+" \(https:\S+\) has 1 of 1 node that KWOK does not simulate: real \(.*--allow-real-nodes.*\)$/m,
    );
    t.deepEqual(changes(await askedByKeg(cluster, mark)), []);

    const allowed = await replay(t, cluster, SCENARIO, '--allow-real-nodes', '--no-probe', '--speed', '2x');
    t.is(allowed.code, 0, allowed.stderr);
    const { pods } = await allowed.recording();
    t.true(pods.size > 30);
    t.deepEqual(
      [...pods.values()].filter(({ node }) => node === 'real'),
      [],
    );
    const touched = (await askedByKeg(cluster, mark)).filter(
      ({ objectRef }) => objectRef?.name === 'real' || objectRef?.name === 'any',
    );
    t.deepEqual(changes(touched), []);
    t.deepEqual(await kegObjects(api, { nodes: NODES }), []);
  },
);
