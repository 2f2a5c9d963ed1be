/** Records a real cluster and replays the recording: with placements pinned, the cluster is used as much as before. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { recordCluster } from '../../src/verbs/record/record-cluster.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { recordRequest } from '../verbs/record/record-request.ts';
import { replayEmbedded } from '../verbs/replay/replay-embedded.ts';
import { readyCluster } from './ready-cluster.ts';
import { asRecorder } from './recorder-rights.ts';
import { kwokNode, pod } from './workload.ts';

const PODS = '/api/v1/namespaces/default/pods';

test.serial('a replay at 1x uses the recorded area within 1 % with placements pinned', async (t) => {
  const { cluster, transport } = await readyCluster(t);
  const create = (name: string, cpu: string) =>
    transport.send({
      method: 'POST',
      path: PODS,
      body: pod(name, {
        containers: [{ name: 'main', image: 'none.invalid/none', resources: { requests: { cpu } } }],
      }),
    });
  const remove = (name: string) =>
    transport.send({ method: 'DELETE', path: `${PODS}/${name}`, query: { gracePeriodSeconds: 0 } });
  for (const name of ['a', 'b', 'c'])
    await transport.send({ method: 'POST', path: '/api/v1/nodes', body: kwokNode(name) });
  for (let index = 0; index < 6; index += 1) await create(`before-${index}`, '500m');
  await sleep(1500);

  const recording = join(temporaryFolder(t), 'real.keg.jsonl.gz');
  const recorded = recordCluster({
    ...recordRequest(await asRecorder(transport, cluster.kubeconfig), recording),
    duration: 12_000_000,
    names: 'pseudonymised',
    signal: new AbortController().signal,
    warn: ({ message }) => t.log(message),
  });
  await sleep(3000);
  for (let round = 0; round < 20; round += 1) {
    await create(`web-${round % 7}`, `${200 + 100 * (round % 4)}m`);
    await sleep(200);
    if (round % 2 === 1) await remove(`web-${(round - 1) % 7}`).catch(() => {});
    if (round % 7 === 6)
      for (let index = 0; index < 7; index += 1) await remove(`web-${index}`).catch(() => {});
  }
  await transport.send({ method: 'DELETE', path: '/api/v1/nodes/c' });
  await recorded;

  const play = (pin: boolean) => replayEmbedded({ file: recording, pin });
  const pinned = await play(true);
  const { areas, placements } = pinned.difference!;
  t.log(areas, placements, pinned.warnings, pinned.played.refusals);
  t.true(placements.equal > 15);
  t.is(placements.different + placements.lost + placements.gained + placements.unknown, 0);
  t.true(areas.some(({ resource, recorded: used }) => resource === 'cpu' && used > 1000));
  for (const { resource, difference } of areas)
    t.true(Math.abs(difference ?? 1) <= 0.01, `${resource} ${difference}`);
  const decided = await play(false);
  t.log(decided.difference!.areas, decided.difference!.placements, decided.difference!.waiting);
  t.truthy(decided.difference);
});
