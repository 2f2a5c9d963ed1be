/** Plays on an API server with faults: a replay goes on or stops with one clear line, and its recording holds the gaps. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { temporaryFolder } from '../temporary-folder.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import { plainApi } from './cluster/plain-api.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import {
  begin,
  kubeconfigOfServiceAccount,
  leftovers,
  PODS,
  playedToTheEnd,
  whenPodsAre,
} from './faulty-replay.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { kegOn } from './replay-command.ts';

let cluster: ControlPlane;

test.before(async () => {
  ({ cluster } = await clusterOfFile({ stages: true }));
});

test.serial('a replay plays all, late, when etcd is frozen for five seconds', async (t) => {
  const { ended } = begin(t, cluster);
  await whenPodsAre(cluster, 30);
  await cluster.freeze('etcd');
  await sleep(5_000);
  await cluster.thaw('etcd');
  const end = await ended;
  await playedToTheEnd(t, cluster, end);
  t.true(end.figures().speed.answers!.max >= 4_000_000, 'the answers took as long as etcd was frozen');
});

test.serial('a replay plays all, and nothing twice, when connections are cut', async (t) => {
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

test.serial(
  'withdrawn credentials: one clear line, a correct recording and the clean-up command',
  async (t) => {
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
  },
);
