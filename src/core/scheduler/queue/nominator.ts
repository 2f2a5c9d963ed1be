/** Remembers on which nodes room is being made, and for which waiting pods (backend/queue/nominator.go). */
import { quickGetters } from '../../objects/quick-getters.ts';
import type { PodState } from '../framework/pod-state.ts';

export interface Nominations {
  /** Number of nominated pods. */
  readonly size: number;
  /** Changes with every change of any nomination. */
  readonly generation: number;
  /** The pods that are nominated to a node, in order of nomination. */
  to(nodeName: string): readonly PodState[];
  /** The names of the nodes to which pods are nominated. */
  nodes(): Iterable<string>;
}

export interface Nominator extends Nominations {
  /** Takes over the pod's {@link PodState.nominatedNode}. @returns the state before, if the pod was nominated. */
  set(pod: PodState): PodState | undefined;
  remove(uid: string): PodState | undefined;
}

const NO_PODS: readonly PodState[] = [];

/** No nominations. */
export function createNominator(): Nominator {
  const pods = new Map<string, PodState>();
  const byNode = new Map<string, PodState[]>();
  let generation = 0;
  const nominator: Nominator = quickGetters({
    get size() {
      return pods.size;
    },
    get generation() {
      return generation;
    },
    to: (nodeName) => byNode.get(nodeName) ?? NO_PODS,
    nodes: () => byNode.keys(),
    set(pod) {
      const before = nominator.remove(pod.uid);
      const { nominatedNode } = pod;
      if (nominatedNode === undefined) return before;
      generation += 1;
      pods.set(pod.uid, pod);
      byNode.set(nominatedNode, [...nominator.to(nominatedNode), pod]);
      return before;
    },
    remove(uid) {
      if (pods.size === 0) return undefined;
      const before = pods.get(uid);
      if (before?.nominatedNode === undefined) return undefined;
      generation += 1;
      pods.delete(uid);
      const others = nominator.to(before.nominatedNode).filter((each) => each.uid !== uid);
      if (others.length === 0) byNode.delete(before.nominatedNode);
      else byNode.set(before.nominatedNode, others);
      return before;
    },
  });
  return nominator;
}
