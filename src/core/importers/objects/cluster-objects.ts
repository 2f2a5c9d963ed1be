/** Converts Pods, Nodes and Events of foreign files to keg's own types, and refuses those that keg can't rely on. */
import { CORRECT_OBJECT } from '../../errors/next-steps.ts';
import { UserError } from '../../errors/user-error.ts';
import { podRequest } from '../../objects/pod-request.ts';
import { parseResourceList, QuantityError } from '../../objects/quantity.ts';
import { effectiveSpec } from '../../observing/effective-resources.ts';
import type { KubernetesEvent } from '../../observing/kubernetes-event.ts';
import type { NodeObject } from '../../observing/node-object.ts';
import type { PodObject } from '../../observing/pod-object.ts';
import { parseMoment } from '../../time/moment.ts';
import { isLooseMap, type LooseMap, listAt, mapAt, textAt, valueAt, withoutNulls } from './loose-json.ts';
import { nodeFault, podFault } from './object-shape.ts';

/** Where an object stands, for the error about a wrong one. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

export interface DatedEvent {
  readonly moment: number;
  readonly event: KubernetesEvent;
}

/**
 * Reads a Pod. If the source leaves out its uid, namespace and name stand for it (see uidByName).
 *
 * @throws {UserError} if it has no name, no containers or a request that is not a quantity.
 */
export function podFrom(source: unknown, place: Place): PodObject {
  const value = withoutNulls(source);
  const metadata = namedMetadata(value, 'Pod', place);
  const namespace = textAt(metadata, 'namespace') ?? 'default';
  const name = String(metadata.name);
  const what = `pod ${namespace}/${name}`;
  const spec = mapAt(value, 'spec');
  if (!Array.isArray(spec.containers) || !spec.containers.every(isLooseMap)) {
    throw new UserError(`${what} has no list of containers`, { position: place, next: CORRECT_OBJECT });
  }
  const fault = podFault(value);
  if (fault !== undefined)
    throw new UserError(`${what}: ${fault}`, { position: place, next: CORRECT_OBJECT });
  const uid = textAt(metadata, 'uid') ?? uidByName(`${namespace}/${name}`);
  const pod = {
    metadata: { ...metadata, namespace, name, uid },
    spec,
    status: mapAt(value, 'status'),
  } as unknown as PodObject;
  refuseWrongQuantity(() => podRequest(effectiveSpec(pod)), what, place);
  return pod;
}

/** Reads a Node. @throws {UserError} if it has no name or offers something that is not a quantity. */
export function nodeFrom(source: unknown, place: Place): NodeObject {
  const value = withoutNulls(source);
  const metadata = namedMetadata(value, 'Node', place);
  const name = String(metadata.name);
  const fault = nodeFault(value);
  if (fault !== undefined)
    throw new UserError(`node ${name}: ${fault}`, { position: place, next: CORRECT_OBJECT });
  const node = {
    metadata: { ...metadata, name, uid: textAt(metadata, 'uid') ?? uidByName(name) },
    spec: mapAt(value, 'spec'),
    status: mapAt(value, 'status'),
  } as unknown as NodeObject;
  refuseWrongQuantity(() => parseResourceList(node.status?.allocatable), `node ${name}`, place);
  refuseWrongQuantity(() => parseResourceList(node.status?.capacity), `node ${name}`, place);
  return node;
}

/** Reads an Event of either API and when it happened, the first time if it stands for many; undefined without a time or reason. */
export function eventFrom(source: unknown): DatedEvent | undefined {
  const { reason, message, note } = mapAt(source);
  const stamps = [
    valueAt(source, 'firstTimestamp'),
    valueAt(source, 'deprecatedFirstTimestamp'),
    valueAt(source, 'eventTime'),
    valueAt(source, 'metadata', 'creationTimestamp'),
  ];
  const moment = stamps.map(parseMoment).find((each) => each !== undefined);
  const { kind, uid } = { ...mapAt(source, 'regarding'), ...mapAt(source, 'involvedObject') };
  if (moment === undefined || typeof reason !== 'string') return undefined;
  const involvedObject = { kind: String(kind), ...(typeof uid === 'string' ? { uid } : {}) };
  const text = [message, note].find((each) => typeof each === 'string' && each !== '');
  return {
    moment,
    event: { reason, involvedObject, ...(text === undefined ? {} : { message: String(text) }) },
  };
}

/** Stands for the uid of an object whose source has none; the recording gets a number instead, so that no name is in it. */
export function uidByName(name: string): string {
  return `${BY_NAME}${name}`;
}

export function isUidByName(uid: string): boolean {
  return uid.startsWith(BY_NAME);
}

const BY_NAME = 'name:';

/** The kind of an object, also if only its list states it (PodList). */
export function kindOf(value: unknown, ofList?: string): string {
  const kind = textAt(value, 'kind') ?? ofList?.replace(/List$/, '');
  if (kind !== undefined && kind !== '') return kind;
  if (listAt(value, 'spec', 'containers').length > 0) return 'Pod';
  if (isLooseMap(mapAt(value, 'status').allocatable)) return 'Node';
  return isLooseMap(mapAt(value).involvedObject) || isLooseMap(mapAt(value).regarding) ? 'Event' : '';
}

function namedMetadata(value: unknown, kind: string, place: Place): LooseMap {
  const metadata = mapAt(value, 'metadata');
  if (textAt(metadata, 'name') === undefined) {
    throw new UserError(`a ${kind} has no metadata.name`, { position: place, next: CORRECT_OBJECT });
  }
  return metadata;
}

function refuseWrongQuantity(read: () => unknown, what: string, place: Place): void {
  try {
    read();
  } catch (error) {
    if (error instanceof QuantityError || error instanceof TypeError) {
      throw new UserError(`${what}: ${error.message}`, { position: place, next: CORRECT_OBJECT });
    }
    throw error;
  }
}
