/** Orders the nodes for the search: zones take turns, and inside a zone nodes stand in order of addition (backend/cache/node_tree.go). */
import type { Node } from '../../objects/node.ts';

export interface NodeTree {
  /** Node names by zone, zones in order of first appearance. */
  readonly zones: Map<string, string[]>;
}

/** An empty tree. */
export function createNodeTree(): NodeTree {
  return { zones: new Map() };
}

/** Adds a node that is not in the tree yet, at the end of its zone. */
export function addToTree(tree: NodeTree, node: Node): void {
  const zone = zoneOf(node);
  const names = tree.zones.get(zone);
  if (names) names.push(node.metadata.name);
  else tree.zones.set(zone, [node.metadata.name]);
}

/** Removes a node. A zone without nodes loses its place in the order. */
export function removeFromTree(tree: NodeTree, node: Node): void {
  const zone = zoneOf(node);
  const names = tree.zones.get(zone);
  const index = names?.indexOf(node.metadata.name) ?? -1;
  if (!names || index < 0) return;
  names.splice(index, 1);
  if (names.length === 0) tree.zones.delete(zone);
}

/** Moves a node whose zone labels changed. Other changes do not change the tree. */
export function updateInTree(tree: NodeTree, before: Node, after: Node): void {
  if (zoneOf(before) === zoneOf(after)) return;
  removeFromTree(tree, before);
  addToTree(tree, after);
}

/** All names, one from each zone in turn. */
export function listTree(tree: NodeTree): string[] {
  const zones = [...tree.zones.values()];
  const longest = zones.reduce((most, names) => Math.max(most, names.length), 0);
  const list: string[] = [];
  for (let i = 0; i < longest; i++) {
    for (const names of zones) {
      const name = names[i];
      if (name !== undefined) list.push(name);
    }
  }
  return list;
}

/** Region and zone together. The old label names take precedence (component-helpers/node/topology). */
function zoneOf(node: Node): string {
  const labels = node.metadata.labels ?? {};
  const zone =
    labels['failure-domain.beta.kubernetes.io/zone'] ?? labels['topology.kubernetes.io/zone'] ?? '';
  const region =
    labels['failure-domain.beta.kubernetes.io/region'] ?? labels['topology.kubernetes.io/region'] ?? '';
  return region === '' && zone === '' ? '' : `${region}:\0:${zone}`;
}
