/** Reads what `kubectl get pods,nodes,events -o json` (or yaml) prints, in one file or many, as one moment of the cluster. */

import type { ClusterObject } from '../../objects/cluster-object.ts';
import { type ObjectKind, objectKindOf } from '../../objects/object-kinds.ts';
import type { NodeObject } from '../../observing/node-object.ts';
import type { PodObject } from '../../observing/pod-object.ts';
import type { PodOwner } from '../../recording/pod-observation.ts';
import { MICROSECONDS_A_SECOND } from '../../time/moment.ts';
import type { ImportHistory } from '../history/import-history.ts';
import {
  type DatedEvent,
  eventFrom,
  kindOf,
  nodeFrom,
  type Place,
  podFrom,
} from '../objects/cluster-objects.ts';
import { decidingObject } from '../objects/deciding-object.ts';
import { isLooseMap, listAt, mapAt, textAt } from '../objects/loose-json.ts';
import { createStampClocks, type TakenAt } from './stamp-clocks.ts';

/** The objects of one moment, each once. */
export interface ObjectDump {
  /** Takes a list, a list of lists or a single object. */
  add(value: unknown, place: Place): void;
  readonly pods: ReadonlyMap<string, PodObject>;
  readonly nodes: ReadonlyMap<string, NodeObject>;
  /** By their uids, or by their place where they have none. */
  readonly events: ReadonlyMap<string, DatedEvent>;
  /** The objects that decide where pods run, by uid. */
  readonly objects: ReadonlyMap<string, DumpedObject>;
  /** Controllers of ReplicaSets and Jobs, by the uid of the ReplicaSet or Job. */
  readonly ownerOf: ReadonlyMap<string, PodOwner>;
  /** When the dump was taken, by its own stamps: the latest that is not doubted. Undefined if it has none. */
  taken(): TakenAt | undefined;
  readonly counts: DumpCounts;
}

interface DumpedObject {
  readonly object: ClusterObject;
  readonly entry: ObjectKind;
  readonly version: number;
}

interface DumpCounts {
  /** Pods and nodes that the files contain more than once, as dumps of several namespaces do. */
  readonly duplicates: number;
  /** Objects that decide but are not as the API has them. */
  readonly faulty: number;
  /** Objects of kinds that keg does not use, by kind. */
  readonly others: ReadonlyMap<string, number>;
}

export function createObjectDump(): ObjectDump {
  const pods = new Map<string, PodObject>();
  const nodes = new Map<string, NodeObject>();
  const events = new Map<string, DatedEvent>();
  const ownerOf = new Map<string, PodOwner>();
  const objects = new Map<string, DumpedObject>();
  const others = new Map<string, number>();
  let faulty = 0;
  let duplicates = 0;
  const clocks = createStampClocks();

  /** Of two states of one object, the later one counts. */
  function keep<Item extends PodObject | NodeObject>(map: Map<string, Item>, item: Item): void {
    const { uid } = item.metadata;
    const known = map.get(uid);
    if (known) duplicates += 1;
    if (!known || versionOf(item) > versionOf(known)) map.set(uid, item);
  }

  function addEvent(value: unknown): void {
    const dated = eventFrom(value);
    if (dated) events.set(textAt(value, 'metadata', 'uid') ?? String(events.size), dated);
  }

  function addObject(value: unknown, entry: ObjectKind): void {
    noteOwner(value, ownerOf);
    const object = decidingObject(value, entry);
    if (!object) {
      faulty += 1;
      return;
    }
    const uid = object.metadata.uid!;
    const version = versionOf(value);
    if (version >= (objects.get(uid)?.version ?? -1)) objects.set(uid, { object, entry, version });
  }

  function addOne(value: unknown, listKind: string | undefined, place: Place): void {
    const kind = kindOf(value, listKind);
    clocks.take(kind, value);
    if (kind === 'Pod') keep(pods, podFrom(value, place));
    else if (kind === 'Node' && isOfCore(value)) keep(nodes, nodeFrom(value, place));
    else if (kind === 'Event') addEvent(value);
    else if (objectKindOf(kind)) addObject(value, objectKindOf(kind)!);
    else {
      others.set(kind || 'unknown', (others.get(kind || 'unknown') ?? 0) + 1);
      noteOwner(value, ownerOf);
    }
  }

  function add(value: unknown, place: Place): void {
    if (Array.isArray(value)) for (const item of value as unknown[]) add(item, place);
    else if (isList(value)) {
      const kind = textAt(value, 'kind');
      for (const item of listAt(value, 'items')) {
        if (isList(item)) add(item, place);
        else addOne(item, kind === 'List' ? undefined : kind, place);
      }
    } else if (isLooseMap(value)) addOne(value, undefined, place);
  }

  return {
    add,
    pods,
    nodes,
    events,
    objects,
    ownerOf,
    taken: clocks.taken,
    counts: {
      get duplicates() {
        return duplicates;
      },
      get faulty() {
        return faulty;
      },
      others,
    },
  };
}

/**
 * Reports the whole dump to the history at one moment: nodes and objects first, so that pods find them. Stamps are whole seconds, so the moment lasts one
 * second.
 */
export function emitDump(
  dump: Pick<ObjectDump, 'pods' | 'nodes' | 'objects'>,
  moment: number,
  history: ImportHistory,
): void {
  for (const node of dump.nodes.values()) history.node(node, moment);
  for (const { object, entry } of dump.objects.values()) history.object(object, entry, moment);
  for (const pod of dump.pods.values()) history.pod(pod, moment);
  history.direct(moment + MICROSECONDS_A_SECOND, () => {});
}

/** Other groups have kinds called Node as well, such as mock.zhizuqiu.cn. Items of a NodeList have no apiVersion. */
function isOfCore(value: unknown): boolean {
  const version = textAt(value, 'apiVersion');
  return version === undefined || version === 'v1';
}

/** A list has a kind that ends in List, or has items (which Go writes as null if it is empty). */
function isList(value: unknown): boolean {
  if (!isLooseMap(value)) return false;
  return textAt(value, 'kind')?.endsWith('List') === true || 'items' in value;
}

function versionOf(object: unknown): number {
  const version = Number(textAt(object, 'metadata', 'resourceVersion'));
  return Number.isSafeInteger(version) ? version : -1;
}

function noteOwner(value: unknown, ownerOf: Map<string, PodOwner>): void {
  const uid = textAt(value, 'metadata', 'uid');
  const references = listAt(value, 'metadata', 'ownerReferences');
  const controller = references.find((each) => mapAt(each).controller === true);
  const [kind, name] = [textAt(controller, 'kind'), textAt(controller, 'name')];
  if (uid !== undefined && kind !== undefined && name !== undefined) ownerOf.set(uid, { kind, name });
}
