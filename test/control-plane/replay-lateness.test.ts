/** Checks what a replay reports as the cause of its lateness: an API server that restarts, and one that answers 429. */
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { sizeOfRun } from '../property-runs.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import {
  begin,
  kubeconfigOfServiceAccount,
  leftovers,
  playedToTheEnd,
  SCENARIO,
  whenPodsAre,
} from './faulty-replay.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { startReplay } from './replay-command.ts';

let cluster: ControlPlane;

test.before(async () => {
  ({ cluster } = await clusterOfFile({
    stages: true,
    // The limit does not apply to the group of administrators.
    extraArgs: {
      'kube-apiserver': {
        'enable-priority-and-fairness': 'false',
        'max-mutating-requests-inflight': '4',
      },
    },
  }));
});

test.serial('a replay plays all across a restart of the API server and records the gap', async (t) => {
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

/** Enough that four calls at a time are too few. */
const PODS_OF_BURST = sizeOfRun(400, 1000);

test.serial('a replay waits out the 429s of an overloaded API server and reports throttling', async (t) => {
  const burst = SCENARIO.replace('{type: constant, value: 100ms}', '{type: constant, value: 0s}').replace(
    'count: 120',
    `count: ${PODS_OF_BURST}`,
  );
  const kubeconfig = await kubeconfigOfServiceAccount(t, cluster);
  const end = await startReplay(t, { kubeconfig }, burst, '--no-probe').ended;
  t.is(end.code, 0, end.stderr);
  const figures = end.figures();
  t.is(figures.pods.created, PODS_OF_BURST);
  t.is(figures.speed.limitedBy, 'throttling');
  t.deepEqual(await leftovers(cluster), []);
});
