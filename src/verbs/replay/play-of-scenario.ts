/** Makes a play of a scenario: applies the command line's what-ifs and expands the timeline. */
import { UserError } from '../../core/errors/user-error.ts';
import { requireWindow, type WindowBounds, windowBounds } from '../../core/recording/window/window-bounds.ts';
import { isAboutNodes } from '../../core/scenario/lint/node-problems.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import type { StagedScenario } from '../../core/scenario/stages/with-stages.ts';
import { expandScenario } from '../../core/timeline/expand-scenario.ts';
import { schedulerModel } from '../../targets/scheduler-model.ts';
import type { Play } from '../../targets/target.ts';
import { disturbances } from './disturbances.ts';
import { plannedDrains } from './drain-flag.ts';
import { idleDisturbances } from './idle-disturbances.ts';
import {
  askedWindow,
  DEFAULT_SEED,
  type LoadedPlay,
  type PlayRequest,
  type SchedulerChoices,
} from './play-request.ts';
import { filesOfOptions } from './replay-options.ts';
import type { ScenarioSource } from './scenario-source.ts';
import { applyWhatIf } from './what-if.ts';
import { withoutDraining } from './without-draining.ts';

/**
 * @param staged - its scenario, with the Stages of the request.
 * @throws {UserError} (usage) for --pin, which only a recording can follow, and for what-ifs that are none.
 */
export async function playOfScenario(
  source: ScenarioSource,
  staged: StagedScenario,
  request: PlayRequest,
  { kubernetesVersion, schedulerConfiguration, autoscaler, failures }: SchedulerChoices,
): Promise<LoadedPlay> {
  if (request.pin) {
    throw new UserError('--pin puts pods on the nodes of a recording, and this is a scenario', {
      next: 'give a recording, or leave out --pin',
    });
  }
  const whatIf = applyWhatIf(staged.scenario, {
    ...request,
    schedulerConfiguration,
    autoscalerOfFile: autoscaler,
    drawnFailures: failures,
    ...(request.drain && { drains: plannedDrains(request.drain, request) }),
  });
  const { scenario } = whatIf;
  const seed = request.seed ?? scenario.seed ?? DEFAULT_SEED;
  const hasOwnNodes = scenario.nodes === source.scenario.nodes;
  request.onSized?.(countedPods(scenario));
  const timeline = expandScenario(scenario, seed, source.recordedPods);
  const play = {
    timeline,
    scheduler: schedulerModel(scenario, kubernetesVersion),
    ...(scenario.autoscaler && {
      autoscaler: source.recordedPods.length > 0 ? withoutDraining(scenario.autoscaler) : scenario.autoscaler,
    }),
    ...disturbances(scenario, timeline, request.missingNodes === 'left-out' ? undefined : failures),
    seed,
    duration: scenario.duration,
    ...(scenario.descheduler && { descheduler: scenario.descheduler }),
  };
  const window = windowOf(request, scenario);
  const idle = idleDisturbances(scenario, { timeline, seed, window });
  return {
    scenario,
    ...(window && { window }),
    play: window ? await playOfWindow(play, window, request) : play,
    inputs: [
      request.file,
      ...(request.otherFiles ?? []),
      ...filesOfOptions(request),
      source.recordedFile,
    ].filter((path) => path !== undefined),
    problems: [
      ...source.problems
        .filter((problem) => hasOwnNodes || !isAboutNodes(problem))
        .filter(({ code }) => code !== 'workload-never-ends' || scenario.duration === undefined),
      ...staged.problems,
      ...whatIf.problems,
      ...idle,
    ],
  };
}

/** The pods whose number is written: how many arrive in a time is drawn. */
function countedPods({ pods }: Scenario): number {
  return pods.reduce((sum, entry) => sum + (entry.kind === 'drawn' ? (entry.count ?? 0) : 1), 0);
}

/** Code that reads Stages is loaded only for them. @throws {UserError} for a file of Stages that cannot be read. */
export async function withStageFiles(scenario: Scenario, files: readonly string[]): Promise<StagedScenario> {
  if (files.length === 0) return { scenario, problems: [] };
  const { withStages } = await import('../../core/scenario/stages/with-stages.ts');
  const { readStageFiles } = await import('../../storage/stage-files.ts');
  return withStages(scenario, await readStageFiles(files), files.join(', '));
}

/** Undefined: everything. An end at or after that of the scenario is none of its own. */
function windowOf(
  request: PlayRequest,
  { recorded, duration, position: { file } }: Scenario,
): WindowBounds | undefined {
  const bounds = windowBounds(askedWindow(request), recorded);
  if (!bounds) return undefined;
  if (duration !== undefined) requireWindow(bounds, duration, file);
  const ends = bounds.to !== undefined && (duration === undefined || bounds.to < duration);
  return ends ? bounds : { from: bounds.from, to: undefined };
}

async function playOfWindow(
  play: Play,
  window: WindowBounds,
  { playsBeforeWindows }: PlayRequest,
): Promise<Play> {
  if (playsBeforeWindows) return { ...play, window, duration: window.to ?? play.duration };
  const { windowOfPlay } = await import('./window-of-play.ts');
  return window.from === 0 ? { ...play, duration: window.to ?? play.duration } : windowOfPlay(play, window);
}
