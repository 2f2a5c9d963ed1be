/** Checks the control plane that the other tests use: it is real, listens on loopback, runs beside others and leaves nothing behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { KubeConfig } from '@kubernetes/client-node';
import test, { type ExecutionContext } from 'ava';
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from './cluster/control-plane.ts';
import { plainApi } from './cluster/plain-api.ts';
import { commandLine } from './cluster/processes.ts';
import { KUBERNETES_VERSION } from './cluster/versions.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { eventually, kwokNode, pod } from './workload.ts';

const PODS = '/api/v1/namespaces/default/pods';
const NODES = '/api/v1/nodes';
const POD_READER = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'pod-reader' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'reader' }],
};

/** The clusters of most tests: one with the defaults, and one with each setting that a test looks at. */
let plain: ControlPlane;
let special: ControlPlane;
/** Each includes the wait for its turn, see `takeTurn`. */
const millisecondsToStart: number[] = [];

async function timed(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const from = performance.now();
  const { cluster } = await clusterOfFile(options);
  millisecondsToStart.push(performance.now() - from);
  return cluster;
}

test.before(async () => {
  plain = await timed();
  special = await timed({
    stages: true,
    tokens: [{ token: 'secret-of-reader', user: 'reader' }],
    auditPolicy: 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n',
    schedulerConfiguration:
      'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles: [{schedulerName: other}]\n',
    schedulerLimits: { qps: 500, burst: 1000 },
  });
});

async function start(t: ExecutionContext, options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const cluster = await startControlPlane(options);
  t.teardown(() => cluster.stop());
  return cluster;
}

function api(t: ExecutionContext, cluster: ControlPlane, options: { token?: string; timeout?: number } = {}) {
  const client = plainApi(cluster, options);
  t.teardown(() => client.close());
  return client;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function living(pids: Readonly<Record<string, number>>): Promise<string[]> {
  const lines = await Promise.all(Object.values(pids).map(commandLine));
  return lines.filter((line) => line !== undefined);
}

test.serial('it is ready within 30 s, with every component running', async (t) => {
  t.true(Math.min(...millisecondsToStart) < 30_000);
  t.deepEqual(Object.keys(await plain.pids()).sort(), [
    'etcd',
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
    'kwok-controller',
  ]);
  t.is((await api(t, plain).get('/version')).body.gitVersion, KUBERNETES_VERSION);
});

test.serial('the real scheduler binds a pod to a simulated node, and KWOK runs it', async (t) => {
  const client = api(t, plain);
  t.is((await client.post(NODES, kwokNode('node-0'))).status, 201);
  t.is((await client.post(PODS, pod('pod-0'))).status, 201);
  const { body } = await eventually(
    () => client.get(`${PODS}/pod-0`),
    ({ body }) => body.status.phase === 'Running',
  );
  t.is(body.spec.nodeName, 'node-0');
  const events = await eventually(
    () =>
      client.get(
        '/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dpod-0,reason%3DScheduled',
      ),
    ({ body }) => body.items.length > 0,
  );
  t.like(events.body.items[0], { reason: 'Scheduled', reportingComponent: 'default-scheduler' });
});

test.serial('the official client reads its kubeconfig', (t) => {
  const config = new KubeConfig();
  config.loadFromFile(plain.kubeconfig);
  t.is(config.getCurrentCluster()?.server, plain.server);
  t.truthy(config.getCurrentUser()?.certFile ?? config.getCurrentUser()?.certData);
});

test.serial('two clusters run side by side and share no objects', async (t) => {
  t.not(plain.server, special.server);
  await api(t, plain).post(NODES, kwokNode('only-here'));
  t.is((await api(t, plain).get(`${NODES}/only-here`)).status, 200);
  t.is((await api(t, special).get(`${NODES}/only-here`)).status, 404);
});

test.serial('it listens on loopback only', async (t) => {
  const { server } = plain;
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.internal === false && address.family === 'IPv4');
  if (outside === undefined) t.log('this machine has no interface but loopback');
  const host = outside?.address ?? '127.0.0.2';
  const socket = connect({ host, port: Number(new URL(server).port) });
  t.teardown(() => socket.destroy());
  await t.throwsAsync(once(socket, 'connect'), { code: 'ECONNREFUSED' });
});

test.serial('stopping leaves no process and no folder, even with a component frozen', async (t) => {
  const cluster = await start(t);
  const pids = await cluster.pids();
  t.is((await living(pids)).length, 5);
  await cluster.freeze('kube-apiserver');
  await cluster.stop();
  t.deepEqual(await living(pids), []);
  t.false(await exists(cluster.folder));
});

