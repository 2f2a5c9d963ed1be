/** Plays on an API server with faults: a replay goes on or stops with one clear line, and its recording holds the gaps. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { parse, stringify } from 'yaml';
import { sizeOfRun } from '../property-runs.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from './cluster/control-plane.ts';
import { plainApi } from './cluster/plain-api.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import { kegObjects } from './keg-objects.ts';
import { type EndedReplay, kegOn, type RunningReplay, startReplay } from './replay-command.ts';
import { eventually } from './workload.ts';

const PODS = 120;
/** Ten pods a second for twelve seconds. None ends by itself. */
const SCENARIO = `
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

async function clusterFor(t: ExecutionContext, options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const cluster = await startControlPlane({ stages: true, ...options });
  t.teardown(() => cluster.stop());
  return cluster;
}

/** Resolves when the replay has created that number of pods. */
async function whenPodsAre(cluster: ControlPlane, count: number): Promise<void> {
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

function begin(t: ExecutionContext, cluster: { readonly kubeconfig: string }): RunningReplay {
  return startReplay(t, cluster, SCENARIO, '--no-probe');
}

async function leftovers(cluster: ControlPlane): Promise<string[]> {
  const api = plainApi(cluster);
  try {
    return await kegObjects(api, { nodes: ['worker-0', 'worker-1'] });
  } finally {
    await api.close();
  }
}

async function playedToTheEnd(t: ExecutionContext, cluster: ControlPlane, end: EndedReplay): Promise<void> {
  t.is(end.code, 0, end.stderr);
  const figures = end.figures();
  t.like(figures.pods, { created: PODS, bound: PODS });
  t.true(figures.window.closed);
  t.is(figures.ignored.total, 0);
  const { pods } = await end.recording();
  t.is(pods.size, PODS, 'every pod is recorded once');
  t.deepEqual(await leftovers(cluster), []);
}

test('a replay plays all across a restart of the API server and records the gap', async (t) => {
  const cluster = await clusterFor(t);
  const { ended } = begin(t, cluster);
  await whenPodsAre(cluster, 30);
  await cluster.kill('kube-apiserver');
  await sleep(1_000);
  await cluster.restart('kube-apiserver');
  const end = await ended;
  await playedToTheEnd(t, cluster, end);
  const figures = end.figures();
  t.true(figures.gaps.count >= 1 && figures.gaps.total >= 1_000_000);
  t.true(figures.speed.lag!.max >= 500_000, 'events that were due during the restart were late');
  t.is(figures.speed.limitedBy, 'api-server');
  const gap = (await end.recording()).observations.find(({ kind }) => kind === 'gap');
  t.regex((gap as { reason: string }).reason, /refused|broke|closed|reset|410/i);
  t.log(`gaps ${figures.gaps.total / 1e6} s, lag max ${figures.speed.lag!.max / 1e6} s`);
});

test('a replay plays all, late, when etcd is frozen for five seconds', async (t) => {
  const cluster = await clusterFor(t);
  const { ended } = begin(t, cluster);
  await whenPodsAre(cluster, 30);
  await cluster.freeze('etcd');
  await sleep(5_000);
  await cluster.thaw('etcd');
  const end = await ended;
  await playedToTheEnd(t, cluster, end);
  t.true(end.figures().speed.answers!.max >= 4_000_000, 'the answers took as long as etcd was frozen');
});

test('a replay plays all, and nothing twice, when connections are cut', async (t) => {
  const cluster = await clusterFor(t);
  const proxy = await startCuttingProxy(cluster.server);
  t.teardown(() => proxy.close());
  const kubeconfig = join(temporaryFolder(t), 'kubeconfig.yaml');
  const given = await readFile(cluster.kubeconfig, 'utf8');
  await writeFile(kubeconfig, given.replaceAll(cluster.server, proxy.server));
  const { ended } = begin(t, { kubeconfig });
  await whenPodsAre(cluster, 20);
  let cut = 0;
  for (let time = 0; time < 5; time += 1) {
    cut += proxy.cut();
    await sleep(700);
  }
  t.true(cut >= 10, 'at least ten connections were cut');
  await playedToTheEnd(t, cluster, await ended);
});

/** Enough that four calls at a time are too few. */
const PODS_OF_BURST = sizeOfRun(400, 1000);

test('a replay waits out the 429s of an overloaded API server and reports throttling', async (t) => {
  const cluster = await clusterFor(t, {
    extraArgs: {
      'kube-apiserver': {
        'enable-priority-and-fairness': 'false',
        'max-mutating-requests-inflight': '4',
      },
    },
  });
  const burst = SCENARIO.replace('{type: constant, value: 100ms}', '{type: constant, value: 0s}').replace(
    'count: 120',
    `count: ${PODS_OF_BURST}`,
  );
  // The limit does not apply to the group of administrators.
  const kubeconfig = await kubeconfigOfServiceAccount(t, cluster);
  const end = await startReplay(t, { kubeconfig }, burst, '--no-probe').ended;
  t.is(end.code, 0, end.stderr);
  const figures = end.figures();
  t.is(figures.pods.created, PODS_OF_BURST);
  t.is(figures.speed.limitedBy, 'throttling');
  t.deepEqual(await leftovers(cluster), []);
});

test('withdrawn credentials: one clear line, a correct recording and the clean-up command', async (t) => {
  const cluster = await clusterFor(t);
  const kubeconfig = await kubeconfigOfServiceAccount(t, cluster);
  const { ended } = begin(t, { kubeconfig });
  await whenPodsAre(cluster, 30);
  const api = plainApi(cluster);
  t.teardown(() => api.close());
  await api.delete('/api/v1/namespaces/default/serviceaccounts/player');
  const end = await ended;
  t.is(end.code, 3);
  const errors = end.stderr.split('\n').filter((line) => line.startsWith('error:'));
  t.is(errors.length, 1, end.stderr);
  t.regex(errors[0]!, /does not accept the credentials/);
  t.regex(end.stderr, /cluster reset --run \w+/);
  const figures = end.figures();
  t.true(figures.pods.created >= 30 && figures.pods.created < PODS);
  t.is((await end.recording()).pods.size, figures.pods.created);
  const reset = await kegOn(t, cluster, ['cluster', 'reset', '--run', end.run!]);
  t.is(reset.code, 0, reset.stderr);
  t.deepEqual(await leftovers(cluster), []);
});

/** A kubeconfig with a token that is valid while its account exists. */
async function kubeconfigOfServiceAccount(t: ExecutionContext, cluster: ControlPlane): Promise<string> {
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
