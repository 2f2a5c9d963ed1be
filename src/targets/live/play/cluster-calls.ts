/** Makes the API calls of a run. Each is safe to repeat after a lost answer: an API server that restarts may lose the answer to a call that it carried out. */
import { ApiError } from '../../../kubernetes/api-error.ts';
import type { ApiRequest, Retry, Transport } from '../../../kubernetes/transport.ts';
import type { Sending } from '../live-run.ts';
import { SEQUENCE_ANNOTATION } from '../objects/pod-object.ts';
import { RUN_LABEL } from '../objects/run-label.ts';

interface Made {
  readonly metadata: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** The same transport, but its calls report retries to the send queue. */
export function reportingRetries(transport: Transport, sending: Sending): Transport {
  const onRetry = ({ wait, error }: Retry): void => sending.again(wait, hasStatus(error, 429));
  return {
    ...transport,
    call: (request) => transport.call({ ...request, onRetry }),
    send: (request) => transport.send({ ...request, onRetry }),
  };
}

/**
 * Creates an object of this run.
 *
 * @param path of the collection.
 * @throws {ApiError} 409 only where the existing object is not the one that was sent.
 */
export async function create(transport: Transport, path: string, object: object): Promise<void> {
  try {
    await transport.send({ method: 'POST', path, body: object, idempotent: true });
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
    const sent = object as Made & { metadata: { readonly name: string } };
    const found = await transport.call<Made>({
      method: 'GET',
      path: `${path}/${sent.metadata.name}`,
    });
    if (!isSame(found, sent)) throw error;
  }
}

/** Deletes without a grace period. @returns false where it did not exist. */
export function remove(transport: Transport, path: string): Promise<boolean> {
  return removeWith(transport, path, { gracePeriodSeconds: 0 });
}

/** Deletes with the grace period of the object. @returns false where it did not exist. */
export function removeGracefully(transport: Transport, path: string): Promise<boolean> {
  return removeWith(transport, path, {});
}

async function removeWith(
  transport: Transport,
  path: string,
  query: { readonly gracePeriodSeconds?: number },
): Promise<boolean> {
  try {
    await transport.send({ method: 'DELETE', path, query: { ...query, propagationPolicy: 'Background' } });
    return true;
  } catch (error) {
    if (hasStatus(error, 404)) return false;
    throw error;
  }
}

/** @returns false where the object does not exist. */
export async function patch(
  transport: Transport,
  path: string,
  body: object,
  contentType: string = MERGE_PATCH,
): Promise<boolean> {
  const request: ApiRequest = { method: 'PATCH', path, body, contentType, idempotent: true };
  try {
    await transport.send(request);
    return true;
  } catch (error) {
    if (hasStatus(error, 404)) return false;
    throw error;
  }
}

const MERGE_PATCH = 'application/merge-patch+json';

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}

/** Whether the cluster refuses the call for good, so that the play continues without it. */
export function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && /^(400|403|404|405|409|413|422)$/.test(String(error.status));
}

function isSame(found: Made, sent: Made): boolean {
  const sequence = ({ metadata }: Made): string | undefined => metadata.annotations?.[SEQUENCE_ANNOTATION];
  const run = ({ metadata }: Made): string | undefined => metadata.labels?.[RUN_LABEL];
  return run(found) === run(sent) && sequence(found) === sequence(sent);
}
