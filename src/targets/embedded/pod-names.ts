/** Finds pods by namespace and name. A map by namespace needs no text made of both, which hundreds of thousands of pods would keep. */

export interface PodNames {
  /** The uid; undefined where there is no such pod. */
  find(namespace: string, name: string): string | undefined;
  add(namespace: string, name: string, uid: string): void;
  remove(namespace: string, name: string): void;
}

export function createPodNames(): PodNames {
  const byNamespace = new Map<string, Map<string, string>>();
  return {
    find: (namespace, name) => byNamespace.get(namespace)?.get(name),
    add(namespace, name, uid) {
      let uids = byNamespace.get(namespace);
      if (!uids) {
        uids = new Map();
        byNamespace.set(namespace, uids);
      }
      uids.set(name, uid);
    },
    remove(namespace, name) {
      byNamespace.get(namespace)?.delete(name);
    },
  };
}
