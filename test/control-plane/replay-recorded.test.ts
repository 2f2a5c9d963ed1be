/** Replays of recordings, and pauses, on a real control plane: what happened to pods happens again, and KWOK's delays wait too. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { stringify } from 'yaml';
import type { Observation } from '../../src/core/recording/observation.ts';
import { KWOK_TARGET } from '../../src/targets/kwok/kwok.ts';
import { replayScenario } from '../../src/verbs/replay/replay-scenario.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { life, node, second, TOOL, template, written } from '../verbs/replay/written-day.ts';
import { kegObjects } from './keg-objects.ts';
import { clusterOfFile, type FileCluster } from './ready-cluster.ts';
import { replay } from './replay-command.ts';

let file: FileCluster;

test.before(async () => {
  file = await clusterOfFile({ stages: true });
});

const disrupted = (at: number, uid: string, reason: string): Observation => ({
  at: second(at),
  kind: 'pod-disrupted',
  uid,
  reason,
});

test.serial(
  'a window repeats restarts, evictions and their causes, and its scheduler preempts',
  async (t) => {
    const recorded = written(
      t,
      [
        node('a'),
        template('500m'),
        template('3'),
        { ...template('3', { priority: 100 }), hash: 'high' } as Observation,
        ...life('restarts', '500m', 1, 2),
        {
          at: second(14),
          kind: 'pod-restarted',
          uid: 'restarts',
          container: 'main',
          restarts: 2,
          exitCode: 137,
        },
        {
          at: second(30),
          kind: 'pod-finished',
          uid: 'restarts',
          phase: 'Failed',
          reason: 'Error',
          exitCode: 3,
        },
        ...life('evicted', '500m', 1, 2),
        disrupted(20, 'evicted', 'EvictionByEvictionAPI'),
        { at: second(20), kind: 'pod-deleted', uid: 'evicted' },
        ...life('low', '3', 1, 2),
        ...life('high', 'high', 26, 28),
        disrupted(27, 'low', 'PreemptionByScheduler'),
        { at: second(27), kind: 'pod-deleted', uid: 'low' },
      ],
      36,
    );
    const ended = await replay(t, file.cluster, recorded, '--speed', '4x', '--no-probe', '--from', '10s');
    t.is(ended.code, 0, ended.stderr);
    const { observations } = await ended.recording();
    const names = new Map<string, string>();
    const seen = observations.flatMap((each) => {
      if (each.kind === 'pod-created') names.set(each.uid, each.name);
      if (each.kind !== 'pod-restarted' && each.kind !== 'pod-disrupted' && each.kind !== 'pod-finished')
        return [];
      const { restarts, exitCode } = each as { restarts?: number; exitCode?: number };
      return [
        [names.get(each.uid), each.reason, restarts, exitCode].filter((part) => part !== undefined).join(' '),
      ];
    });
    t.deepEqual(seen.sort(), [
      'evicted EvictionByEvictionAPI',
      'low PreemptionByScheduler',
      'restarts 2 137',
      'restarts Error 3',
    ]);
    t.is(ended.figures().pods.older, 3);
    t.deepEqual(await kegObjects(file.api), []);
  },
);

test.serial('a pause stops the delays that KWOK carries out, and counts in no figure', async (t) => {
  const scenario = join(temporaryFolder(t), 'paused.yaml');
  // Without a duration it plays until every pod has ended, however long a busy API server takes for the last ones.
  writeFileSync(
    scenario,
    stringify({
      apiVersion: 'keg.dev/v1alpha1',
      kind: 'Scenario',
      metadata: { name: 'paused' },
      cluster: { nodes: [{ name: 'n', template: { allocatable: { cpu: 8, pods: 20 } } }] },
      events: {
        pods: [0, 1, 2, 3, 4].map((number) => ({
          name: `p-${number}`,
          arrivalTime: `${number}s`,
          lifetime: '8s',
          end: 'succeeded',
          podSpec: { spec: { containers: [{ name: 'main' }] } },
        })),
      },
    }),
  );
  const target = await KWOK_TARGET.open({ kubeconfig: file.cluster.kubeconfig, probe: false });
  const listen = (toggle: () => void) => {
    const press = async (): Promise<void> => {
      await sleep(3_000);
      toggle();
      await sleep(12_000);
      toggle();
    };
    void press();
    return () => {};
  };
  const { result } = await replayScenario(
    { file: scenario, speed: 1, tool: TOOL, keys: { listen }, keepObservations: true },
    target,
  );
  const times = new Map<string, number>();
  const lifetimes = result!.observations.flatMap((each) => {
    if (each.kind === 'pod-started') times.set(each.uid, each.at);
    return each.kind === 'pod-finished' ? each.at - times.get(each.uid)! : [];
  });
  const { observations, problems } = result!;
  t.is(lifetimes.length, 5, JSON.stringify({ observations, problems }));
  t.true(
    lifetimes.every((lifetime) => lifetime > second(7) && lifetime < second(13)),
    `8 s each, and a pause of 12 s: ${lifetimes.map((lifetime) => lifetime / 1e6)}`,
  );
  t.is(result!.figures.speed.pauses?.length, 1);
  t.true(result!.figures.speed.achieved! > 0.9);
});
