/** Matches nodes with the node affinity of volumes. Each volume is read once. */
import type { Node } from '../../../objects/node.ts';
import { matchesNodeSelector, type NodeMatcher } from '../../../objects/node-selector.ts';
import type { NodeSelector } from '../../../objects/pod.ts';

const matchers = new WeakMap<NodeSelector, NodeMatcher>();

/** A volume without a selector is reachable from every node. */
export function isReachable(selector: NodeSelector | null | undefined, node: Node): boolean {
  if (!selector) return true;
  let matches = matchers.get(selector);
  if (!matches) {
    matches = matchesNodeSelector(selector);
    matchers.set(selector, matches);
  }
  return matches(node);
}
