/** Holds the objects besides pods and nodes that decide where pods run. */

import type { ClusterObject, ClusterObjectKind, ObjectOfKind } from '../../objects/cluster-object.ts';
import { quickGetters } from '../../objects/quick-getters.ts';
import type { ClusterObjects } from './cluster-view.ts';

export interface ObjectStore extends ClusterObjects {
  /** Adds or replaces an object. @returns the previous object, if there was one. */
  set(object: ClusterObject): ClusterObject | undefined;
  /** @returns the removed object. */
  remove(kind: ClusterObjectKind, namespace: string | undefined, name: string): ClusterObject | undefined;
}

/** An empty store. */
export function createObjectStore(): ObjectStore {
  /** Kind → namespace (empty for none) → name → object. */
  const kinds = new Map<ClusterObjectKind, Map<string, Map<string, ClusterObject>>>();
  let generation = 0;
  return quickGetters({
    get generation() {
      return generation;
    },
    *all<Kind extends ClusterObjectKind>(kind: Kind, namespace?: string) {
      const spaces = kinds.get(kind);
      if (!spaces) return;
      const maps = namespace === undefined ? spaces.values() : [spaces.get(namespace)];
      for (const objects of maps) {
        if (objects) yield* objects.values() as Iterable<ObjectOfKind<Kind>>;
      }
    },
    get<Kind extends ClusterObjectKind>(kind: Kind, namespace: string | undefined, name: string) {
      return kinds
        .get(kind)
        ?.get(namespace ?? '')
        ?.get(name) as ObjectOfKind<Kind> | undefined;
    },
    set(object) {
      const { name, namespace = '' } = object.metadata;
      const spaces = kinds.get(object.kind) ?? new Map<string, Map<string, ClusterObject>>();
      kinds.set(object.kind, spaces);
      const objects = spaces.get(namespace) ?? new Map<string, ClusterObject>();
      spaces.set(namespace, objects);
      const before = objects.get(name);
      objects.set(name, object);
      generation += 1;
      return before;
    },
    remove(kind, namespace, name) {
      const objects = kinds.get(kind)?.get(namespace ?? '');
      const before = objects?.get(name);
      if (before) {
        objects?.delete(name);
        generation += 1;
      }
      return before;
    },
  });
}
