/** Applies the command line's what-ifs (other nodes, fewer nodes, other scheduler weights) and leaves the scenario file as it is. */
import { type Problem, warningAt } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { Autoscaler } from '../../core/scenario/autoscaler.ts';
import type { DrawnFailures, PlannedDrain } from '../../core/scenario/drawn-failures.ts';
import { nodeFlagsOf } from '../../core/scenario/node-flag.ts';
import type { NodeEvent, NodePool, Scenario, SchedulerEvent } from '../../core/scenario/scenario.ts';
import { sizesNote } from '../../core/scenario/sizes-note.ts';
import { nodeNames } from '../../core/timeline/expand-nodes.ts';
import { autoscaledCounts } from './autoscaled-counts.ts';
import { idleScale } from './idle-scale.ts';
import { type KnownPoolNode, keptPools } from './kept-pools.ts';
import { nodeCounts } from './node-counts.ts';
import type { ReplayOptionValues } from './replay-options.ts';
import { scaleNodes, sizesOf, withScaledCsiNodes } from './scale-nodes.ts';

export interface WhatIf
  extends Partial<Pick<ReplayOptionValues, 'nodes' | 'nodePool' | 'nodesScale' | 'weights' | 'duration'>> {
  /** A KubeSchedulerConfiguration, which replaces the scenario's. */
  readonly schedulerConfiguration?: unknown;
  /** Replaces all nodes. */
  readonly autoscalerOfFile?: Autoscaler | undefined;
  /** In place of those of the scenario. */
  readonly drawnFailures?: readonly DrawnFailures[] | undefined;
  readonly drains?: readonly PlannedDrain[];
}

export interface WhatIfScenario {
  readonly scenario: Scenario;
  /** What had to be left out of the scenario. */
  readonly problems: readonly Problem[];
}

/**
 * @param known the nodes that there are, whose labels and taints a pool of the same name keeps.
 * @throws {UserError} (usage) for a flag with a wrong value.
 */
export function applyWhatIf(
  scenario: Scenario,
  whatIf: WhatIf,
  known: readonly KnownPoolNode[] = scenario.nodes,
): WhatIfScenario {
  const flags = nodeFlagsOf(whatIf);
  const given = keptPools(flags.pools, known);
  const kept = whatIf.autoscalerOfFile ? [] : scenario.nodes;
  const replaced = given.pools.length > 0 ? given.pools : kept;
  const sizes = sizesOf(replaced);
  const { autoscaler, others } = autoscaledCounts(
    whatIf.autoscalerOfFile ?? scenario.autoscaler,
    flags.counts,
    sizes,
  );
  const scale = scaleOf(whatIf);
  const changed = nodeCounts(sizes, others, scale, autoscaler);
  const scaled = changed && scaleNodes(replaced, changed.wantedOf);
  const nodes = scaled?.nodes ?? replaced;
  // Nodes of the command line have no CSINodes.
  const withObjects =
    scaled && replaced === scenario.nodes ? withScaledCsiNodes(scenario, scaled.names) : scenario;
  const { schedulerConfiguration: configuration } = whatIf;
  const orphans = nodes === scenario.nodes ? [] : eventsWithoutNodes(nodes, scenario.nodeEvents);
  return {
    problems: [
      ...given.problems,
      ...(replaced === scenario.nodes ? [] : sizesNote(sizesOf(scenario.nodes), sizesOf(replaced))),
      ...(changed?.note(sizesOf(nodes)) ?? []),
      ...idleScale(scale, sizes, autoscaler),
      ...orphans.map(({ action, name, position }) =>
        warningAt('left-out', position, `${action} ${name} is left out: there is no such node now`),
      ),
    ],
    scenario: {
      ...withObjects,
      nodes,
      ...(autoscaler && { autoscaler }),
      ...(whatIf.drawnFailures && { failures: whatIf.drawnFailures }),
      ...(whatIf.drains && { drains: whatIf.drains }),
      nodeEvents: scenario.nodeEvents.filter((event) => !orphans.includes(event)),
      scheduler: configuration === undefined ? scenario.scheduler : { ...scenario.scheduler, configuration },
      schedulerEvents: [...weightsEvents(whatIf.weights ?? []), ...scenario.schedulerEvents],
      duration: whatIf.duration ?? scenario.duration,
    },
  };
}

/** Node events that name a node or pool which the command line removed. */
function eventsWithoutNodes(pools: readonly NodePool[], events: readonly NodeEvent[]): NodeEvent[] {
  const added = events.filter(({ action }) => action === 'add');
  const entries = [...pools, ...added];
  const names = new Set(
    entries.flatMap(({ name, count }) => [...(count === 0 ? [] : [name]), ...nodeNames(name, count)]),
  );
  return events.filter(({ action, name }) => action !== 'add' && !names.has(name));
}

/** Reads `--nodes-scale`: 0.8, 0.8x or 80%. @throws {UserError} (usage) for anything else. */
export function scaleOf({ nodesScale: text }: Pick<WhatIf, 'nodesScale'>): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)(x|%)?$/.exec(text.trim());
  const scale = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN;
  if (scale >= 0 && scale <= 1000) return scale;
  throw new UserError(`--nodes-scale ${text} is not a factor`, {
    next: 'write for example --nodes-scale 0.8 for 20 % fewer nodes',
  });
}

function weightsEvents(values: readonly string[]): SchedulerEvent[] {
  const weights: Record<string, number> = {};
  for (const part of values.flatMap((value) => value.split(','))) {
    const [, plugin = '', weight = ''] = /^([A-Za-z]\w*)=(\d{1,9})$/.exec(part.trim()) ?? [];
    if (plugin === '') {
      throw new UserError(`--weights ${part} is not PLUGIN=WEIGHT`, {
        next: 'write for example --weights NodeResourcesFit=5',
      });
    }
    weights[plugin] = Number(weight);
  }
  if (Object.keys(weights).length === 0) return [];
  const position = { file: '--weights' };
  return [{ at: 0, name: 'command line', weights, configuration: undefined, position }];
}
