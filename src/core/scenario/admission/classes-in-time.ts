/** Finds the classes (PriorityClass, RuntimeClass) that exist at a time of the scenario. */
import type { ClusterObject, ClusterObjectKind, ObjectOfKind } from '../../objects/cluster-object.ts';
import type { ObjectEvent, ScenarioObject } from '../scenario.ts';

export interface ClassesInTime<Kind extends ClusterObjectKind> {
  get(name: string, at: number): ObjectOfKind<Kind> | undefined;
  /** The names of all classes of the scenario, at any time. */
  names(): readonly string[];
  /** Those that exist at the time. */
  all(at: number): readonly ObjectOfKind<Kind>[];
}

interface Change {
  readonly at: number;
  /** Undefined: it is removed. */
  readonly object: ClusterObject | undefined;
}

export function classesInTime<Kind extends ClusterObjectKind>(
  kind: Kind,
  objects: readonly ScenarioObject[],
  events: readonly ObjectEvent[],
): ClassesInTime<Kind> {
  const changes = new Map<string, Change[]>();
  const note = (name: string, change: Change): void => {
    changes.set(name, [...(changes.get(name) ?? []), change]);
  };
  for (const { object } of objects) {
    if (object.kind === kind) note(object.metadata.name, { at: 0, object });
  }
  const inOrder = [...events].sort((left, right) => left.at - right.at);
  for (const event of inOrder) {
    if (event.object.kind !== kind) continue;
    const object = event.action === 'set' ? event.object : undefined;
    note(event.object.metadata.name, { at: event.at, object });
  }
  const get = (name: string, at: number): ObjectOfKind<Kind> | undefined =>
    changes.get(name)?.findLast((change) => change.at <= at)?.object as ObjectOfKind<Kind> | undefined;
  return {
    get,
    names: () => [...changes.keys()],
    all: (at) => [...changes.keys()].flatMap((name) => get(name, at) ?? []),
  };
}
