/** Runs transport and watch loop on a real API server with faults: overload, frozen storage, revoked credentials, broken connections. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { ApiError } from '../../src/kubernetes/api-error.ts';
import { connectionOf } from '../../src/kubernetes/connection.ts';
import {
  openTransport,
  type Retry,
  type Transport,
  type TransportOptions,
} from '../../src/kubernetes/transport.ts';
import { keg } from '../cli/run-keg.ts';
import { kubeconfig, temporaryFolder } from '../kubernetes/try-cluster.ts';
import { type WatchDiary, watchDiary } from '../kubernetes/watch-diary.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import { type PlainApi, plainApi } from './cluster/plain-api.ts';
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { eventually, pod } from './workload.ts';

const PODS = '/api/v1/namespaces/default/pods';
const BINDINGS = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
/** The API server runs alone, so that only the tests change objects. */
const WITHOUT = ['kube-scheduler', 'kube-controller-manager', 'kwok-controller'] as const;
const TOKEN = 'secret-of-tester';
const FLOOD = 200;
let cluster: ControlPlane;
let api: PlainApi;

test.before(async () => {
  ({ cluster, api } = await clusterOfFile({
    without: WITHOUT,
    tokens: [{ token: TOKEN, user: 'tester' }],
    // Two requests at a time; a third gets a 429. Members of system:masters never get one, so the tests use another user.
    extraArgs: {
      'kube-apiserver': { 'enable-priority-and-fairness': 'false', 'max-mutating-requests-inflight': '2' },
    },
  }));
  await api.post(BINDINGS, binding('tester', { kind: 'User', name: 'tester' }));
  const tester = plainApi(cluster, { token: TOKEN });
  await eventually(
    () => tester.get(PODS),
    ({ status }) => status === 200,
  );
  await tester.close();
});

function binding(name: string, subject: { kind: string; name: string; namespace?: string }): object {
  return {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [subject],
  };
}

/** A kubeconfig for this cluster, by default or through another address and as another user. */
function config(t: ExecutionContext, user: object = { token: TOKEN }, server = cluster.server): string {
  const authority = Buffer.from(cluster.certificate.ca).toString('base64');
  return kubeconfig(t, { server, cluster: { 'certificate-authority-data': authority }, user });
}

async function proxied(t: ExecutionContext): Promise<CuttingProxy> {
  const proxy = await startCuttingProxy(cluster.server);
  t.teardown(() => proxy.close());
  return proxy;
}

async function open(t: ExecutionContext, file: string, options: TransportOptions = {}): Promise<Transport> {
  const transport = openTransport(await connectionOf({ kubeconfig: file }), options);
  t.teardown(() => transport.close());
  return transport;
}

function create(transport: Transport, name: string, labels: object): Promise<void> {
  const body = { ...pod(name), metadata: { name, labels } };
  return transport.send({ method: 'POST', path: PODS, body });
}

/** The additions and deletions. A watch reports a change before each deletion. */
function reported(diary: WatchDiary): string[] {
  return diary.lines().filter((line) => !line.startsWith('changed'));
}

/** A watch of the pods of one test that has reported all existing pods. */
async function watching(
  t: ExecutionContext,
  transport: Transport,
  of: string,
  idle?: number,
): Promise<WatchDiary> {
  const diary = watchDiary(transport, { path: PODS, labelSelector: `test=${of}` }, { idle });
  t.teardown(() => diary.stop());
  await diary.until(() => diary.lines().includes('synced'));
  return diary;
}

test.serial(
  'an API server that takes two requests at a time answers 200, twice, after Retry-After',
  async (t) => {
    const retries: Retry[] = [];
    // As a replay opens it: a call is repeated until its time is over, whatever the number of 429s.
    const transport = await open(t, config(t), { attempts: 1000, onRetry: (retry) => retries.push(retry) });
    // The second round uses open connections, so that all requests arrive at once.
    for (const time of ['first', 'second']) {
      const names = Array.from({ length: FLOOD }, (_, index) => `${time}-${index}`);
      await Promise.all(names.map((name) => create(transport, name, { test: time })));
      const { body } = await api.get(`${PODS}?labelSelector=test%3D${time}`);
      t.is(body.items.length, FLOOD);
    }
    t.true(retries.length > 0);
    for (const { error, wait } of retries) {
      t.true(error instanceof ApiError && error.status === 429);
      // The server asks for this delay in Retry-After.
      t.true(wait >= 1_000_000);
    }
    const most = Math.max(...retries.map(({ attempt }) => attempt));
    t.log(`${retries.length + 2 * FLOOD} requests, ${retries.length} sent away, one of them ${most} times`);
  },
);

