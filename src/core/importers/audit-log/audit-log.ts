/** Reads audit logs of API servers (audit.k8s.io/v1): each request with its answer, in microseconds. */
import { counted } from '../../errors/counted.ts';
import type { Problem } from '../../errors/problem.ts';
import { UserError } from '../../errors/user-error.ts';
import { OBJECT_KINDS, objectKindOf } from '../../objects/object-kinds.ts';
import { parseMoment } from '../../time/moment.ts';
import type { ImportHistory } from '../history/import-history.ts';
import { leftOut, type RecordReader } from '../import-format.ts';
import type { Place } from '../objects/cluster-objects.ts';
import { isLooseMap, type LooseMap, listAt, mapAt, textAt, valueAt } from '../objects/loose-json.ts';
import { createNamedObjects, isDeleted, type ObjectName } from '../objects/named-objects.ts';
import { strategicMerge } from '../objects/strategic-merge.ts';
import { isAuditEvent } from './audit-event.ts';
import { createRequestOrder } from './request-order.ts';

const CHANGING_VERBS: ReadonlySet<string> = new Set([
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
]);

/**
 * Reads an audit log line by line. A request counts when the server has done it (stageTimestamp of ResponseComplete); refused requests and dry
 * runs do not count. Pods and nodes must be logged at level Request or RequestResponse. A request at level Metadata contains only names: it is
 * left out, counted and reported.
 *
 * @throws {UserError} with file and line for a line that is not an audit event.
 */
