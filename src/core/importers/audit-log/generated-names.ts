/** Gives pods that were created with generateName their names where a log has them only in later requests (level Request). */
import { listAt, mapAt, textAt } from '../objects/loose-json.ts';
import type { ObjectName } from '../objects/named-objects.ts';
import type { LoggedRequest } from './audit-request.ts';

export interface GeneratedNames {
  /** Notes a request that is read some time before it counts. */
  ahead(request: LoggedRequest): void;
  /** The name of a creation without one: a later request has it, or a number stands for it. Undefined if there is no generateName. */
  created(request: LoggedRequest): ObjectName | undefined;
  /** The name by which the object of a request is known. */
  known(request: LoggedRequest, exists: (name: ObjectName) => boolean): ObjectName;
  forget(name: ObjectName): void;
  readonly counts: { readonly linked: number; readonly nameless: number };
}

/** As long as k8s.io/apiserver pkg/storage/names makes it. */
const SUFFIX = /^(.*)[a-z0-9]{5}$/;

/**
 * Pods of one generateName are equal, so the oldest creation gets the first name that a binding or the scheduler's refusal has: the queue of the
 * scheduler takes equal pods in the order of their creation. A pod whose name comes much later, or never, is known by a number.
 */
export function createGeneratedNames(): GeneratedNames {
  /** Names that later requests have, by namespace and generateName. */
  const later = new Map<string, Set<string>>();
  /** Numbered names of creations whose names are not known yet. */
  const waiting = new Map<string, string[]>();
  /** The number of a name that came later, and the other way round. */
  const numbered = new Map<string, string>();
  const named = new Map<string, string>();
  let count = 0;
  let linked = 0;
  let nameless = 0;

  const keyOf = ({ namespace }: ObjectName, prefix: string): string => `${namespace}/${prefix}`;

  function takeLater(key: string): string | undefined {
    const [first] = later.get(key) ?? [];
    if (first !== undefined) drop(key, first);
    return first;
  }

  function drop(key: string, name: string): void {
    const names = later.get(key);
    names?.delete(name);
    if (names?.size === 0) later.delete(key);
  }

  return {
    ahead(request) {
      const [, prefix] = SUFFIX.exec(request.name.name) ?? [];
      if (prefix === undefined || request.name.kind !== 'Pod') return;
      const key = keyOf(request.name, prefix);
      if (isNamed(request)) later.set(key, (later.get(key) ?? new Set<string>()).add(request.name.name));
    },
    created({ name, asked }) {
      const prefix = textAt(asked, 'metadata', 'generateName');
      if (prefix === undefined || name.kind !== 'Pod') return undefined;
      const key = keyOf(name, prefix);
      const found = takeLater(key);
      if (found !== undefined) {
        linked += 1;
        return { ...name, name: found };
      }
      count += 1;
      nameless += 1;
      const number = `${prefix}${String(count).padStart(5, '0')}`;
      const others = waiting.get(key);
      if (others) others.push(number);
      else waiting.set(key, [number]);
      return { ...name, name: number };
    },
    known(request, exists) {
      const { name } = request;
      const [, prefix] = SUFFIX.exec(name.name) ?? [];
      if (prefix === undefined || name.kind !== 'Pod') return name;
      const key = keyOf(name, prefix);
      drop(key, name.name);
      const full = `${name.namespace}/${name.name}`;
      const known = numbered.get(full);
      if (known !== undefined) return { ...name, name: known };
      if (exists(name) || !isNamed(request)) return name;
      const oldest = waiting.get(key)?.shift();
      if (oldest === undefined) return name;
      if (waiting.get(key)?.length === 0) waiting.delete(key);
      numbered.set(full, oldest);
      named.set(`${name.namespace}/${oldest}`, full);
      linked += 1;
      return { ...name, name: oldest };
    },
    forget({ namespace, name }) {
      const full = named.get(`${namespace}/${name}`);
      if (full === undefined) return;
      named.delete(`${namespace}/${name}`);
      numbered.delete(full);
    },
    counts: {
      get linked() {
        return linked;
      },
      get nameless() {
        return nameless;
      },
    },
  };
}

/** A pod is bound once, and refused only before that; other requests may be about pods that are older than the log. */
function isNamed({ verb, subresource, asked }: LoggedRequest): boolean {
  if (subresource === 'binding') return true;
  if (subresource !== 'status' || verb === 'delete') return false;
  return listAt(asked, 'status', 'conditions').some((condition) => {
    const { type, status, reason } = mapAt(condition);
    return type === 'PodScheduled' && status === 'False' && reason === 'Unschedulable';
  });
}