test.serial(
  'with etcd frozen for 5 s each call waits and runs once, and a watch stays correct',
  async (t) => {
    const transport = await open(t, config(t));
    const diary = await watching(t, transport, 'frozen');
    await create(transport, 'before', { test: 'frozen' });
    await diary.until(() => diary.lines().includes('added before'));
    await cluster.freeze('etcd');
    const calls = Promise.all([
      create(transport, 'during', { test: 'frozen' }),
      transport.send({ method: 'DELETE', path: `${PODS}/before`, query: { gracePeriodSeconds: 0 } }),
    ]);
    await sleep(5000);
    t.deepEqual(diary.lines(), ['synced', 'added before']);
    await cluster.thaw('etcd');
    await calls;
    await create(transport, 'after', { test: 'frozen' });
    await diary.until(() => diary.lines().includes('added after'));
    t.deepEqual(
      reported(diary).sort(),
      ['added after', 'added before', 'added during', 'deleted before', 'synced'].sort(),
    );
  },
);

test.serial('a watch whose connection is cut goes on, repeats nothing and reports the gap', async (t) => {
  const proxy = await proxied(t);
  const direct = await open(t, config(t));
  const diary = await watching(t, await open(t, config(t, undefined, proxy.server)), 'cut');
  await create(direct, 'seen', { test: 'cut' });
  await diary.until(() => diary.lines().includes('added seen'));
  proxy.refuse(true);
  proxy.cut();
  await create(direct, 'unseen', { test: 'cut' });
  await direct.send({ method: 'DELETE', path: `${PODS}/seen`, query: { gracePeriodSeconds: 0 } });
  await sleep(300);
  proxy.refuse(false);
  await diary.until(() => diary.lines().includes('deleted seen'));
  t.deepEqual(reported(diary), ['synced', 'added seen', 'gap times', 'added unseen', 'deleted seen']);
});

test.serial('a watch replaces a connection that has become silent', async (t) => {
  const proxy = await proxied(t);
  const direct = await open(t, config(t));
  // Other connections through the proxy are silent too. The deadline of a call finds those.
  const transport = await open(t, config(t, undefined, proxy.server), { timeout: 2_000_000 });
  const diary = await watching(t, transport, 'silent', 2_000_000);
  await create(direct, 'heard', { test: 'silent' });
  await diary.until(() => diary.lines().includes('added heard'));
  proxy.silence();
  await create(direct, 'unheard', { test: 'silent' });
  await diary.until(() => diary.lines().includes('added unheard'));
  t.deepEqual(reported(diary), ['synced', 'added heard', 'gap times', 'added unheard']);
});

test.serial('a refused token makes the plugin run again, once', async (t) => {
  const folder = temporaryFolder(t);
  const log = join(folder, 'asked');
  const plugin = join(folder, 'plugin');
  writeFileSync(
    plugin,
    `#!/bin/sh
token=${TOKEN}
[ -f ${log} ] || token=expired
echo "$token" >> ${log}
echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "'$token'"}}'
`,
  );
  chmodSync(plugin, 0o755);
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: plugin, interactiveMode: 'Never' };
  const transport = await open(t, config(t, { exec }));
  await Promise.all([1, 2, 3].map((number) => create(transport, `plugin-${number}`, { test: 'plugin' })));
  t.true(existsSync(log));
  t.is(readFileSync(log, 'utf8'), `expired\n${TOKEN}\n`);
});

test.serial('a revoked token is one clear line and exit code 3', async (t) => {
  const accounts = '/api/v1/namespaces/default/serviceaccounts';
  await api.post(accounts, { metadata: { name: 'short-lived' } });
  await api.post(
    BINDINGS,
    binding('short-lived', { kind: 'ServiceAccount', name: 'short-lived', namespace: 'default' }),
  );
  const request = { spec: { expirationSeconds: 600 } };
  const { body } = await api.post(`${accounts}/short-lived/token`, request);
  const file = config(t, { token: body.status.token });
  const status = () => keg(['cluster', 'status', '--kubeconfig', file]);
  await eventually(status, ({ code }) => code === 0);
  await api.delete(`${accounts}/short-lived`);
  // The API server caches for ten seconds that a token was valid.
  const { stdout, stderr } = await eventually(status, ({ code }) => code === 3);
  t.is(stdout, '');
  t.regex(
    stderr,
    /^error: https:\S+ does not accept the credentials of context "here": Unauthorized \(log in again, or use another --context; kubectl auth whoami shows who you are\)\n$/,
  );
});
