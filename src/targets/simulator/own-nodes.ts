/** Describes nodes that keg simulates itself to a live target: kube-scheduler-simulator need not have KWOK, and KWOK's own stages would ignore the phases. */
import { isSimulatedNode } from '../kwok/kwok-simulator.ts';
import type { NodeSimulator } from '../live/node-simulator.ts';

export const OWN_NODES: NodeSimulator = {
  name: 'keg',
  nodeAnnotations: {},
  // A kubelet reports its version, and a node from a manifest has none.
  isSimulated: (node) => isSimulatedNode(node) || !node.status?.nodeInfo?.kubeletVersion,
  ifNotReady: 'is kube-controller-manager running on this cluster?',
  isKept: true,
  startsPods: false,
  wakesByItself: true,
  // The simulator writes its annotations into a pod after the binding, one pod at a time. A conflict with another write costs it 100 ms to 8 s.
  leastStart: 100_000,
  stages: () => [],
  withoutStages: () => [],
};
