/** Converts entries of Google Cloud Logging to audit events: GKE logs each request as one entry when it is done. */
import { isLooseMap, type LooseMap, mapAt, textAt, valueAt } from '../objects/loose-json.ts';

/** `apps/v1/namespaces/default/deployments/web/scale`; cluster-wide objects have no namespace, and creations may have no name. */
const RESOURCE = /^([^/]+)\/(v[^/]+)\/(?:namespaces\/([^/]+)\/(?=.))?([^/]+)(?:\/([^/]+))?(?:\/(.+))?$/;

/** Undefined for an entry without the name of a resource. */
export function eventOfGoogle(entry: LooseMap): LooseMap | undefined {
  const payload = mapAt(entry.protoPayload ?? entry.protopayload_auditlog);
  const [, group, apiVersion, namespace, resource, name, subresource] =
    RESOURCE.exec(textAt(payload, 'resourceName') ?? '') ?? [];
  const method = textAt(payload, 'methodName') ?? '';
  if (resource === undefined) return undefined;
  // The name of the method repeats the subresource: io.k8s.core.v1.pods.binding.create.
  const steps = method.split('.');
  const ofMethod = steps.slice(steps.indexOf(resource) + 1, -1).join('/');
  const timestamp = textAt(entry, 'timestamp');
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    stage: 'ResponseComplete',
    auditID: textAt(entry, 'insertId'),
    verb: steps.at(-1),
    user: { username: textAt(payload, 'authenticationInfo', 'principalEmail') },
    objectRef: {
      resource,
      apiGroup: group === 'core' ? '' : group,
      apiVersion,
      namespace,
      name,
      subresource: subresource ?? (ofMethod === '' ? undefined : ofMethod),
    },
    requestReceivedTimestamp: timestamp,
    stageTimestamp: timestamp,
    responseStatus: { code: Number(valueAt(payload, 'status', 'code') ?? 0) === 0 ? 200 : 500 },
    requestObject: body(payload, 'request'),
    responseObject: body(payload, 'response'),
  };
}

/** BigQuery has the bodies as JSON text. The type of a body is Google's own. */
function body(payload: LooseMap, field: 'request' | 'response'): unknown {
  const text = textAt(payload, `${field}Json`);
  const value = text === undefined ? payload[field] : parsedJson(text);
  if (!isLooseMap(value)) return value;
  const { '@type': _type, ...plain } = value;
  return plain;
}

/** Undefined for text that is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
