/** Applies docs/how-to/rbac-replay.yaml to a real API server: a user with only that role lists and removes all objects of a run, Stages too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse } from 'yaml';
import type { ClusterStatus } from '../../src/verbs/cluster/cluster-status.ts';
import type { ClusterReset } from '../../src/verbs/cluster/reset-cluster.ts';
import { keg } from '../cli/run-keg.ts';
import { kubeconfig } from '../kubernetes/try-cluster.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import { type PlainApi, plainApi } from './cluster/plain-api.ts';
import { kegObjects } from './keg-objects.ts';
import { makeRun } from './made-run.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { eventually } from './workload.ts';

const MANIFEST = join(import.meta.dirname, '../../docs/how-to/rbac-replay.yaml');
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const STAGES = '/apis/kwok.x-k8s.io/v1alpha1/stages';
let cluster: ControlPlane;
let api: PlainApi;

test.before(async () => {
  ({ cluster, api } = await clusterOfFile({
    stages: true,
    tokens: [
      { token: 'secret-of-replayer', user: 'replayer' },
      { token: 'secret-of-stranger', user: 'stranger' },
    ],
  }));
  const role = parse(readFileSync(MANIFEST, 'utf8')) as { metadata: { name: string } };
  await api.post(`${RBAC}/clusterroles`, role);
  const bound = await api.post(`${RBAC}/clusterrolebindings`, {
    metadata: { name: 'replayer' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.metadata.name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'replayer' }],
  });
  if (bound.status !== 201) throw new Error(bound.body.message);
});

/** A kubeconfig with a token and no certificate. */
function as(t: ExecutionContext, user: 'replayer' | 'stranger'): string {
  const authority = Buffer.from(cluster.certificate.ca).toString('base64');
  return kubeconfig(t, {
    server: cluster.server,
    cluster: { 'certificate-authority-data': authority },
    user: { token: `secret-of-${user}` },
  });
}

function stage(name: string, labels: object): object {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name, labels },
    spec: {
      resourceRef: { apiGroup: 'v1', kind: 'Pod' },
      selector: { matchLabels: { never: 'matches' } },
      next: { statusTemplate: 'phase: Running' },
    },
  };
}

test.serial(
  'the role lets a user list, count and remove a run with its Stages, and nothing else',
  async (t) => {
    await makeRun(api, 'r1');
    await api.post(STAGES, stage('keg-r1-stage', { 'keg.dev/run': 'r1' }));
    await api.post(STAGES, stage('foreign', {}));
    const flags = ['--kubeconfig', as(t, 'replayer'), '-o', 'json'];
    const status = await eventually(
      () => keg(['cluster', 'status', ...flags]),
      ({ code }) => code === 0,
    );
    const { runs } = JSON.parse(status.stdout) as ClusterStatus;
    t.like(runs[0], { run: 'r1', nodes: 2, pods: 6, namespaces: 1, others: 6 });
    const before = await kegObjects(api, { run: 'r1' });
    const dry = await keg(['cluster', 'reset', '--dry-run', ...flags]);
    t.is(dry.code, 0, dry.stderr);
    t.true((await kegObjects(api, { run: 'r1' })).length >= before.length);
    const reset = await keg(['cluster', 'reset', ...flags]);
    t.is(reset.code, 0, reset.stderr);
    const { removed } = JSON.parse(reset.stdout) as ClusterReset;
    t.deepEqual(removed, {
      workloads: 4,
      pods: 6,
      nodes: 2,
      namespaces: 1,
      priorityClasses: 1,
      runtimeClasses: 0,
      storage: 0,
      stages: 1,
    });
    t.deepEqual((JSON.parse(dry.stdout) as ClusterReset).removed, removed);
    t.deepEqual(await kegObjects(api, { run: 'r1' }), []);
    t.is((await api.get(`${STAGES}/foreign`)).status, 200);
  },
);

test.serial('without the role the error names every right that is missing, as rules of a role', async (t) => {
  const reset = await keg(['cluster', 'reset', '--kubeconfig', as(t, 'stranger')]);
  t.is(reset.code, 3);
  t.regex(
    reset.stderr,
    /\nerror: context "\S+" is not allowed to list deployments, .*\{apiGroups: \[""\], resources: \[pods, nodes, namespaces, persistentvolumes\], verbs: \[list, delete\]\}/,
  );
  const status = await keg(['cluster', 'status', '-n', 'default', '--kubeconfig', as(t, 'stranger')]);
  t.is(status.code, 3);
  t.regex(
    status.stderr,
    /list nodes, list pods, list namespaces \(ask for a ClusterRole with rules: \[\{apiGroups: \[""\], resources: \[nodes, namespaces\], verbs: \[list\]\}\], and a Role in the namespace default with rules: \[\{apiGroups: \[""\], resources: \[pods\], verbs: \[list\]\}\]/,
  );
});

test.serial('the role gives no access to what keg does not use', async (t) => {
  const replayer = plainApi(cluster, { token: 'secret-of-replayer' });
  t.teardown(() => replayer.close());
  for (const path of [
    '/api/v1/secrets',
    '/api/v1/configmaps',
    '/api/v1/serviceaccounts',
    `${RBAC}/clusterroles`,
  ])
    t.is((await replayer.get(path)).status, 403, path);
  t.is((await replayer.get('/api/v1/nodes')).status, 200);
});
