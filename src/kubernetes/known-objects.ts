/** Remembers which objects of a collection exist, and derives the changes that the API server does not send. A watch stores nothing else. */
import type { KubernetesObject } from './list-pages.ts';

/** Something that happened to one object. */
export type ObjectChange<T> =
  | { readonly type: 'added' | 'changed'; readonly object: T }
  | {
      readonly type: 'deleted';
      readonly uid: string;
      readonly namespace: string | undefined;
      readonly name: string;
      /** Its last state; undefined where the deletion was concluded, not seen. */
      readonly object: T | undefined;
    };

export interface KnownObjects<T extends KubernetesObject> {
  /** The object exists in this state. Another uid under its name means that the earlier object is gone. */
  exists(object: T): readonly ObjectChange<T>[];
  /** The object was deleted. */
  gone(object: T): readonly ObjectChange<T>[];
  /** Starts a listing: every object that exists is passed to `exists` from here on, … */
  beginList(): void;
  /** … and ends it: objects that were not listed are gone. */
  endList(): readonly ObjectChange<T>[];
}

interface Known {
  readonly uid: string;
  resourceVersion: string;
  /** The last listing that contained it. */
  listing: number;
}

/** Names are unique at any moment, uids for ever: objects are found by name and distinguished by uid. */
export function createKnownObjects<T extends KubernetesObject>(): KnownObjects<T> {
  const byName = new Map<string, Known>();
  let listing = 0;
  return {
    exists(object) {
      const { uid, resourceVersion } = object.metadata;
      const key = keyOf(object);
      const known = byName.get(key);
      if (known?.uid === uid) {
        known.listing = listing;
        if (known.resourceVersion === resourceVersion) return [];
        known.resourceVersion = resourceVersion;
        return [{ type: 'changed', object }];
      }
      byName.set(key, { uid, resourceVersion, listing });
      const added = { type: 'added', object } as const;
      return known === undefined ? [added] : [concluded(key, known.uid), added];
    },
    gone(object) {
      const key = keyOf(object);
      const known = byName.get(key);
      // It was never seen, or its deletion was concluded already.
      if (known === undefined || known.uid !== object.metadata.uid) return [];
      byName.delete(key);
      const { uid, namespace, name } = object.metadata;
      return [{ type: 'deleted', uid, namespace, name, object }];
    },
    beginList() {
      listing += 1;
    },
    endList() {
      const missing = [...byName].filter(([, known]) => known.listing !== listing);
      return missing.map(([key, { uid }]) => {
        byName.delete(key);
        return concluded(key, uid);
      });
    },
  };
}

/** Neither namespaces nor names contain a slash. */
function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function concluded<T>(key: string, uid: string): ObjectChange<T> {
  const [namespace = '', name = ''] = key.split('/');
  return { type: 'deleted', uid, namespace: namespace || undefined, name, object: undefined };
}
