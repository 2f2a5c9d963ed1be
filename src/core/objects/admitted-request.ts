/** Admits a pod and computes its request once for those that ask one after another: the measurement and the scheduler meet each new template in turn. */
import { admitPod } from './admission.ts';
import type { PodSpec } from './pod.ts';
import { podRequest } from './pod-request.ts';

interface AdmittedRequest {
  /** As the API server stores it. */
  readonly spec: PodSpec;
  /** See podRequest. */
  readonly request: ReadonlyMap<string, number>;
}

let last: (AdmittedRequest & { readonly of: PodSpec; readonly podLevel: boolean }) | undefined;

/**
 * @param of must not change once it was read.
 * @param podLevel whether the release has pod-level requests and limits.
 * @throws {QuantityError} for a request that is not a quantity.
 */
export function admittedRequest(of: PodSpec, podLevel: boolean): AdmittedRequest {
  if (last?.of === of && last.podLevel === podLevel) return last;
  const spec = admitPod(of, { podLevel });
  last = { of, podLevel, spec, request: podRequest(spec, { podLevel }) };
  return last;
}
