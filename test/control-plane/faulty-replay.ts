/** Replays on an API server with faults: the scenario that they play, the moment to break something, and what must hold at the end. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { parse, stringify } from 'yaml';
import { temporaryFolder } from '../temporary-folder.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import { plainApi } from './cluster/plain-api.ts';
import { kegObjects } from './keg-objects.ts';
import { type EndedReplay, type RunningReplay, startReplay } from './replay-command.ts';
import { eventually } from './workload.ts';

export const PODS = 120;
/** Ten pods a second for twelve seconds. None ends by itself. */
export const SCENARIO = `
apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: faults}
duration: 20s
cluster: {nodes: [{name: worker, count: 2, template: {allocatable: {cpu: 64, memory: 64Gi}}}]}
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
events:
  pods: [{name: pod, template: small, arrivals: {type: constant, value: 100ms}, count: ${PODS}}]
`;

/** Resolves when the replay has created that number of pods. */
export async function whenPodsAre(cluster: ControlPlane, count: number): Promise<void> {
  const api = plainApi(cluster);
  const path = '/api/v1/pods?labelSelector=keg.dev/run,!keg.dev/probe&limit=500';
  try {
    await eventually(
      () => api.get(path),
      ({ body }) => ((body as { items?: unknown[] }).items?.length ?? 0) >= count,
      60,
    );
  } finally {
    await api.close();
  }
}

export function begin(t: ExecutionContext, cluster: { readonly kubeconfig: string }): RunningReplay {
  return startReplay(t, cluster, SCENARIO, '--no-probe');
}

export async function leftovers(cluster: ControlPlane): Promise<string[]> {
  const api = plainApi(cluster);
  try {
    return await kegObjects(api, { nodes: ['worker-0', 'worker-1'] });
  } finally {
    await api.close();
  }
}

export async function playedToTheEnd(
  t: ExecutionContext,
  cluster: ControlPlane,
  end: EndedReplay,
): Promise<void> {
  t.is(end.code, 0, end.stderr);
  const figures = end.figures();
  t.like(figures.pods, { created: PODS, bound: PODS });
  t.true(figures.window.closed);
  t.is(figures.ignored.total, 0);
  const { pods } = await end.recording();
  t.is(pods.size, PODS, 'every pod is recorded once');
  t.deepEqual(await leftovers(cluster), []);
}

/** A kubeconfig with a token that is valid while its account exists. */
export async function kubeconfigOfServiceAccount(
  t: ExecutionContext,
  cluster: ControlPlane,
): Promise<string> {
  const api = plainApi(cluster);
  t.teardown(() => api.close());
  const accounts = '/api/v1/namespaces/default/serviceaccounts';
  await api.post(accounts, { metadata: { name: 'player' } });
  await api.post('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    metadata: { name: 'player' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'player', namespace: 'default' }],
  });
  const { body } = await api.post(`${accounts}/player/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: 600 },
  });
  const { token } = (body as { status: { token: string } }).status;
  const config = parse(await readFile(cluster.kubeconfig, 'utf8')) as {
    users: { name: string; user: object }[];
  };
  config.users = config.users.map(({ name }) => ({ name, user: { token } }));
  const path = join(temporaryFolder(t), 'kubeconfig.yaml');
  await writeFile(path, stringify(config));
  return path;
}
