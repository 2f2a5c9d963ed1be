/** Takes the load of each node at the end of a report and scores it: the figures that node-classifier-sim's exporter has. */

import { nodeLoad } from '../objects/node-scores/modelled-load.ts';
import type { NodeLoad } from '../objects/node-scores/node-load.ts';
import { NODE_SCORES, scoresOf } from '../objects/node-scores/node-scores.ts';
import type { PressureCurveName } from '../objects/node-scores/pressure-curve.ts';
import type { Figures, NodeFigures, ResourceFigures } from './figures.ts';

export interface ScoredNode extends NodeLoad {
  readonly pods: number;
  /** By the name of the algorithm: 0 is no load, 1 is the most. */
  readonly scores: Readonly<Record<string, number>>;
}

export interface NodeScoreReport {
  /** The end of the window, µs. */
  readonly at: number;
  /** Usage where the recording has it, otherwise requests. */
  readonly by: 'usage' | 'requests';
  /** The model of the pressure. */
  readonly curve: PressureCurveName;
  readonly nodes: readonly ScoredNode[];
}

/** Of the nodes that exist at the end. */
export function nodeScoreReport(figures: Figures, curve: PressureCurveName): NodeScoreReport {
  const by =
    figures.cluster.resources.cpu?.used || figures.cluster.resources.memory?.used ? 'usage' : 'requests';
  const nodes = figures.nodes.filter(({ removed }) => removed === null);
  const loads = nodes.map((node) => loadOf(node, by, curve));
  const columns = NODE_SCORES.map((definition) => ({ ...definition, values: scoresOf(definition, loads) }));
  return {
    at: figures.window.to,
    by,
    curve,
    nodes: loads.map((load, index) => ({
      ...load,
      pods: nodes[index]!.resources.pods?.requested.end ?? 0,
      scores: Object.fromEntries(columns.map(({ name, values }) => [name, values[index]!])),
    })),
  };
}

function loadOf(
  { node, resources }: NodeFigures,
  by: NodeScoreReport['by'],
  curve: PressureCurveName,
): NodeLoad {
  return nodeLoad(node, demandOf(resources.cpu, by), demandOf(resources.memory, by), curve);
}

/** Used or requested ÷ offered at the end; 0 where nothing is offered. */
function demandOf(figures: ResourceFigures | undefined, by: NodeScoreReport['by']): number {
  if (!figures || figures.allocatable.end === 0) return 0;
  const amount = by === 'usage' ? (figures.used?.end ?? 0) : figures.requested.end;
  return amount / figures.allocatable.end;
}
