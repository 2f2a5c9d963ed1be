/** Reads from an audit event the request that it logs, if it changed an object that is read. */
import { OBJECT_KINDS, objectKindOf } from '../../objects/object-kinds.ts';
import { parseMoment } from '../../time/moment.ts';
import type { Place } from '../objects/cluster-objects.ts';
import { type LooseMap, mapAt, textAt, valueAt } from '../objects/loose-json.ts';
import type { ObjectName } from '../objects/named-objects.ts';

const CHANGING_VERBS: ReadonlySet<string> = new Set([
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
]);

export interface LoggedRequest {
  readonly verb: string;
  readonly subresource: string | undefined;
  /** Without a name in a log of names that the server gave (generateName). */
  readonly name: ObjectName;
  /** When the server received it and when it was answered. */
  readonly received: number;
  readonly moment: number;
  readonly user: string;
  /** The request's URI asks for a deletion without a grace period. */
  readonly isAtOnce: boolean;
  /** The request's URI selects by labels or fields (deletecollection). */
  readonly selects: boolean;
  readonly asked: unknown;
  readonly answered: unknown;
  readonly place: Place;
}

/** The condition that the API server adds to a pod that it evicts (pkg/registry/core/pod/storage/eviction.go). */
export const EVICTED = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' };

/** A request that changed a pod, a node or an object that decides; undefined for any other. */
export function requestOf(value: LooseMap, place: Place): LoggedRequest | undefined {
  const verb = textAt(value, 'verb') ?? '';
  const stage = textAt(value, 'stage') ?? 'ResponseComplete';
  if (!CHANGING_VERBS.has(verb) || stage !== 'ResponseComplete') return undefined;
  const { resource, subresource, name, namespace, apiGroup } = mapAt(value, 'objectRef');
  const kind = kindOfResource(resource, apiGroup);
  if (kind === undefined) return undefined;
  const code = Number(valueAt(value, 'responseStatus', 'code') ?? 200);
  const received = parseMoment(mapAt(value).requestReceivedTimestamp);
  const moment = parseMoment(mapAt(value).stageTimestamp) ?? received;
  const uri = textAt(value, 'requestURI') ?? '';
  if (moment === undefined || code >= 300 || /[?&]dryRun=/.test(uri)) return undefined;
  const { requestObject: asked, responseObject: answered } = mapAt(value);
  // An object that is created with generateName has its name only in the answer.
  const given = name ?? textAt(answered, 'metadata', 'name') ?? textAt(asked, 'metadata', 'name');
  return {
    verb,
    subresource: typeof subresource === 'string' && subresource !== '' ? subresource : undefined,
    name: {
      kind,
      name: typeof given === 'string' ? given : '',
      namespace:
        kind === 'Pod' || objectKindOf(kind)?.isNamespaced ? String(namespace ?? 'default') : undefined,
    },
    received: Math.min(received ?? moment, moment),
    moment,
    user: textAt(value, 'user', 'username') ?? '',
    isAtOnce: /[?&]gracePeriodSeconds=0(?:&|$)/.test(uri),
    selects: /[?&](?:label|field)Selector=./.test(uri),
    asked,
    answered,
    place,
  };
}

function kindOfResource(resource: unknown, apiGroup: unknown): ObjectName['kind'] | undefined {
  const group = apiGroup ?? '';
  if (group === '' && resource === 'pods') return 'Pod';
  if (group === '' && resource === 'nodes') return 'Node';
  return OBJECT_KINDS.find(
    ({ plural, apiVersion }) => plural === resource && apiVersion.replace(/\/?v\d\w*$/, '') === group,
  )?.kind;
}
