/** Keeps the last state of the pods, nodes and objects that decide that a source names, so that patches find an object and deletions a uid. */

import type { ClusterObjectKind } from '../../objects/cluster-object.ts';
import { objectKindOf } from '../../objects/object-kinds.ts';
import { parseMoment } from '../../time/moment.ts';
import type { ImportHistory } from '../history/import-history.ts';
import { isUidByName, nodeFrom, type Place, podFrom, uidByName } from './cluster-objects.ts';
import { decidingObject } from './deciding-object.ts';
import { type LooseMap, listAt, mapAt, textAt } from './loose-json.ts';

type NamedKind = 'Pod' | 'Node' | ClusterObjectKind;

export interface ObjectName {
  readonly kind: NamedKind;
  /** Undefined for kinds without namespaces. */
  readonly namespace: string | undefined;
  readonly name: string;
}

export interface NamedObjects {
  /** Reports the whole object in its new state. An object of that name with another uid is gone. */
  seen(name: ObjectName, object: LooseMap, moment: number, place: Place): void;
  /** Changes the last known state and reports it; false if none is known. */
  changed(name: ObjectName, change: (object: LooseMap) => LooseMap, moment: number, place: Place): boolean;
  gone(name: ObjectName, moment: number): void;
  /** The names of the objects that exist. */
  names(kind: NamedKind, namespace: string | undefined): ObjectName[];
  /** The last known state. */
  get(name: ObjectName): LooseMap | undefined;
}

export function createNamedObjects(history: ImportHistory): NamedObjects {
  const known = new Map<string, LooseMap>();
  const generations = new Map<string, number>();
  /** Uids of objects that a source showed without one first. */
  const later = new Map<string, string>();

  function end(key: string, { kind }: ObjectName, moment: number): void {
    const object = known.get(key);
    if (!object) return;
    known.delete(key);
    later.delete(key);
    const uid = textAt(object, 'metadata', 'uid')!;
    if (kind === 'Pod') history.podGone(uid, moment);
    else if (kind === 'Node') history.nodeGone(uid, moment);
    else history.objectGone(uid, moment);
  }

  /** Sources that leave out uids still distinguish a re-created object from the one before. */
  function uidFor(key: string, object: LooseMap): string {
    const own = textAt(object, 'metadata', 'uid');
    const before = textAt(known.get(key), 'metadata', 'uid');
    if (before !== undefined && isUidByName(before) && own !== undefined && own !== before) {
      if ((later.get(key) ?? own) !== own) return own;
      later.set(key, own);
      return before;
    }
    const given = own ?? before;
    if (given !== undefined) return given;
    const generation = (generations.get(key) ?? 0) + 1;
    generations.set(key, generation);
    return uidByName(generation === 1 ? key : `${key}#${generation}`);
  }

  function seen(name: ObjectName, object: LooseMap, moment: number, place: Place): void {
    const key = keyOf(name);
    const before = known.get(key);
    const uid = uidFor(key, object);
    if (before && textAt(before, 'metadata', 'uid') !== uid) end(key, name, moment);
    const { managedFields: _managers, annotations, ...metadata } = mapAt(object, 'metadata');
    const { namespace, kind } = name;
    const entry = objectKindOf(kind);
    const named = {
      ...metadata,
      ...(entry && annotations !== undefined ? { annotations } : {}),
      name: name.name,
      uid,
      ...(namespace === undefined ? {} : { namespace }),
    };
    const whole = { ...object, metadata: named };
    known.set(key, whole);
    if (kind === 'Pod') history.pod(podFrom(whole, place), moment);
    else if (kind === 'Node') history.node(nodeFrom(whole, place), moment);
    else if (entry) {
      const deciding = decidingObject(whole, entry);
      if (deciding) history.object(deciding, entry, moment);
    }
    if (isDeleted(whole)) end(key, name, moment);
  }

  return {
    seen,
    changed(name, change, moment, place) {
      const object = known.get(keyOf(name));
      if (!object) return false;
      seen(name, change(object), moment, place);
      return true;
    },
    gone: (name, moment) => end(keyOf(name), name, moment),
    names: (kind, namespace) =>
      [...known].flatMap(([key, object]) => {
        const { name, namespace: own } = mapAt(object, 'metadata') as { name: string; namespace?: string };
        return key === keyOf({ kind, namespace: own, name }) && own === namespace
          ? [{ kind, name, namespace }]
          : [];
      }),
    get: (name) => known.get(keyOf(name)),
  };
}

/**
 * Whether this state is an object's last: it is being deleted, its grace period is 0 and no finalizer holds it
 * (apiserver/pkg/registry/generic/registry/store.go, ShouldDeleteDuringUpdate).
 */
export function isDeleted(object: LooseMap): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds } = mapAt(object, 'metadata');
  if (typeof deletionTimestamp !== 'string' || listAt(object, 'metadata', 'finalizers').length > 0)
    return false;
  return deletionGracePeriodSeconds === 0 && parseMoment(deletionTimestamp) !== undefined;
}

function keyOf({ kind, namespace, name }: ObjectName): string {
  if (kind === 'Pod') return `${namespace ?? 'default'}/${name}`;
  return kind === 'Node' ? `node ${name}` : `${kind} ${namespace ?? ''}/${name}`;
}
