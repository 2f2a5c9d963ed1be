/** Loads what a replay plays: opens the file once, recognises a scenario or a recording, and reads it once. */

import { UserError } from '../../core/errors/user-error.ts';
import { fileHead } from '../../core/importers/file-kinds/file-head.ts';
import type { FileRole } from '../../core/importers/file-kinds/file-kind.ts';
import { requireRole } from '../../core/importers/file-kinds/name-file.ts';
import type { Autoscaler } from '../../core/scenario/autoscaler.ts';
import { parseKubernetesVersion } from '../../core/scheduler/kubernetes-version.ts';
import { shownDuration } from '../../core/time/duration.ts';
import { isDriverFolder } from '../../storage/driver-folder.ts';
import {
  openSchedulerConfiguration,
  type WrittenConfiguration,
} from '../../storage/scheduler-configuration-file.ts';
import { openSourceFile, type SourceFile } from '../../storage/source-file.ts';
import { playsSomething } from './idle-play.ts';
import { playOfScenario, withStageFiles } from './play-of-scenario.ts';
import {
  askedWindow,
  type LoadedPlay,
  type OpenedFile,
  type PlayRequest,
  type SchedulerChoices,
} from './play-request.ts';
import { readScenarioSource, type ScenarioSource } from './scenario-source.ts';

/**
 * Loads the file, unless the request has it open, and expands it into a timeline.
 *
 * @throws {UserError} (exit code 2) for a file that cannot be read, is neither a scenario nor a recording (naming what it is), is invalid or
 *         contains nothing to play, and for flags that do not go with it.
 */
export async function loadPlay(request: PlayRequest): Promise<LoadedPlay> {
  if (request.opened) return request.opened.play(request);
  refuseTwoEnds(request);
  const choices = await readChoices(request);
  const build = await openBuilder(request);
  return finish(await build(request, choices), request, choices);
}

/**
 * Reads and checks the file of the request once, for many plays. Each file that flags name is read once too.
 *
 * @throws {UserError} as {@link loadPlay} does.
 */
export async function openPlays(request: PlayRequest): Promise<OpenedFile> {
  const build = await openBuilder(request);
  const choicesOf = onceForEach(readChoices);
  return {
    async play(each) {
      refuseTwoEnds(each);
      const { kubernetesVersion, schedulerConfig, autoscaler, failures } = each;
      const choices = await choicesOf({ kubernetesVersion, schedulerConfig, autoscaler, failures });
      return finish(await build(each, choices), each, choices);
    },
  };
}

type ChoiceFlags = Pick<PlayRequest, 'kubernetesVersion' | 'schedulerConfig' | 'autoscaler' | 'failures'>;
type Choices = SchedulerChoices & { readonly given: WrittenConfiguration | undefined };
type Builder = (request: PlayRequest, choices: SchedulerChoices) => LoadedPlay | Promise<LoadedPlay>;

async function openBuilder(request: PlayRequest): Promise<Builder> {
  if (isDriverFolder(request.file)) {
    const { readDriverSource } = await import('./manifests-source.ts');
    refuseOtherFiles('scenario', request);
    return scenarioBuilder(await readDriverSource(request.file));
  }
  const source = await openSourceFile(request.file);
  try {
    const head = fileHead(source.head, source.file);
    const role = requireRole(
      head,
      ['scenario', 'recording', 'manifests'],
      'a scenario, a recording or a file of manifests',
    );
    refuseOtherFiles(role, request);
    if (role === 'manifests') return scenarioBuilder(await readSource(role, source, request));
    const build =
      role === 'recording'
        ? await recordingBuilder(source, request)
        : scenarioBuilder(await readSource(role, source, request));
    return withIdleApplyEvery(build, role);
  } finally {
    source.close();
  }
}

function scenarioBuilder(source: ScenarioSource): Builder {
  const stagedBy = onceForEach((files: readonly string[]) => withStageFiles(source.scenario, files));
  return async ({ stages = [], ...request }, choices) =>
    playOfScenario(source, await stagedBy(stages), { ...request, stages }, choices);
}

/** Says that `--apply-every` changes nothing of what has times of its own. */
function withIdleApplyEvery(build: Builder, role: FileRole): Builder {
  return async (request, choices) => {
    const loaded = await build(request, choices);
    if (request.applyEvery === undefined) return loaded;
    const message = `--apply-every has no effect on a ${role}, which has its own times`;
    const next = 'leave it out: it is for files of Kubernetes manifests';
    return {
      ...loaded,
      problems: [...loaded.problems, { code: 'idle-flag', severity: 'warning', message, next }],
    };
  };
}

