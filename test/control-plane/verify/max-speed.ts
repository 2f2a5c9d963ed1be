/**
 * `npm run verify:max-speed`: plays one loaded scenario several times at 1x, at `--speed max` and at a fixed 100x on real kube-schedulers,
 * and prints by how much single pods differ between two plays of each kind.
 *
 * Options: `--minutes 30 --runs 5 --seed 1`, `--lanes 3 --max-lanes 1`: plays that run at the same time, each on a cluster of its own. Plays at
 * max have a number of their own. `--folder DIR` keeps the recordings; a play that is there already is not played again.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runAsCommand } from '../cluster/command.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { comparePlays, describePlay, type PlayedPods, playedPods } from './compare-plays.ts';
import { loadedPlay } from './loaded-half-hour.ts';

const KEG = join(import.meta.dirname, '..', '..', '..', 'bin', 'kubectl-keg.cjs');

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '3' },
    'max-lanes': { type: 'string', default: '3' },
    folder: { type: 'string' },
  },
});

interface Wanted {
  readonly kind: '1x' | 'max' | '100x';
  readonly run: number;
}

await runAsCommand(async ({ note, print }) => {
  const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'keg-max-')));
  const scenario = join(folder, 'loaded.yaml');
  const runs = Number(values.runs);
  await writeFile(scenario, loadedPlay(Number(values.minutes), Number(values.seed)));
  const played = new Map<string, PlayedPods[]>();
  const add = (kind: string, pods: PlayedPods): void => {
    played.set(kind, [...(played.get(kind) ?? []), pods]);
  };
  try {
    const lane = async (left: Iterator<Wanted, undefined>, number: number): Promise<void> => {
      // Clusters that start at the same moment are slow to make their nodes ready.
      await sleep(number * 8_000);
      for (let next = left.next(); !next.done; next = left.next()) {
        const { kind, run } = next.value;
        const recording = join(folder, `${kind}-${run}.keg.jsonl`);
        const known = await readFile(`${recording}.json`, 'utf8').catch(() => undefined);
        if (known !== undefined) {
          add(kind, await playedPods(recording, known));
          continue;
        }
        const cluster = await startControlPlane({ note: () => {}, stages: true, noLimits: true });
        try {
          const printed = await play(cluster, scenario, kind, recording);
          await writeFile(`${recording}.json`, printed);
          const pods = await playedPods(recording, printed);
          add(kind, pods);
          note(describePlay(`${kind}, play ${run + 1}`, pods));
        } catch (error) {
          // The plays of half an hour that have ended are not thrown away with it.
          note(`${kind}, play ${run + 1}: left out. ${error instanceof Error ? error.message : error}`);
        } finally {
          await cluster.stop();
        }
      }
    };
    for (const kind of ['1x', 'max', '100x'] as const) {
      const left = Array.from({ length: kind === '100x' ? 2 : runs }, (_, run) => ({ kind, run })).values();
      const lanes = Number(values[kind === '1x' ? 'lanes' : 'max-lanes']);
      await Promise.all(Array.from({ length: lanes }, (_, number) => lane(left, number)));
    }
    print(comparePlays(played));
  } finally {
    if (values.folder === undefined) await rm(folder, { recursive: true });
  }
});

async function play(
  cluster: ControlPlane,
  scenario: string,
  speed: string,
  recording: string,
): Promise<string> {
  const metrics = [
    '--scheduler-metrics',
    cluster.metrics('kube-scheduler'),
    '--controller-metrics',
    cluster.metrics('kube-controller-manager'),
  ];
  const args = ['replay', scenario, '--target', 'kwok', '--no-probe', '--speed', speed];
  const child = spawn(
    process.execPath,
    [KEG, ...args, ...(speed === 'max' ? metrics : []), '--recording', recording, '-o', 'json'],
    { env: { ...process.env, KUBECONFIG: cluster.kubeconfig }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [printed, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return printed;
  throw new Error(`the play at ${speed} ended with ${code}: ${errors}`);
}
