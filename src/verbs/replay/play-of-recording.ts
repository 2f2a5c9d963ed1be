/** Makes a play of a recording: its own nodes and pods, changed by the command line's what-ifs. */
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { checkRecordedConfiguration } from '../../core/recording/recorded-configuration.ts';
import { nodeFlagsOf, type PoolCount } from '../../core/scenario/node-flag.ts';
import { sizesNote } from '../../core/scenario/sizes-note.ts';
import { shownDuration } from '../../core/time/duration.ts';
import { expandScenario } from '../../core/timeline/expand-scenario.ts';
import { poolSizes } from '../../core/timeline/pool-sizes.ts';
import type { PoolFactor, RecordedNodes } from '../../core/timeline/recorded-nodes.ts';
import { scaledCsiNodes } from '../../core/timeline/scaled-csi-nodes.ts';
import type { Planned } from '../../core/timeline/timeline-event.ts';
import { schedulerModel } from '../../targets/scheduler-model.ts';
import { autoscaledCounts } from './autoscaled-counts.ts';
import { disturbances } from './disturbances.ts';
import { plannedDrains } from './drain-flag.ts';
import { idleDisturbances } from './idle-disturbances.ts';
import { idleScale } from './idle-scale.ts';
import { joinedNodes } from './kept-pools.ts';
import { nodeCounts } from './node-counts.ts';
import { DEFAULT_SEED, type LoadedPlay, type PlayRequest, type SchedulerChoices } from './play-request.ts';
import { createDifferenceMeter } from './recording-difference.ts';
import type { PlayedRecording } from './recording-source.ts';
import { filesOfOptions } from './replay-options.ts';
import { sizesOf } from './scale-nodes.ts';
import { applyWhatIf, scaleOf } from './what-if.ts';
import { withoutDraining } from './without-draining.ts';

/**
 * Pods that were alive at the start are created at 0. `--nodes` replaces the recorded nodes, or sets the count of a pool; `--nodes-scale`
 * removes or copies some of them, pool by pool. Pods that run when a window begins (`--from`) are on their recorded nodes.
 *
 * @throws {UserError} (usage) for --pin together with other nodes than the recorded ones.
 */
export function playOfRecording(
  source: PlayedRecording,
  request: PlayRequest,
  { kubernetesVersion, schedulerConfiguration, autoscaler: given, failures }: SchedulerChoices,
): LoadedPlay {
  const pin = request.pin ?? false;
  const { pools, counts } = nodeFlagsOf(request);
  const { autoscaler, others } = autoscaledCounts(given, counts, new Map());
  // Its pools are all that there are.
  if (given) nodeCounts(new Map(), others, undefined, given);
  const hasOtherNodes = pools.length > 0 || autoscaler !== undefined;
  if (pin && (hasOtherNodes || counts.length > 0 || request.nodesScale !== undefined)) {
    throw new UserError('--pin puts pods on their recorded nodes, so the nodes cannot change', {
      next: 'leave out --pin, --nodes, --node-pool, --nodes-scale or --autoscaler',
    });
  }
  if (pin && (failures || request.drain)) {
    throw new UserError('--pin puts pods on their recorded nodes, so no node can be drained or fail', {
      next: 'leave out --pin, --drain or --failures',
    });
  }
  const nodeFlags = pools.length > 0 ? {} : { nodes: [], nodePool: [], nodesScale: undefined };
  const whatIf = applyWhatIf(
    source.scenario,
    {
      ...request,
      ...nodeFlags,
      schedulerConfiguration,
      drawnFailures: failures,
      ...(request.drain && {
        // A recording may be a window of another one: its times count from its own start.
        drains: plannedDrains(request.drain, {
          start: source.start,
          missingNodes: request.missingNodes,
          offset: request.from ? (source.window?.from ?? 0) : 0,
        }),
      }),
    },
    pools.length > 0 ? joinedNodes(source.nodes.planned()) : [],
  );
  const { scenario } = whatIf;
  const seed = request.seed ?? scenario.seed ?? DEFAULT_SEED;
  const model = schedulerModel(scenario, kubernetesVersion);
  if (schedulerConfiguration === undefined)
    checkRecordedConfiguration(model.configuration, model.kubernetesVersion, scenario.position.file);
  const { pods, figures } = source;
  const changed = hasOtherNodes ? undefined : changedNodes(source.nodes, counts, scaleOf(request));
  const nodes = hasOtherNodes ? [] : source.nodes.planned(changed?.factorOf);
  const names = hasOtherNodes || nodes.length === 0 ? undefined : namesOf(nodes);
  const objects = changed
    ? scaledCsiNodes(source.objects.planned(), source.nodes.names(changed.factorOf))
    : source.objects.planned();
  const recorded: Planned[] = [
    ...nodes,
    ...objects,
    ...source.schedulerChanges,
    ...pods.planned({ pin, placed: request.from !== undefined, ...(names && { nodes: names }) }),
  ];
  const timeline = expandScenario(scenario, seed, recorded);
  return {
    scenario,
    play: {
      timeline,
      scheduler: model,
      ...(autoscaler && { autoscaler: withoutDraining(autoscaler) }),
      ...disturbances(scenario, timeline, request.missingNodes === 'left-out' ? undefined : failures),
      seed,
      duration: scenario.duration,
    },
    ...(source.window && { window: source.window }),
    inputs: [request.file, ...filesOfOptions(request)],
    problems: [
      ...((request.stages ?? []).length > 0 ? [IDLE_STAGES] : []),
      ...source.problems.filter(({ code }) => !hasOtherNodes || code !== 'no-nodes'),
      ...(kubernetesVersion === undefined ? otherRules(source, model.kubernetesVersion) : []),
      ...podsOfOtherNodes(names ? pods.ofOtherNodes(names) : 0),
      ...gapProblem(figures.gaps),
      ...(changed?.note ?? []),
      ...(hasOtherNodes ? sizesNote(poolSizes(source.nodes.planned()), sizesOf(pools)) : []),
      ...whatIf.problems,
      ...(pools.length > 0 ? [] : idleScale(scaleOf(request), new Map(), autoscaler)),
      ...idleDisturbances(scenario, { timeline, seed }),
    ],
    recorded: { meter: createDifferenceMeter(pods.placements(), pin), figures },
  };
}

