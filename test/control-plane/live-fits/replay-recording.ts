/** Records a replay of a scenario of ours on a control plane: hours of scenario time, at a multiple of their pace. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Note } from '../cluster/build.ts';
import { startControlPlane } from '../cluster/control-plane.ts';
import { plainApi } from '../cluster/plain-api.ts';
import { acceptsPods, keg, recordWhile, textOf } from './record-day.ts';

const SCENARIO = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'gpu-day.yaml');
/** Seconds that are recorded. The play lasts longer: the removal of its pods must not be recorded. */
const SECONDS = 230;

export const REPLAY = {
  name: 'replay',
  title: 'two hours of fixtures/gpu-day.yaml with three times as many pods, replayed at 30x',
};

/** @returns the path of the recording. */
export async function recordReplay(seed: number, folder: string, note: Note): Promise<string> {
  const scenario = join(folder, 'replay.yaml');
  const cluster = await startControlPlane({ note, stages: true, noLimits: true });
  const api = plainApi(cluster);
  const { kubeconfig } = cluster;
  try {
    await acceptsPods(api);
    const generated = [
      'generate',
      SCENARIO,
      '--seed',
      String(seed),
      '--duration',
      '2h30m',
      '--amplify',
      '3x',
    ];
    await writeFile(scenario, await textOf(keg(generated, kubeconfig)));
    let player: Promise<string> | undefined;
    const file = await recordWhile(
      kubeconfig,
      join(folder, `${REPLAY.name}.keg.jsonl.gz`),
      async () => {
        player = textOf(
          keg(['replay', scenario, '--target', 'kwok', '--speed', '30x', '--no-probe'], kubeconfig),
        );
        await sleep(SECONDS * 1000);
      },
      note,
    );
    await player;
    return file;
  } finally {
    await api.close();
    await cluster.stop();
  }
}