export function readAuditLog(history: ImportHistory): RecordReader {
  const objects = createNamedObjects(history);
  const counts: Counts = { bodiless: 0, bodilessObjects: 0, unreadable: 0 };
  const noteBodiless = ({ kind }: ObjectName): void => {
    if (objectKindOf(kind)) counts.bodilessObjects += 1;
    else counts.bodiless += 1;
  };

  const latest = new Map<string, LatestRequest>();
  const order = createRequestOrder<LoggedRequest>(take);

  function event(value: LooseMap, place: Place): void {
    const request = requestOf(value);
    if (!request) return;
    const { requestObject: asked, responseObject: answered } = mapAt(value);
    order.add({ ...request, asked, answered, place });
  }

  /** Of each object the moments never decrease: an older state must not follow a newer one. */
  function take(request: LoggedRequest): void {
    const key = Object.values(request.name).join('/');
    const before = latest.get(key);
    const isCreation = request.verb === 'create' && request.subresource === undefined;
    // The object of that name before is meant.
    if (before && !isCreation && request.received < before.created) return;
    const moment = Math.max(request.moment, before?.moment ?? 0);
    carryOut({ ...request, moment });
    if (objects.get(request.name) === undefined) latest.delete(key);
    else latest.set(key, { created: isCreation ? request.received : (before?.created ?? 0), moment });
  }

  function carryOut({ asked, answered, place, ...request }: LoggedRequest): void {
    if (request.verb === 'delete') remove(request, asked, answered, place);
    else if (request.verb === 'deletecollection') removeAll(request, asked, answered, place);
    else write(request, asked, answered, place);
  }

  function write(request: Request, asked: unknown, answered: unknown, place: Place): void {
    const { name, moment, subresource, verb } = request;
    if (subresource === 'binding') {
      const node = textAt(asked, 'target', 'name');
      if (node === undefined) noteBodiless(name);
      else objects.changed(name, (pod) => strategicMerge(pod, { spec: { nodeName: node } }), moment, place);
    } else if (subresource === 'eviction') {
      objects.changed(
        name,
        (pod) => strategicMerge(pod, { status: { conditions: [EVICTED] } }),
        moment,
        place,
      );
    } else if (subresource === 'scale') {
      const replicas = valueAt(answered, 'spec', 'replicas') ?? valueAt(asked, 'spec', 'replicas');
      if (typeof replicas === 'number')
        objects.changed(name, (known) => strategicMerge(known, { spec: { replicas } }), moment, place);
    } else if (isObject(answered, name)) {
      if (endsByUpdate(answered) && verb !== 'create') objects.gone(name, moment);
      else objects.seen(name, answered, moment, place);
    } else if (verb === 'patch') patch(request, asked, place);
    else if (isObject(asked, name)) {
      const whole = asked;
      // Without its answer a creation has no uid. It succeeded, so the object before it is gone.
      if (verb === 'create') objects.gone(name, moment);
      if (!objects.changed(name, (known) => ({ ...known, ...whole }), moment, place))
        objects.seen(name, whole, moment, place);
    } else noteBodiless(name);
  }

  /** The log has no content type; the kubelet, the scheduler and the controllers send strategic merge patches. */
  function patch({ name, moment }: Request, asked: unknown, place: Place): void {
    if (!isLooseMap(asked)) {
      if (asked === undefined) noteBodiless(name);
      else counts.unreadable += 1;
    } else objects.changed(name, (known) => strategicMerge(known, asked), moment, place);
  }

  /** A pod on a node has a grace period: it is gone only after the kubelet's own deletion, which has none. */
  function remove(
    { name, moment, user, isAtOnce }: Request,
    asked: unknown,
    answered: unknown,
    place: Place,
  ): void {
    if (isObject(answered, name)) {
      objects.seen(name, answered, moment, place);
      if (name.kind !== 'Pod' && !isHeld(answered)) objects.gone(name, moment);
      return;
    }
    const known = objects.get(name);
    if (!known) return;
    const isFinal =
      name.kind !== 'Pod' ||
      valueAt(asked, 'gracePeriodSeconds') === 0 ||
      isAtOnce ||
      textAt(answered, 'status') === 'Success' ||
      user.startsWith('system:node:') ||
      textAt(known, 'spec', 'nodeName') === undefined ||
      ['Succeeded', 'Failed'].includes(textAt(known, 'status', 'phase') ?? '');
    if (isFinal) objects.gone(name, moment);
  }

  /** The answer lists the objects as they were before their deletion. */
  function removeAll(request: Request, asked: unknown, answered: unknown, place: Place): void {
    const { kind, namespace } = request.name;
    const items = listAt(answered, 'items').map((item) => ({
      kind,
      name: textAt(item, 'metadata', 'name') ?? '',
      namespace: textAt(item, 'metadata', 'namespace') ?? namespace,
    }));
    if (answered === undefined && request.selects) noteBodiless(request.name);
    const names = answered === undefined && !request.selects ? objects.names(kind, namespace) : items;
    for (const name of names) remove({ ...request, name }, asked, undefined, place);
  }

  return {
    concerns: (text) => CONCERNS.test(text),
    take(value, place) {
      if (!isAuditEvent(value)) {
        throw new UserError('this line is not an audit event (audit.k8s.io)', { position: place });
      }
      if (textAt(value, 'kind') === 'EventList') {
        for (const item of listAt(value, 'items')) if (isLooseMap(item)) event(item, place);
      } else event(mapAt(value), place);
    },
    end() {
      order.flush();
      return problemsOf(counts);
    },
  };
}

/** A request whose resource is one that is read. */
const CONCERNS = new RegExp(`pods|nodes|${OBJECT_KINDS.map(({ plural }) => plural).join('|')}`);

interface Request {
  readonly verb: string;
  readonly subresource: string | undefined;
  readonly name: ObjectName;
  /** When the server received it and when it was answered. */
  readonly received: number;
  readonly moment: number;
  readonly user: string;
  /** The request's URI asks for a deletion without a grace period. */
  readonly isAtOnce: boolean;
  /** The request's URI selects by labels or fields (deletecollection). */
  readonly selects: boolean;
}

interface LoggedRequest extends Request {
  readonly asked: unknown;
  readonly answered: unknown;
  readonly place: Place;
}

/** Of an object that exists. */
interface LatestRequest {
  /** When its creation was received. */
  readonly created: number;
  readonly moment: number;
}

/** The condition that the API server adds to a pod that it evicts (pkg/registry/core/pod/storage/eviction.go). */
const EVICTED = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' };