const IDLE_STAGES: Problem = {
  code: 'idle-flag',
  severity: 'warning',
  message: '--stages has no effect on a recording, which has the times of its pods',
  next: 'fit it, and replay the scenario with --stages',
};

/** The recorded cluster decided by rules that the model does not have. */
function otherRules({ unmodelledVersion: recorded }: PlayedRecording, version: string): Problem[] {
  if (recorded === undefined) return [];
  const message = `Kubernetes ${recorded} is not modelled: the embedded scheduler decides by the rules of ${version}`;
  const next = 'name another version with --kubernetes-version';
  return [{ code: 'not-modelled', severity: 'warning', message, next }];
}

function podsOfOtherNodes(count: number): Problem[] {
  if (count === 0) return [];
  const message = `left out: ${counted(count, 'pod')} of nodes that are not there now (DaemonSets, static pods)`;
  return [{ code: 'left-out', severity: 'warning', message }];
}

function gapProblem(gaps: { readonly count: number; readonly total: number }): Problem[] {
  if (gaps.count === 0) return [];
  const length = shownDuration(Math.round(gaps.total / 1e6) * 1e6);
  const message = `${length} of the recording were not seen: what came and went in them is not played`;
  return [{ code: 'observation-gap', severity: 'warning', message }];
}

function namesOf(nodes: readonly Planned[]): ReadonlySet<string> {
  return new Set(
    nodes.flatMap(({ action }) => (action.kind === 'add-node' ? action.node.metadata.name : [])),
  );
}

interface ChangedNodes {
  readonly factorOf: PoolFactor;
  readonly note: readonly Problem[];
}

/** The size of a recorded pool is the most nodes that it had at the same time. */
function changedNodes(
  recorded: RecordedNodes,
  counts: readonly PoolCount[],
  scale: number | undefined,
): ChangedNodes | undefined {
  const sizes = poolSizes(recorded.planned());
  const changed = nodeCounts(sizes, counts, scale);
  if (!changed) return undefined;
  const factorOf: PoolFactor = (pool) => {
    const size = sizes.get(pool) ?? 1;
    return changed.wantedOf(pool, size) / size;
  };
  return { factorOf, note: changed.note(poolSizes(recorded.planned(factorOf))) };
}
