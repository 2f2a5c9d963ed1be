/**
 * `npm run verify:live`: plays a mixed day on a real kube-scheduler, records the cluster as a user would (redacted), and verifies the recording.
 *
 * Options: `--nodes 50 --pods 3000 --seconds 120 --seed 1`, `--all-nodes` to score every node (percentageOfNodesToScore 100), `--keep FOLDER`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runAsCommand } from '../cluster/command.ts';
import { startControlPlane } from '../cluster/control-plane.ts';
import { mixedDay } from './mixed-day.ts';

const KEG = join(import.meta.dirname, '..', '..', '..', 'bin', 'kubectl-keg.cjs');

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '50' },
    pods: { type: 'string', default: '3000' },
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    'all-nodes': { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
});

await runAsCommand(async ({ note, print }) => {
  const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'keg-verify-')));
  const configuration = JSON.stringify({
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    ...(values['all-nodes'] && { percentageOfNodesToScore: 100 }),
  });
  const files = {
    scenario: join(folder, 'day.yaml'),
    scheduler: join(folder, 'scheduler.yaml'),
    recording: join(folder, 'cluster.keg.jsonl.gz'),
  };
  await writeFile(files.scheduler, configuration);
  const size = { nodes: Number(values.nodes), pods: Number(values.pods), seconds: Number(values.seconds) };
  await writeFile(files.scenario, mixedDay({ ...size, seed: Number(values.seed) }));
  const cluster = await startControlPlane({
    note,
    stages: true,
    noLimits: true,
    schedulerConfiguration: configuration,
  });
  try {
    const environment = { ...process.env, KUBECONFIG: cluster.kubeconfig };
    const recorder = keg(['record', '-A', '-o', files.recording, '--fit'], environment);
    await sleep(3000);
    const player = keg(['replay', files.scenario, '--target', 'kwok', '--no-probe'], environment);
    note(await textOf(player));
    recorder.kill('SIGINT');
    note(await textOf(recorder));
    const arguments_ = ['verify', files.recording, '--scheduler-config', files.scheduler];
    print(await textOf(keg(arguments_, environment)));
  } finally {
    await cluster.stop();
    if (values.keep === undefined) await rm(folder, { recursive: true });
  }
});

function keg(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [KEG, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

async function textOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  await once(child, 'close');
  return text;
}
