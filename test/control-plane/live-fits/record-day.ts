/** Records a day that is played on a control plane with simulated nodes, as a user would: by `kubectl keg record -A`, redacted. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Note } from '../cluster/build.ts';
import { startControlPlane } from '../cluster/control-plane.ts';
import { type PlainApi, plainApi } from '../cluster/plain-api.ts';
import { eventually } from '../workload.ts';
import { type Day, playDay } from './day.ts';
import { makeStages } from './stages.ts';

const KEG = join(import.meta.dirname, '..', '..', '..', 'bin', 'kubectl-keg.cjs');
/** Milliseconds. What exists before the recording comes to rest, and the recorder lists it. */
const SETTLING = 8000;
const LISTING = 3000;

/** @returns the path of the recording. */
export async function recordDay(day: Day, folder: string, note: Note): Promise<string> {
  const cluster = await startControlPlane({ note, stages: true, noLimits: true });
  const api = plainApi(cluster);
  try {
    await acceptsPods(api);
    await makeStages(api);
    for (const act of day.before) await act(api);
    await sleep(SETTLING);
    return await recordWhile(
      cluster.kubeconfig,
      join(folder, `${day.name}.keg.jsonl.gz`),
      () => playDay(api, day),
      note,
    );
  } finally {
    await api.close();
    await cluster.stop();
  }
}

export async function recordWhile(
  kubeconfig: string,
  file: string,
  play: () => Promise<void>,
  note: Note,
): Promise<string> {
  const recorder = keg(['record', '-A', '-o', file, '--force'], kubeconfig);
  await sleep(LISTING);
  await play();
  recorder.kill('SIGINT');
  note((await textOf(recorder)).trim());
  return file;
}

export function keg(args: readonly string[], kubeconfig: string): ChildProcess {
  const env = { ...process.env, KUBECONFIG: kubeconfig };
  return spawn(process.execPath, [KEG, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

export async function textOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  await once(child, 'close');
  return text;
}

/** Pods are refused until the controller manager has created the service account of their namespace. */
export async function acceptsPods(api: PlainApi): Promise<void> {
  await eventually(
    () => api.get('/api/v1/namespaces/default/serviceaccounts/default'),
    ({ status }) => status === 200,
  );
}
