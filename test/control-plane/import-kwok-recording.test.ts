/** Imports a recording made by KWOK's kwokctl and compares it with a dump of that cluster, and lets kwokctl load an export. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { keg } from '../cli/run-keg.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { imported, ofKind } from '../verbs/import/imported.ts';
import { life, node, template, written } from '../verbs/replay/written-day.ts';
import { buildPrograms } from './cluster/build.ts';
import { readyCluster } from './ready-cluster.ts';
import { kwokNode, pod } from './workload.ts';

const PODS = '/api/v1/namespaces/default/pods';

test.serial('the import of kwokctl snapshot export --record equals a dump of the cluster', async (t) => {
  const { kwokctl } = await buildPrograms(() => {});
  const { cluster, transport } = await readyCluster(t);
  const create = (name: string) => transport.send({ method: 'POST', path: PODS, body: pod(name) });
  for (const name of ['a', 'b']) {
    await transport.send({ method: 'POST', path: '/api/v1/nodes', body: kwokNode(name) });
  }
  for (const name of ['old-0', 'old-1']) await create(name);
  await sleep(2500);

  const folder = temporaryFolder(t);
  const file = join(folder, 'recording.yaml');
  const recording = spawn(
    kwokctl,
    [
      'snapshot',
      'export',
      '--path',
      file,
      '--record',
      '--kubeconfig',
      cluster.kubeconfig,
      '--filter',
      'node,pod',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, KWOK_WORKDIR: join(folder, 'work') } },
  );
  const isRecording = new Promise<void>((resolve) => {
    recording.stderr?.on('data', (text: Buffer) => text.includes('Recording') && resolve());
  });
  await isRecording;
  for (let index = 0; index < 10; index += 1) await create(`new-${index}`);
  await sleep(2500);
  for (let index = 0; index < 4; index += 1) {
    await transport.send({
      method: 'DELETE',
      path: `${PODS}/new-${index}`,
      query: { gracePeriodSeconds: 0 },
    });
  }
  await transport.send({ method: 'DELETE', path: `${PODS}/old-0` });
  await sleep(2000);
  recording.kill('SIGINT');
  await once(recording, 'exit');

  const dump = join(folder, 'dump.json');
  writeFileSync(dump, JSON.stringify(await transport.call({ method: 'GET', path: PODS })));
  const now = await imported(t, [dump]);
  const { observations, result } = await imported(t, [file]);
  t.is(result.from, 'kwok');
  t.is(ofKind(observations, 'pod-created').length, 12);
  t.is(ofKind(observations, 'pod-created').filter(({ age }) => age !== undefined).length, 2);
  const gone = new Set(ofKind(observations, 'pod-deleted').map(({ uid }) => uid));
  const placements = (of: typeof observations) =>
    ofKind(of, 'pod-bound')
      .flatMap(({ uid, node }) => (gone.has(uid) ? [] : `${uid} ${node}`))
      .sort();
  t.is(gone.size, 5);
  t.deepEqual(placements(observations), placements(now.observations));
});

test.serial('kwokctl loads the nodes of an export', async (t) => {
  const { kwokctl } = await buildPrograms(() => {});
  const { cluster, transport } = await readyCluster(t);
  const recorded = written(t, [node('a'), node('b'), template('1'), ...life('p', '1', 5, 6)]);
  const path = join(temporaryFolder(t), 'day.kwok.yaml');
  const exported = await keg(['export', recorded, '--to', 'kwok', '-o', path]);
  t.is(exported.code, 0, exported.stderr);
  const argv = ['snapshot', 'restore', '--name', cluster.name, '--format', 'k8s', '--path', path];
  const load = spawn(kwokctl, argv, {
    stdio: 'ignore',
    env: { ...process.env, KWOK_WORKDIR: cluster.folder },
  });
  const [code] = await once(load, 'exit');
  t.is(code, 0);
  const { items } = await transport.call<{ items: { metadata: { name: string } }[] }>({
    method: 'GET',
    path: '/api/v1/nodes',
  });
  t.deepEqual(
    items.map(({ metadata }) => metadata.name),
    ['a', 'b'],
  );
});