test.serial('the next start removes a cluster whose owner was killed', async (t) => {
  const script = `
    import { startControlPlane } from ${JSON.stringify(import.meta.resolve('./cluster/control-plane.ts'))};
    const cluster = await startControlPlane();
    console.log(JSON.stringify({ folder: cluster.folder, pids: await cluster.pids() }));
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(owner.stdout.setEncoding('utf8'), 'data')) as [string];
  const orphan = JSON.parse(line) as { folder: string; pids: Record<string, number> };
  t.is((await living(orphan.pids)).length, 5);
  owner.kill('SIGKILL');
  await once(owner, 'close');
  // A start of another test file may have removed it already.
  await start(t);
  t.deepEqual(await living(orphan.pids), []);
  t.false(await exists(orphan.folder));
});

test.serial('an API server that is killed and started again has kept its objects', async (t) => {
  const client = api(t, plain);
  const nodeSelector = { 'kubernetes.io/hostname': 'node-after' };
  await client.post(PODS, pod('kept', { nodeSelector }));
  await plain.kill('kube-apiserver');
  await t.throwsAsync(client.get(PODS));
  t.is((await plain.pids())['kube-apiserver'], undefined);
  await plain.restart('kube-apiserver');
  t.is((await client.get(`${PODS}/kept`)).status, 200);
  // The scheduler and KWOK connect to it again.
  await client.post(NODES, kwokNode('node-after'));
  await eventually(
    () => client.get(`${PODS}/kept`),
    ({ body }) => body.status.phase === 'Running',
  );
  t.truthy((await plain.pids())['kube-apiserver']);
});

test.serial('a frozen etcd writes nothing, and a thawed one writes again', async (t) => {
  const impatient = api(t, plain, { timeout: 2000 });
  await plain.freeze('etcd');
  await t.throwsAsync(impatient.post(PODS, pod('too-early')), { code: 'UND_ERR_HEADERS_TIMEOUT' });
  await plain.thaw('etcd');
  const { status } = await eventually(
    () => api(t, plain).post(PODS, pod('in-time')),
    ({ status }) => status === 201,
  );
  t.is(status, 201);
});

test.serial('a token may do what RBAC grants to its user', async (t) => {
  const reader = api(t, special, { token: 'secret-of-reader' });
  t.is((await reader.get(PODS)).status, 403);
  const admin = api(t, special);
  t.is((await admin.post('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', POD_READER)).status, 201);
  await eventually(
    () => reader.get(PODS),
    ({ status }) => status === 200,
  );
  t.is((await reader.post(PODS, pod('forbidden'))).status, 403);
  t.is((await api(t, special, { token: 'unknown' }).get(PODS)).status, 401);
});

test.serial('with stages it serves Stage objects and starts with none', async (t) => {
  const client = api(t, special);
  const { status, body } = await client.get('/apis/kwok.x-k8s.io/v1alpha1/stages');
  t.is(status, 200);
  t.deepEqual(body.items, []);
});

test.serial('without stages it serves no Stage objects', async (t) => {
  const client = api(t, plain);
  t.is((await client.get('/apis/kwok.x-k8s.io/v1alpha1/stages')).status, 404);
});

test.serial('with an audit policy the API server writes an audit log', async (t) => {
  await api(t, special).post(PODS, pod('seen'));
  const log = await eventually(
    () => readFile(special.auditLog ?? '', 'utf8'),
    (text) => text.includes('"name":"seen"'),
  );
  const entries = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { verb: string; objectRef?: { name?: string } });
  t.true(entries.some(({ verb, objectRef }) => verb === 'create' && objectRef?.name === 'seen'));
});

test.serial('the scheduler uses the configuration and the limits that are given', async (t) => {
  const client = api(t, special);
  await client.post(NODES, kwokNode('node-0'));
  // Without a stage no node becomes ready.
  const tolerations = [{ operator: 'Exists' }];
  await client.post(PODS, pod('by-other', { schedulerName: 'other', tolerations }));
  await eventually(
    () => client.get(`${PODS}/by-other`),
    ({ body }) => body.spec.nodeName === 'node-0',
  );
  const line = (await commandLine((await special.pids())['kube-scheduler'] ?? 0)) ?? '';
  const file = /--config=(\S+)/.exec(line)?.[1] ?? '';
  t.regex(await readFile(file, 'utf8'), /burst: 1000\n(.*\n)* +qps: 500\n/);
});

test.serial('the API server can run without the other components', async (t) => {
  const cluster = await start(t, {
    without: ['kube-scheduler', 'kube-controller-manager', 'kwok-controller'],
  });
  t.deepEqual(Object.keys(await cluster.pids()).sort(), ['etcd', 'kube-apiserver']);
  t.is((await api(t, cluster).post(PODS, pod('alone'))).status, 201);
});

test.serial('a component with a wrong flag is an error that leaves nothing behind', async (t) => {
  const name = `wrong-${process.pid}`;
  const error = await t.throwsAsync(
    startControlPlane({ name, extraArgs: { 'kube-apiserver': { 'no-such-flag': 'true' } } }),
  );
  t.regex(error?.message ?? '', /did not come up: kube-apiserver ended: .*unknown flag: --no-such-flag/);
  // The name is free again.
  await (await startControlPlane({ name })).stop();
});
