/** From a recording and the command line's wishes to a play: the recorded nodes and pods, or what the wishes make of them. */
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import {
  DEFAULT_KUBERNETES_VERSION,
  type KubernetesVersion,
} from '../../core/scheduler/kubernetes-version.ts';
import { expandScenario } from '../../core/timeline/expand-scenario.ts';
import type { Planned } from '../../core/timeline/timeline-event.ts';
import type { LoadedPlay, PlayRequest } from './play-request.ts';
import { createDifferenceMeter } from './recording-difference.ts';
import { gapProblem, type LoadedRecording } from './recording-source.ts';
import { applyWhatIf, parseScale } from './what-if.ts';

export interface RecordingChoices {
  /** Of the command line; undefined: that of the recording, if it is known. */
  readonly kubernetesVersion: KubernetesVersion | undefined;
  readonly schedulerConfiguration: unknown;
  readonly defaultSeed: number;
}

/**
 * Pods that were alive at the start are created at 0. `--nodes` replaces the recorded nodes, `--nodes-scale` thins them out or multiplies
 * them, pool by pool.
 *
 * @throws {UserError} (usage) for placements that are to be pinned on other nodes than those recorded.
 */
export function playRecording(
  recording: LoadedRecording,
  request: PlayRequest,
  choices: RecordingChoices,
): Omit<LoadedPlay, 'inputs'> {
  const hasOtherNodes = (request.nodes?.length ?? 0) > 0;
  if (request.pin && (hasOtherNodes || request.nodesScale !== undefined)) {
    throw new UserError('--pin puts pods on the nodes on which they were, so there can be no others', {
      next: 'leave out --pin, --nodes or --nodes-scale',
    });
  }
  const { schedulerConfiguration } = choices;
  const whatIf = applyWhatIf(recording.scenario, { ...request, schedulerConfiguration });
  const { scenario } = whatIf;
  const seed = request.seed ?? scenario.seed ?? choices.defaultSeed;
  const kubernetesVersion =
    choices.kubernetesVersion ??
    (scenario.kubernetesVersion as KubernetesVersion | undefined) ??
    DEFAULT_KUBERNETES_VERSION;
  const { configuration, cycle, bind } = scenario.scheduler;
  const { pods, measurement } = recording;
  const nodes = hasOtherNodes ? [] : recording.nodes.planned(scaleOf(request));
  const names = hasOtherNodes || nodes.length === 0 ? undefined : namesOf(nodes);
  const recorded: Planned[] = [
    ...nodes,
    ...recording.schedulerChanges,
    ...pods.planned({ pin: request.pin ?? false, ...(names && { nodes: names }) }),
  ];
  const leftOut = names ? pods.ofOtherNodes(names) : 0;
  const figures = measurement.finish();
  return {
    scenario,
    play: {
      timeline: expandScenario(scenario, seed, recorded),
      scheduler: { kubernetesVersion, configuration, cycle, bind },
      seed,
      duration: scenario.duration,
    },
    problems: [
      ...recording.problems.filter(({ code }) => !hasOtherNodes || code !== 'no-nodes'),
      ...(leftOut > 0 ? [ofOtherNodes(leftOut)] : []),
      ...gapProblem(figures.gaps),
      ...whatIf.problems,
    ],
    recorded: { meter: createDifferenceMeter(pods.placements(), request.pin ?? false), figures },
  };
}

function ofOtherNodes(pods: number): Problem {
  const message = `${pods} pods belong to nodes that are not there now (DaemonSets, static pods), and are left out`;
  return { code: 'left-out', severity: 'warning', message };
}

function namesOf(nodes: readonly Planned[]): ReadonlySet<string> {
  return new Set(
    nodes.flatMap(({ action }) => (action.kind === 'add-node' ? action.node.metadata.name : [])),
  );
}

function scaleOf({ nodesScale }: PlayRequest): number | undefined {
  return nodesScale === undefined ? undefined : parseScale(nodesScale);
}
