/** Reads audit logs of API servers (audit.k8s.io/v1): each request with its answer, in microseconds. */
import { UserError } from '../../errors/user-error.ts';
import { OBJECT_KINDS, objectKindOf } from '../../objects/object-kinds.ts';
import type { ImportHistory } from '../history/import-history.ts';
import type { TimedReader } from '../import-format.ts';
import type { Place } from '../objects/cluster-objects.ts';
import { isLooseMap, type LooseMap, listAt, mapAt, textAt, valueAt } from '../objects/loose-json.ts';
import { createNamedObjects, isDeleted, type ObjectName } from '../objects/named-objects.ts';
import { strategicMerge } from '../objects/strategic-merge.ts';
import { emptyCounts, problemsOf } from './audit-counts.ts';
import { isAuditEvent, mayHoldEvents } from './audit-event.ts';
import { EVICTED, type LoggedRequest, requestOf } from './audit-request.ts';
import { createGeneratedNames } from './generated-names.ts';
import { createRequestOrder } from './request-order.ts';
import { auditEventsIn } from './wrapped-events.ts';

/**
 * Reads an audit log event by event. A request counts when the server has done it (stageTimestamp of ResponseComplete); refused requests and dry
 * runs do not count. Pods and nodes must be logged at level Request or RequestResponse. A request at level Metadata contains only names: it is
 * left out, counted and reported.
 *
 * @throws {UserError} with file and line for another object of Kubernetes.
 */
export function readAuditLog(history: ImportHistory): TimedReader {
  const objects = createNamedObjects(history);
  const counts = emptyCounts();
  const names = createGeneratedNames();
  /** Names of pods and nodes that are changed, but that no request has shown whole. */
  const older = new Map<string, 'Pod' | 'Node'>();
  /** Names of objects that a request without a body is about. */
  const bodiless = new Set<string>();
  const noteBodiless = (name: ObjectName): void => {
    if (objectKindOf(name.kind)) counts.bodilessObjects += 1;
    else {
      counts.bodiless += 1;
      bodiless.add(Object.values(name).join('/'));
    }
  };

  const latest = new Map<string, LatestRequest>();
  const order = createRequestOrder<LoggedRequest>(take);

  function event(value: LooseMap, place: Place): void {
    const request = requestOf(value, place);
    if (!request) return;
    names.ahead(request);
    order.add(request);
  }

  function take(logged: LoggedRequest): void {
    if (logged.verb === 'deletecollection') {
      carryOut(logged);
      return;
    }
    const isCreation = logged.verb === 'create' && logged.subresource === undefined;
    const name =
      logged.name.name === ''
        ? isCreation && names.created(logged)
        : names.known(logged, (each) => objects.get(each) !== undefined);
    if (!name) {
      if (isLooseMap(logged.asked)) counts.unnamed += 1;
      else noteBodiless(logged.name);
      return;
    }
    takeNamed({ ...logged, name }, isCreation);
  }

  /** Of each object the moments never decrease: an older state must not follow a newer one. */
  function takeNamed(request: LoggedRequest, isCreation: boolean): void {
    const { name } = request;
    const key = Object.values(name).join('/');
    const before = latest.get(key);
    // The object of that name before is meant.
    if (before && !isCreation && request.received < before.created) return;
    const moment = Math.max(request.moment, before?.moment ?? 0);
    carryOut({ ...request, moment });
    if (objects.get(name) === undefined) {
      latest.delete(key);
      names.forget(name);
      return;
    }
    older.delete(key);
    latest.set(key, { created: isCreation ? request.received : (before?.created ?? 0), moment });
  }

  /** Changes an object that the log has shown; one that it has not is older than the log. */
  function change(name: ObjectName, moment: number, place: Place, to: (known: LooseMap) => LooseMap): void {
    const { kind } = name;
    if (objects.changed(name, to, moment, place)) return;
    const key = Object.values(name).join('/');
    if ((kind === 'Pod' || kind === 'Node') && !bodiless.has(key)) older.set(key, kind);
  }

  function carryOut(request: LoggedRequest): void {
    const { asked, answered, place } = request;
    if (request.verb === 'delete') remove(request, asked, answered, place);
    else if (request.verb === 'deletecollection') removeAll(request, asked, answered, place);
    else write(request, asked, answered, place);
  }

  function write(request: LoggedRequest, asked: unknown, answered: unknown, place: Place): void {
    const { name, moment, subresource, verb } = request;
    if (subresource === 'binding') {
      const node = textAt(asked, 'target', 'name');
      if (node === undefined) noteBodiless(name);
      else change(name, moment, place, (pod) => strategicMerge(pod, { spec: { nodeName: node } }));
    } else if (subresource === 'eviction') {
      change(name, moment, place, (pod) => strategicMerge(pod, { status: { conditions: [EVICTED] } }));
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
  function patch({ name, moment }: LoggedRequest, asked: unknown, place: Place): void {
    if (!isLooseMap(asked)) {
      if (asked === undefined) noteBodiless(name);
      else counts.unreadable += 1;
    } else change(name, moment, place, (known) => strategicMerge(known, asked));
  }

  /** A pod on a node has a grace period: it is gone only after the kubelet's own deletion, which has none. */
  function remove(
    { name, moment, user, isAtOnce }: LoggedRequest,
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
  function removeAll(request: LoggedRequest, asked: unknown, answered: unknown, place: Place): void {
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
    concerns(text) {
      if (CONCERNS.test(text) && CHANGES.test(text)) return true;
      if (!mayHoldEvents(text)) counts.others += 1;
      return false;
    },
    pick(value) {
      const events = auditEventsIn(value);
      if (events.length === 0) {
        counts.others += 1;
        return [];
      }
      return events.flatMap((record) => {
        const request = requestOf(record, NOWHERE);
        return request ? [{ at: request.moment, record }] : [];
      });
    },
    other() {
      counts.others += 1;
    },
    // Servers give random uids.
    isOnce: (record) => (textAt(record, 'auditID') ?? '').length >= 12,
    repeated() {
      counts.repeated += 1;
    },
    take(value, place) {
      if (textAt(value, 'kind') === 'EventList') {
        for (const item of listAt(value, 'items')) if (isLooseMap(item)) event(item, place);
      } else if (isAuditEvent(value) || textAt(value, 'stage') !== undefined) event(mapAt(value), place);
      else
        throw new UserError('this is not an audit event (audit.k8s.io)', {
          position: place,
          next: 'give the log of the API server alone, one event a line or an EventList',
        });
    },
    end() {
      order.flush();
      const pods = [...older.values()].filter((kind) => kind === 'Pod').length;
      return problemsOf(counts, { pods, nodes: older.size - pods }, names.counts);
    },
  };
}

const NOWHERE: Place = { file: '' };

/** A request that changes something; Google names methods, and others verbs. */
const CHANGES = /create|update|patch|delete/;

/** A request whose resource is one that is read. */
const CONCERNS = new RegExp(`pods|nodes|${OBJECT_KINDS.map(({ plural }) => plural).join('|')}`);

/** Of an object that exists. */
interface LatestRequest {
  /** When its creation was received. */
  readonly created: number;
  readonly moment: number;
}

/**
 * Whether an update removed the object instead of storing this state: it was being deleted without a grace period
 * (k8s.io/apiserver pkg/registry/generic/registry/store.go, ShouldDeleteDuringUpdate).
 */
function endsByUpdate(answered: LooseMap): boolean {
  return valueAt(answered, 'metadata', 'deletionGracePeriodSeconds') === 0 && !isHeld(answered);
}

/** Whether a body is the object itself and not a Status, a Binding or a patch. */
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
