/** Runs the real `kubectl keg` against a test's control plane and reads back what it printed and recorded. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Figures } from '../../src/core/measure/figures.ts';
import type { Observation, RecordingHeader } from '../../src/core/recording/observation.ts';
import type { PodCreatedObservation } from '../../src/core/recording/pod-observation.ts';
import { readRecordingFile } from '../../src/storage/recording-file.ts';
import { EXECUTABLE, type Finished, finished } from '../cli/run-keg.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A cluster that a kubeconfig leads to. */
export interface Reachable {
  readonly kubeconfig: string;
  /** Of kube-scheduler-simulator, where the cluster is one. */
  readonly simulatorUrl?: string;
}

/** A command that runs. */
interface RunningKeg {
  readonly child: ChildProcess;
  readonly ended: Promise<Finished>;
  /** All that it has printed on stderr until now. */
  printed(): string;
}

/** A replay that has ended. */
export interface EndedReplay extends Finished {
  /** The id of the run, as printed; undefined if none was printed. */
  readonly run: string | undefined;
  /** The figures that `-o json` printed. */
  readonly figures: () => Figures;
  readonly recording: () => Promise<Recorded>;
  readonly recordingPath: string;
}

export interface RunningReplay extends Omit<RunningKeg, 'ended'> {
  readonly ended: Promise<EndedReplay>;
}

/** Starts `kubectl keg ...argv` on a cluster; it is killed if the test ends first. */
function startKeg(
  t: ExecutionContext,
  { kubeconfig }: Reachable,
  argv: readonly string[],
  streams: { readonly stderrTo?: (text: string) => void } = {},
): RunningKeg {
  const { COLUMNS, NO_COLOR, FORCE_COLOR, NODE_OPTIONS, ...inherited } = process.env;
  const child = spawn(process.execPath, [EXECUTABLE, ...argv], {
    env: { ...inherited, KUBECONFIG: kubeconfig },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  let printed = '';
  const ended = finished(child);
  child.stderr?.on('data', (text: string) => {
    printed += text;
    streams.stderrTo?.(text);
  });
  return { child, ended, printed: () => printed };
}

/** Runs `kubectl keg ...argv` to its end. */
export function kegOn(t: ExecutionContext, cluster: Reachable, argv: readonly string[]): Promise<Finished> {
  return startKeg(t, cluster, argv).ended;
}

/**
 * Starts `kubectl keg replay --target kwok`, or on the simulator where the cluster is one, printing JSON and writing a recording.
 *
 * @param scenario the path of a file, or the YAML itself.
 */
export function startReplay(
  t: ExecutionContext,
  cluster: Reachable,
  scenario: string,
  ...flags: readonly string[]
): RunningReplay {
  const folder = temporaryFolder(t);
  const recordingPath = join(folder, 'replay.keg.jsonl');
  const file = scenario.includes('\n') ? join(folder, 'scenario.yaml') : scenario;
  if (file !== scenario) writeFileSync(file, scenario);
  const { simulatorUrl } = cluster;
  const target = simulatorUrl === undefined ? ['kwok'] : ['simulator', '--simulator-url', simulatorUrl];
  const argv = ['replay', file, '--target', ...target, '-o', 'json', '--recording', recordingPath, ...flags];
  const running = startKeg(t, cluster, argv);
  const ended = running.ended.then((end) => ({
    ...end,
    recordingPath,
    run: /as run (\w+)/.exec(end.stderr)?.[1],
    figures: () => JSON.parse(end.stdout) as Figures,
    recording: () => readRecorded(recordingPath),
  }));
  return { ...running, ended };
}

/** Plays a scenario to its end. */
export function replay(
  t: ExecutionContext,
  cluster: Reachable,
  scenario: string,
  ...flags: readonly string[]
): Promise<EndedReplay> {
  return startReplay(t, cluster, scenario, ...flags).ended;
}

export function isRecorded({ recordingPath }: Pick<EndedReplay, 'recordingPath'>): boolean {
  return existsSync(recordingPath);
}

/** A recording, with its pods by their names. */
export interface Recorded {
  readonly header: RecordingHeader;
  readonly observations: readonly Observation[];
  /** By scenario namespace and name, `default/a`. If a name came twice, the later pod. */
  readonly pods: ReadonlyMap<string, RecordedPod>;
}

/** The times of a pod's events, in microseconds of scenario time. */
export interface RecordedPod {
  readonly created: PodCreatedObservation;
  readonly bound?: number;
  readonly node?: string | null;
  readonly started?: number;
  readonly ready?: number;
  readonly finished?: number;
  readonly phase?: 'Succeeded' | 'Failed';
  readonly exitCode?: number | undefined;
  readonly deleted?: number;
}

export async function readRecorded(path: string): Promise<Recorded> {
  const observations: Observation[] = [];
  let header: RecordingHeader | undefined;
  await readRecordingFile(path, {
    header: (read) => {
      header = read;
    },
    observe: (each) => observations.push(each),
  });
  if (header === undefined) throw new Error(`${path} has no header`);
  return { header, observations, pods: recordedPods(observations) };
}

function recordedPods(observations: readonly Observation[]): Map<string, RecordedPod> {
  const byUid = new Map<string, { -readonly [Key in keyof RecordedPod]: RecordedPod[Key] }>();
  for (const each of observations) {
    if (each.kind === 'pod-created') byUid.set(each.uid, { created: each });
    const pod = 'uid' in each ? byUid.get(each.uid) : undefined;
    if (pod === undefined) continue;
    if (each.kind === 'pod-bound') Object.assign(pod, { bound: each.at, node: each.node });
    if (each.kind === 'pod-started') pod.started = each.at;
    if (each.kind === 'pod-ready') pod.ready = each.at;
    if (each.kind === 'pod-finished')
      Object.assign(pod, { finished: each.at, phase: each.phase, exitCode: each.exitCode });
    if (each.kind === 'pod-deleted') pod.deleted = each.at;
  }
  return new Map([...byUid.values()].map((pod) => [`${pod.created.namespace}/${pod.created.name}`, pod]));
}