/** Reads a request that changed a pod, a node or an object that decides; undefined for any other. */
function requestOf(value: LooseMap): Request | undefined {
  const verb = textAt(value, 'verb') ?? '';
  const stage = textAt(value, 'stage') ?? 'ResponseComplete';
  if (!CHANGING_VERBS.has(verb) || stage !== 'ResponseComplete') return undefined;
  const { resource, subresource, name, namespace, apiGroup } = mapAt(value, 'objectRef');
  const kind = kindOfResource(resource, apiGroup);
  if (kind === undefined) return undefined;
  const code = Number(valueAt(value, 'responseStatus', 'code') ?? 200);
  const received = parseMoment(mapAt(value).requestReceivedTimestamp);
  const moment = parseMoment(mapAt(value).stageTimestamp) ?? received;
  if (moment === undefined || code >= 300 || /[?&]dryRun=/.test(textAt(value, 'requestURI') ?? ''))
    return undefined;
  // An object that is created with generateName has its name only in the answer.
  const given =
    name ??
    textAt(value, 'responseObject', 'metadata', 'name') ??
    textAt(value, 'requestObject', 'metadata', 'name');
  if (typeof given !== 'string' && verb !== 'deletecollection') return undefined;
  return {
    verb,
    subresource: typeof subresource === 'string' ? subresource : undefined,
    name: {
      kind,
      name: typeof given === 'string' ? given : '',
      namespace:
        kind === 'Pod' || objectKindOf(kind)?.isNamespaced ? String(namespace ?? 'default') : undefined,
    },
    received: Math.min(received ?? moment, moment),
    moment,
    user: textAt(value, 'user', 'username') ?? '',
    isAtOnce: /[?&]gracePeriodSeconds=0(?:&|$)/.test(textAt(value, 'requestURI') ?? ''),
    selects: /[?&](?:label|field)Selector=./.test(textAt(value, 'requestURI') ?? ''),
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

/** Whether a body is the object itself and not a Status, a Binding or a patch. */
/**
 * Whether an update removed the object instead of storing this state: it was being deleted without a grace period
 * (k8s.io/apiserver pkg/registry/generic/registry/store.go, ShouldDeleteDuringUpdate).
 */
function endsByUpdate(answered: LooseMap): boolean {
  return valueAt(answered, 'metadata', 'deletionGracePeriodSeconds') === 0 && !isHeld(answered);
}

function isObject(value: unknown, { kind }: ObjectName): value is LooseMap {
  return (
    isLooseMap(value) &&
    (textAt(value, 'kind') ?? kind) === kind &&
    (isLooseMap(value.spec) || objectKindOf(kind) !== undefined) &&
    isLooseMap(value.metadata)
  );
}

/** Whether a finalizer or the rest of a grace period holds a deleted object. */
function isHeld(object: LooseMap): boolean {
  return (
    typeof mapAt(object, 'metadata').deletionTimestamp === 'string' &&
    !isDeleted(object) &&
    listAt(object, 'metadata', 'finalizers').length > 0
  );
}

interface Counts {
  bodiless: number;
  /** Of objects besides pods and nodes. */
  bodilessObjects: number;
  unreadable: number;
}

function problemsOf({ bodiless, bodilessObjects, unreadable }: Counts): Problem[] {
  const problems: Problem[] = [];
  if (bodiless > 0) {
    problems.push(
      leftOut(
        `left out: ${counted(bodiless, 'request')} logged without the object; the audit policy must log pods, pods/binding, pods/status and nodes at level Request or RequestResponse`,
      ),
    );
  }
  if (bodilessObjects > 0) {
    problems.push(
      leftOut(
        `left out: ${counted(bodilessObjects, 'request')} logged without the object that decides (service, workload, budget, volume, …); what it decides is missing`,
      ),
    );
  }
  if (unreadable > 0) problems.push(leftOut(`left out: ${counted(unreadable, 'JSON patch')}`));
  return problems;
}
