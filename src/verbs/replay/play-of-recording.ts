/** Makes a play of a recording: its own nodes and pods, changed by the command line's what-ifs. */
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { checkRecordedConfiguration } from '../../core/recording/recorded-configuration.ts';
import { formatDuration } from '../../core/time/duration.ts';
import { expandScenario } from '../../core/timeline/expand-scenario.ts';
import { scaledCsiNodes } from '../../core/timeline/scaled-csi-nodes.ts';
import type { Planned } from '../../core/timeline/timeline-event.ts';
import { schedulerModel } from '../../targets/scheduler-model.ts';
import { DEFAULT_SEED, type LoadedPlay, type PlayRequest, type SchedulerChoices } from './play-request.ts';
import { createDifferenceMeter } from './recording-difference.ts';
import type { PlayedRecording } from './recording-source.ts';
import { applyWhatIf, parseScale } from './what-if.ts';

/**
 * Pods that were alive at the start are created at 0. `--nodes` replaces the recorded nodes; `--nodes-scale` removes or copies some of them,
 * pool by pool. Pods that run when a window begins (`--from`) are on their recorded nodes.
 *
 * @throws {UserError} (usage) for --pin together with other nodes than the recorded ones.
 */
export function playOfRecording(
  source: PlayedRecording,
  request: PlayRequest,
  { kubernetesVersion, schedulerConfiguration }: SchedulerChoices,
): LoadedPlay {
  const pin = request.pin ?? false;
  const hasOtherNodes = (request.nodes?.length ?? 0) > 0;
  if (pin && (hasOtherNodes || request.nodesScale !== undefined)) {
    throw new UserError('--pin puts pods on their recorded nodes, so the nodes cannot change', {
      next: 'leave out --pin, --nodes or --nodes-scale',
    });
  }
  const whatIf = applyWhatIf(source.scenario, { ...request, schedulerConfiguration });
  const { scenario } = whatIf;
  const seed = request.seed ?? scenario.seed ?? DEFAULT_SEED;
  const model = schedulerModel(scenario, kubernetesVersion);
  if (schedulerConfiguration === undefined)
    checkRecordedConfiguration(model.configuration, model.kubernetesVersion, scenario.position.file);
  const { pods } = source;
  const nodes = hasOtherNodes ? [] : source.nodes.planned(scaleOf(request));
  const names = hasOtherNodes || nodes.length === 0 ? undefined : namesOf(nodes);
  const scale = scaleOf(request);
  const objects =
    hasOtherNodes || scale === undefined
      ? source.objects.planned()
      : scaledCsiNodes(source.objects.planned(), source.nodes.names(scale));
  const recorded: Planned[] = [
    ...nodes,
    ...objects,
    ...source.schedulerChanges,
    ...pods.planned({ pin, placed: request.from !== undefined, ...(names && { nodes: names }) }),
  ];
  const figures = source.measurement.finish();
  return {
    scenario,
    play: {
      timeline: expandScenario(scenario, seed, recorded),
      scheduler: model,
      seed,
      duration: scenario.duration,
    },
    ...(source.window && { window: source.window }),
    inputs: [request.file, request.schedulerConfig].filter((path) => path !== undefined),
    problems: [
      ...source.problems.filter(({ code }) => !hasOtherNodes || code !== 'no-nodes'),
      ...podsOfOtherNodes(names ? pods.ofOtherNodes(names) : 0),
      ...gapProblem(figures.gaps),
      ...whatIf.problems,
    ],
    recorded: { meter: createDifferenceMeter(pods.placements(), pin), figures },
  };
}

function podsOfOtherNodes(count: number): Problem[] {
  if (count === 0) return [];
  const message = `left out: ${counted(count, 'pod')} of nodes that are not there now (DaemonSets, static pods)`;
  return [{ code: 'left-out', severity: 'warning', message }];
}

function gapProblem(gaps: { readonly count: number; readonly total: number }): Problem[] {
  if (gaps.count === 0) return [];
  const length = formatDuration(Math.round(gaps.total / 1e6) * 1e6);
  const message = `${length} of the recording were not seen: what came and went in them is not played`;
  return [{ code: 'observation-gap', severity: 'warning', message }];
}

function namesOf(nodes: readonly Planned[]): ReadonlySet<string> {
  return new Set(
    nodes.flatMap(({ action }) => (action.kind === 'add-node' ? action.node.metadata.name : [])),
  );
}

function scaleOf({ nodesScale }: PlayRequest): number | undefined {
  return nodesScale === undefined ? undefined : parseScale(nodesScale);
}
