/** Counts on how many nodes each image is, and gives every node the counts that kube-scheduler's snapshot of that node holds. */
import type { Node } from '../../objects/node.ts';
import type { ImageOnNode, NodeInfo } from './node-info.ts';

export interface ImageStates {
  /** The names of all images on nodes. */
  readonly names: ReadonlyMap<string, unknown>;
  add(node: Node): void;
  remove(node: Node): void;
  /** Notes that the node changed: {@link refresh} gives it new counts. */
  touch(info: NodeInfo): void;
  /** Writes the counts into the nodes that changed since the last call (backend/cache/cache.go, UpdateSnapshot: other nodes keep theirs). */
  refresh(): void;
}

interface State {
  readonly sizeBytes: number;
  readonly nodes: Set<string>;
}

/** Without any image. Of images of one name, the first keeps its size. */
export function createImageStates(): ImageStates {
  const states = new Map<string, State>();
  const changed = new Set<NodeInfo>();
  return {
    names: states,
    add(node) {
      for (const { names, sizeBytes = 0 } of node.status.images ?? []) {
        for (const name of names ?? []) {
          const state = states.get(name) ?? { sizeBytes, nodes: new Set() };
          states.set(name, state);
          state.nodes.add(node.metadata.name);
        }
      }
    },
    remove(node) {
      for (const { names } of node.status.images ?? []) {
        for (const name of names ?? []) {
          const state = states.get(name);
          state?.nodes.delete(node.metadata.name);
          if (state?.nodes.size === 0) states.delete(name);
        }
      }
    },
    touch(info) {
      if (info.images.size > 0 || (info.node?.status.images?.length ?? 0) > 0) changed.add(info);
    },
    refresh() {
      if (changed.size === 0) return;
      for (const info of changed) {
        const images = new Map<string, ImageOnNode>();
        for (const { names } of info.node?.status.images ?? []) {
          for (const name of names ?? []) {
            const state = states.get(name);
            if (state) images.set(name, { sizeBytes: state.sizeBytes, nodes: state.nodes.size });
          }
        }
        info.images = images;
      }
      changed.clear();
    },
  };
}
