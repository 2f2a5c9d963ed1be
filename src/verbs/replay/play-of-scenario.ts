/** Makes a play of a scenario: applies the command line's what-ifs and expands the timeline. */
import { UserError } from '../../core/errors/user-error.ts';
import { isAboutNodes } from '../../core/scenario/lint/node-problems.ts';
import { expandScenario } from '../../core/timeline/expand-scenario.ts';
import { schedulerModel } from '../../targets/scheduler-model.ts';
import { DEFAULT_SEED, type LoadedPlay, type PlayRequest, type SchedulerChoices } from './play-request.ts';
import type { ScenarioSource } from './scenario-source.ts';
import { applyWhatIf } from './what-if.ts';

/** @throws {UserError} (usage) for --pin, which only a recording can follow, and for what-ifs that are none. */
export function playOfScenario(
  source: ScenarioSource,
  request: PlayRequest,
  { kubernetesVersion, schedulerConfiguration }: SchedulerChoices,
): LoadedPlay {
  if (request.pin) {
    throw new UserError('--pin puts pods on the nodes of a recording, and this is a scenario', {
      next: 'give a recording, or leave out --pin',
    });
  }
  const whatIf = applyWhatIf(source.scenario, { ...request, schedulerConfiguration });
  const { scenario } = whatIf;
  const seed = request.seed ?? scenario.seed ?? DEFAULT_SEED;
  const hasOwnNodes = scenario.nodes === source.scenario.nodes;
  return {
    scenario,
    play: {
      timeline: expandScenario(scenario, seed, source.recordedPods),
      scheduler: schedulerModel(scenario, kubernetesVersion),
      seed,
      duration: scenario.duration,
    },
    inputs: [request.file, request.schedulerConfig, source.recordedFile].filter((path) => path !== undefined),
    problems: [
      ...source.problems.filter((problem) => hasOwnNodes || !isAboutNodes(problem)),
      ...whatIf.problems,
    ],
  };
}