/** A function that does its work once for equal arguments. */
function onceForEach<Argument, Result>(
  work: (argument: Argument) => Promise<Result>,
): (argument: Argument) => Promise<Result> {
  const done = new Map<string, Promise<Result>>();
  return (argument) => {
    const key = JSON.stringify(argument);
    const result = done.get(key) ?? work(argument);
    done.set(key, result);
    return result;
  };
}

async function finish(loaded: LoadedPlay, request: PlayRequest, { given }: Choices): Promise<LoadedPlay> {
  given?.check(loaded.play.scheduler.kubernetesVersion);
  refuseIdlePlay(loaded, request);
  if (!changesLoad(request)) return withUnserved(loaded);
  const { withChangedLoad } = await import('./load-flags.ts');
  return withUnserved(await withChangedLoad(loaded, request));
}

/** Warns of pods that an autoscaler has no node for. */
async function withUnserved(loaded: LoadedPlay): Promise<LoadedPlay> {
  const { timeline, autoscaler } = loaded.play;
  if (!autoscaler) return loaded;
  const { unservedPods } = await import('../../core/timeline/unserved-pods.ts');
  return { ...loaded, problems: [...loaded.problems, ...unservedPods(timeline, autoscaler)] };
}

/** Code that reads manifests is loaded only for them. */
async function readSource(role: FileRole, source: SourceFile, request: PlayRequest): Promise<ScenarioSource> {
  if (role === 'scenario') return readScenarioSource(source, request.file);
  const { readManifestsSource } = await import('./manifests-source.ts');
  return readManifestsSource(source, request);
}

function refuseOtherFiles(role: FileRole, { file, otherFiles = [] }: PlayRequest): void {
  if (role === 'manifests' || otherFiles.length === 0) return;
  throw new UserError(`a ${role} is played alone`, {
    position: { file },
    next: 'only files of Kubernetes manifests are one scenario together: play the others with calls of their own',
  });
}

/** Its code is loaded only for a recording: a replay of a scenario starts sooner without it. */
async function recordingBuilder(source: SourceFile, request: PlayRequest): Promise<Builder> {
  const { playOfRecording } = await import('./play-of-recording.ts');
  const { readRecordingSource } = await import('./recording-source.ts');
  const recording = await readRecordingSource(source, askedWindow(request));
  return (each, choices) => playOfRecording(recording, each, choices);
}

/** The duration counts from the start of the scenario, and a window has its own. */
function refuseTwoEnds({ from, to, duration }: PlayRequest): void {
  if (duration === undefined || (!from && !to)) return;
  throw new UserError("--duration can't be given together with --from or --to", {
    next: 'let --to say when the window ends',
  });
}

function changesLoad({ amplify, requestsScale, drop = [], only = [] }: PlayRequest): boolean {
  return amplify !== undefined || requestsScale !== undefined || drop.length + only.length > 0;
}

function refuseIdlePlay({ play: { timeline, duration }, recorded }: LoadedPlay, { file }: PlayRequest): void {
  if (playsSomething(timeline)) return;
  if (recorded?.figures.pods.created === 0) {
    throw new UserError('this is a recording of nodes without pods: there is nothing to play', {
      position: { file },
      next: `give its nodes to a scenario with pods: kubectl keg generate SCENARIO --nodes-from ${file} -o OUT.yaml; kubectl keg fit ${file} writes them as a scenario`,
    });
  }
  const when = duration === undefined ? '' : ` in the first ${shownDuration(duration)}`;
  throw new UserError(`there is nothing to play: no pod arrives${when}`, {
    position: { file },
    next: 'check the counts and times of its pods, and the duration',
  });
}

/** @returns also the file of the configuration, which is checked when the version is known. */
async function readChoices({
  kubernetesVersion,
  schedulerConfig,
  autoscaler,
  failures,
}: ChoiceFlags): Promise<Choices> {
  const given = schedulerConfig === undefined ? undefined : await openSchedulerConfiguration(schedulerConfig);
  return {
    given,
    kubernetesVersion:
      kubernetesVersion === undefined ? undefined : parseKubernetesVersion(kubernetesVersion),
    schedulerConfiguration: given?.configuration,
    autoscaler: autoscaler === undefined ? undefined : await readAutoscaler(autoscaler),
    failures: failures === undefined ? undefined : await readFailureFlags(failures),
  };
}

/** Its code is loaded only for the flag. */
async function readFailureFlags(values: readonly string[]): Promise<SchedulerChoices['failures']> {
  const { readFailures } = await import('../../storage/failures-value.ts');
  return readFailures(values);
}

/** Its code is loaded only for the flag. */
async function readAutoscaler(file: string): Promise<Autoscaler> {
  const { readAutoscalerFile } = await import('../../storage/autoscaler-file.ts');
  return readAutoscalerFile(file);
}
