/** Rebuilds the nodes of the cluster from observations, as a controller knows them. */
import type { Node } from '../../core/objects/node.ts';
import type { Observation } from '../../core/recording/observation.ts';

export interface NodeRegister {
  /** False if the observation is not about a node. */
  observe(observation: Observation): boolean;
  /** In the order in which they joined. */
  all(): Iterable<Node>;
}

export function nodeRegister(): NodeRegister {
  const nodes = new Map<string, Node>();
  return {
    all: () => nodes.values(),
    observe(observation) {
      switch (observation.kind) {
        case 'node-added': {
          const { uid, name, labels = {}, taints = [], unschedulable = false } = observation;
          nodes.set(uid, { metadata: { name, labels }, spec: { taints, unschedulable }, status: {} });
          return true;
        }
        case 'node-changed': {
          const known = nodes.get(observation.uid);
          if (known) nodes.set(observation.uid, changed(known, observation));
          return true;
        }
        case 'node-removed':
          nodes.delete(observation.uid);
          return true;
        default:
          return false;
      }
    },
  };
}

/** Only the fields that are present have changed. */
function changed(node: Node, change: Extract<Observation, { kind: 'node-changed' }>): Node {
  const { labels, taints, unschedulable } = change;
  return {
    ...node,
    metadata: { ...node.metadata, ...(labels === undefined ? {} : { labels }) },
    spec: {
      ...node.spec,
      ...(taints === undefined ? {} : { taints }),
      ...(unschedulable === undefined ? {} : { unschedulable }),
    },
  };
}
