/** From a scenario file or a recording and the command line's wishes to a play that a target can carry out. */
import { dirname, isAbsolute, join } from 'node:path';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { isAboutNodes } from '../../core/scenario/lint/node-problems.ts';
import { loadScenario } from '../../core/scenario/load-scenario.ts';
import { parsePositionedYaml } from '../../core/scenario/positioned-yaml.ts';
import {
  DEFAULT_KUBERNETES_VERSION,
  parseKubernetesVersion,
} from '../../core/scheduler/kubernetes-version.ts';
import { expandScenario } from '../../core/timeline/expand-scenario.ts';
import { collectRecordedPods } from '../../core/timeline/recorded-pods.ts';
import type { Planned } from '../../core/timeline/timeline-event.ts';
import { readRecordingFile } from '../../storage/recording-file.ts';
import { openSourceFile, type SourceFile, textOf } from '../../storage/source-file.ts';
import { readTextFile } from '../../storage/text-file.ts';
import type { Play } from '../../targets/target.ts';
import { playRecording } from './play-of-recording.ts';
import type { LoadedPlay, PlayRequest } from './play-request.ts';
import { loadRecording } from './recording-source.ts';
import { applyWhatIf } from './what-if.ts';

const DEFAULT_SEED = 1;

/**
 * Loads and expands.
 *
 * @throws {UserError} for a file that cannot be read or is no valid scenario: its first error, with all the others in the message's notes.
 */
export async function loadPlay(request: PlayRequest): Promise<LoadedPlay> {
  const kubernetesFlag =
    request.kubernetesVersion === undefined ? undefined : parseKubernetesVersion(request.kubernetesVersion);
  const schedulerConfiguration =
    request.schedulerConfig === undefined
      ? undefined
      : await readSchedulerConfiguration(request.schedulerConfig);
  const source = await openSourceFile(request.file);
  if (isRecording(new TextDecoder().decode(source.head))) {
    const recording = await loadRecording(source, request.file);
    const choices = { kubernetesVersion: kubernetesFlag, schedulerConfiguration, defaultSeed: DEFAULT_SEED };
    return { ...playRecording(recording, request, choices), inputs: inputsOf(request) };
  }
  if (request.pin) {
    throw new UserError('--pin puts pods where a recording has them, and this is a scenario', {
      next: 'give a recording, or leave out --pin',
    });
  }
  const loaded = loadScenario(await wholeText(source, request.file), request.file);
  if (!loaded.scenario) throw invalid(loaded.problems);
  const { scenario, problems: leftOut } = applyWhatIf(loaded.scenario, {
    ...request,
    schedulerConfiguration,
  });
  const seed = request.seed ?? scenario.seed ?? DEFAULT_SEED;
  const kubernetesVersion =
    kubernetesFlag ?? parseKubernetesVersion(scenario.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION);
  const recordedFile =
    scenario.recorded === undefined ? undefined : pathBeside(request.file, scenario.recorded);
  const recorded = recordedFile === undefined ? [] : await readRecordedPods(recordedFile);
  const { configuration, cycle, bind } = scenario.scheduler;
  const play: Play = {
    timeline: expandScenario(scenario, seed, recorded),
    scheduler: { kubernetesVersion, configuration, cycle, bind },
    seed,
    duration: scenario.duration,
  };
  const warnings =
    scenario.nodes === loaded.scenario.nodes
      ? loaded.problems
      : loaded.problems.filter((problem) => !isAboutNodes(problem));
  const inputs = [...inputsOf(request), ...(recordedFile === undefined ? [] : [recordedFile])];
  return { scenario, play, inputs, problems: [...warnings, ...leftOut] };
}

/** Line 1 of a recording is its header, in keg's own key order or any other. */
function isRecording(text: string): boolean {
  return /^\{[^\n]*"kind":\s*"Recording"/.test(text);
}

/** Standard input can be read only once. */
async function wholeText(source: SourceFile, path: string): Promise<string> {
  if (path !== '-') {
    source.close();
    return readTextFile(path);
  }
  let text = '';
  for await (const piece of textOf(source)) text += piece;
  return text.replace(/^\uFEFF/, '');
}

async function readSchedulerConfiguration(path: string): Promise<unknown> {
  const parsed = parsePositionedYaml(await readTextFile(path), path);
  if (parsed.document) return parsed.document.data;
  const [problem] = parsed.problems;
  throw new UserError(problem?.message ?? 'is no YAML', { position: problem?.position });
}

function invalid(problems: readonly Problem[]): UserError {
  const [first, ...others] = problems.filter((problem) => problem.severity === 'error');
  return new UserError(first?.message ?? 'is no scenario', {
    position: first?.position,
    next:
      others.length === 0
        ? undefined
        : `and ${others.length} more: see kubectl keg validate ${first?.position?.file}`,
  });
}

function inputsOf({ file, schedulerConfig }: PlayRequest): string[] {
  return schedulerConfig === undefined ? [file] : [file, schedulerConfig];
}

function pathBeside(scenarioFile: string, recorded: string): string {
  return isAbsolute(recorded) ? recorded : join(dirname(scenarioFile), recorded);
}

async function readRecordedPods(path: string): Promise<Planned[]> {
  const pods = collectRecordedPods();
  await readRecordingFile(path, { header() {}, observe: pods.observe });
  return pods.planned();
}
