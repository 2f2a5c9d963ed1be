/** Takes the load of each node at the end of a report and scores it: the figures that node-classifier-sim's exporter has. */
import type { Figures, NodeFigures, ResourceFigures } from '../figures.ts';
import type { NodeLoad } from './node-load.ts';
import { NODE_SCORES, scoresOf } from './node-scores.ts';
import { PRESSURE_CURVES, type PressureCurveName } from './pressure-curve.ts';

export interface ScoredNode extends NodeLoad {
  readonly pods: number;
  /** By the name of the algorithm: 0 is no load, 1 is the most. */
  readonly scores: Readonly<Record<string, number>>;
}

export interface ScoredNodes {
  /** The end of the window, µs. */
  readonly at: number;
  /** Usage where the recording has it, otherwise requests. */
  readonly by: 'usage' | 'requests';
  /** The model of the pressure. */
  readonly curve: PressureCurveName;
  readonly nodes: readonly ScoredNode[];
}

/** Of the nodes that exist at the end. */
export function scoredNodes(figures: Figures, curve: PressureCurveName): ScoredNodes {
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

function loadOf({ node, resources }: NodeFigures, by: ScoredNodes['by'], curve: PressureCurveName): NodeLoad {
  return nodeLoad(node, demandOf(resources.cpu, by), demandOf(resources.memory, by), curve);
}

/** Used or requested ÷ offered at the end; 0 where nothing is offered. */
function demandOf(figures: ResourceFigures | undefined, by: ScoredNodes['by']): number {
  if (!figures || figures.allocatable.end === 0) return 0;
  const amount = by === 'usage' ? (figures.used?.end ?? 0) : figures.requested.end;
  return amount / figures.allocatable.end;
}

/** A usage is at most 1; the pressure is that of the whole demand. */
export function nodeLoad(node: string, cpu: number, memory: number, curve: PressureCurveName): NodeLoad {
  const pressure = PRESSURE_CURVES[curve];
  return {
    node,
    cpuUsage: Math.min(1, cpu),
    cpuPressure: pressure(cpu),
    memoryUsage: Math.min(1, memory),
    memoryPressure: pressure(memory),
  };
}
