/** `kubectl keg cluster status`: its counts and its output. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { clusterStatus } from '../../../src/verbs/cluster/cluster-status.ts';
import { json, type ScriptedServer, scriptedServer, status } from '../../kubernetes/scripted-server.ts';
import { kubeconfig } from '../../kubernetes/try-cluster.ts';

const MINUTE = 60_000;
const RUN = { 'keg.dev/run': 'r1' };

function object(name: string, labels: object = {}, minutesOld = 0): object {
  const creationTimestamp = new Date(Date.now() - minutesOld * MINUTE).toISOString();
  return { name, uid: name, resourceVersion: '1', creationTimestamp, labels };
}

const READY = [{ type: 'Ready', status: 'True' }];
const NODES = [
  {
    metadata: { ...object('a', { ...RUN, type: 'kwok' }, 5) },
    status: { conditions: READY, allocatable: { cpu: '3500m', memory: '8Gi', pods: '110' } },
  },
  {
    metadata: { ...object('b'), annotations: { 'kwok.x-k8s.io/node': 'fake' } },
    spec: { unschedulable: true },
    status: {
      conditions: READY,
      allocatable: { cpu: '4', memory: '8Gi', pods: '110', 'nvidia.com/gpu': '8' },
    },
  },
  { metadata: object('real'), status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } },
];
const PODS = [
  ...Array.from({ length: 1200 }, (_, index) => ({
    metadata: object(`p-${index}`, RUN),
    status: { phase: 'Running' },
  })),
  { metadata: object('other'), status: { phase: 'Pending' } },
  { metadata: object('older', { 'keg.dev/run': 'r0' }, 180), status: { phase: 'Failed' } },
];
const DEPLOYMENTS = [{ metadata: object('web', RUN, 4) }, { metadata: object('foreign') }];
const NAMESPACES = [{ metadata: object('default') }, { metadata: object('keg-r1', RUN, 4) }];

function cluster(t: ExecutionContext): Promise<ScriptedServer> {
  const collections: Record<string, readonly unknown[]> = {
    '/api/v1/nodes': NODES,
    '/api/v1/pods': PODS,
    '/api/v1/namespaces': NAMESPACES,
    '/apis/apps/v1/deployments': DEPLOYMENTS,
  };
  return scriptedServer(t, (response, { path, query }) => {
    if (path === '/version') return json(response, 200, { gitVersion: 'v1.36.3' });
    if (path.startsWith('/apis/scheduling'))
      return json(response, 403, status(403, 'Forbidden', 'not for you'));
    if (path.startsWith('/apis/kwok')) return json(response, 404, status(404, 'NotFound', 'not served'));
    const all = collections[path] ?? [];
    const start = Number(query.get('continue') ?? 0);
    const end = start + Number(query.get('limit'));
    const metadata = { resourceVersion: '7', ...(end < all.length ? { continue: String(end) } : {}) };
    json(response, 200, { metadata, items: all.slice(start, end) });
  });
}

test('nodes, allocatable, pods and runs are counted over all pages', async (t) => {
  const server = await cluster(t);
  const found = await clusterStatus({ kubeconfig: kubeconfig(t, { server: server.url }) }, undefined);
  t.like(found, { server: server.url, context: 'here', version: 'v1.36.3' });
  t.deepEqual(found.nodes, { total: 3, ready: 2, cordoned: 1, simulated: 2 });
  t.deepEqual(found.allocatable, { cpu: 7500, memory: 16 * 1024 ** 3, pods: 220, 'nvidia.com/gpu': 8 });
  t.deepEqual(found.pods, { total: 1202, byPhase: { Running: 1200, Pending: 1, Failed: 1 } });
  t.deepEqual(
    found.runs.map(({ age, ...counts }) => [counts, Math.round(age / 1000 / MINUTE)]),
    [
      [{ run: 'r0', nodes: 0, pods: 1, namespaces: 0, others: 0 }, 180],
      [{ run: 'r1', nodes: 1, pods: 1200, namespaces: 1, others: 1 }, 5],
    ],
  );
});

test('pods of one namespace are counted where one is named', async (t) => {
  const server = await cluster(t);
  const choice = { kubeconfig: kubeconfig(t, { server: server.url }) };
  const found = await clusterStatus(choice, undefined, 'team-a');
  t.deepEqual(found.pods, { namespace: 'team-a', total: 0, byPhase: {} });
  t.true(server.requests.some(({ path }) => path === '/api/v1/namespaces/team-a/pods'));
  t.false(server.requests.some(({ path }) => path === '/api/v1/pods'));
});

test('a server that is no API server is a clear error', async (t) => {
  const server = await scriptedServer(t, (response) => json(response, 200, { hello: 'you' }));
  const error = await t.throwsAsync(clusterStatus({ server: server.url }, undefined), {
    instanceOf: UserError,
  });
  t.regex(error.message, /answered GET \/\S+ without a list$/);
  t.is(error.next, 'is it a Kubernetes API server?');
});

const KEG = join(import.meta.dirname, '../../../bin/kubectl-keg.cjs');
const run = promisify(execFile);

test('the status is also JSON, and a refusal is one line and exit code 3', async (t) => {
  const server = await cluster(t);
  const file = kubeconfig(t, { server: server.url });
  const { stdout } = await run(process.execPath, [
    KEG,
    'cluster',
    'status',
    '--kubeconfig',
    file,
    '-o',
    'json',
  ]);
  t.is(JSON.parse(stdout).pods.total, 1202);
  const closed = await scriptedServer(t, (response) =>
    json(response, 403, status(403, 'Forbidden', 'no nodes for you')),
  );
  const args = [
    KEG,
    'cluster',
    'status',
    '--kubeconfig',
    kubeconfig(t, { server: closed.url }),
    '--as',
    'somebody',
  ];
  const failure = await t.throwsAsync<Error & { code: number; stderr: string }>(run(process.execPath, args));
  t.is(failure.code, 3);
  t.is(
    failure.stderr,
    `error: ${closed.url} does not allow this: no nodes for you (ask for the right to do it, or use another --context or --as)\n`,
  );
  t.is(closed.requests[0]?.headers['impersonate-user'], 'somebody');
});
