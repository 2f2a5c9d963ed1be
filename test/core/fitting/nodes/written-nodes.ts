/** Writes the nodes of observations, for the tests of joins, changes and removals. */
import { collectNodes } from '../../../../src/core/fitting/nodes/node-history.ts';
import { nodeReferences } from '../../../../src/core/fitting/nodes/node-references.ts';
import { type WrittenNodes, writeNodes } from '../../../../src/core/fitting/writing/write-nodes.ts';
import type { PodSpec } from '../../../../src/core/objects/pod.ts';
import type {
  NodeAddedObservation,
  NodeChangedObservation,
  Observation,
} from '../../../../src/core/recording/observation.ts';

export const FOUR = { allocatable: { cpu: '4' } };
export const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

interface Case {
  /** Specs of fitted pods, which may refer to nodes. */
  readonly specs?: readonly Partial<PodSpec>[];
  /** Ends by the cluster, by node. */
  readonly evictions?: ReadonlyMap<string, readonly number[]>;
  /** Seconds at which the window opened. */
  readonly opened?: number;
}

export function nodesOf(
  lines: readonly Observation[],
  { specs = [], evictions = new Map(), opened = 0 }: Case = {},
): WrittenNodes {
  const collector = collectNodes();
  for (const line of lines) collector.observe(line);
  const templates = specs.map((spec) => ({ spec: { containers: [], ...spec } }));
  return writeNodes(collector.history(opened), nodeReferences(templates), evictions);
}

export function added(name: string, at = 0, changes: Partial<NodeAddedObservation> = {}): Observation {
  return { at: at * 1e6, kind: 'node-added', uid: name, name, ...FOUR, ...changes };
}

export function changed(name: string, at: number, changes: Partial<NodeChangedObservation>): Observation {
  return { kind: 'node-changed', uid: name, ...changes, at: at * 1e6 };
}

export function removed(name: string, at: number): Observation {
  return { at: at * 1e6, kind: 'node-removed', uid: name };
}
