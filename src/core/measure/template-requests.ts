/** Computes the request of a pod template. */

import { admittedRequest } from '../objects/admitted-request.ts';
import type { PodTemplate } from '../objects/pod.ts';

/** Kubernetes 1.34 is the first version that counts pod-level requests. */
const POD_LEVEL_FROM = 34;

/**
 * A pod's request (see podRequest) after the API server's defaults (a limit without a request is a request), and 1 of `pods`, because each
 * bound pod takes one of the node's places.
 *
 * @param kubernetes version of the scheduler, as `1.36`. Without it, the rules of the newest version hold.
 * @throws {QuantityError} for a request that Kubernetes refuses.
 */
export function requestOfTemplate(
  template: PodTemplate,
  kubernetes: string | undefined,
): Map<string, number> {
  const { request } = admittedRequest(template.spec, countsPodLevel(kubernetes));
  return new Map(request).set('pods', 1);
}

/** The request of a pod whose template is unknown. */
export function requestOfUnknownTemplate(): Map<string, number> {
  return new Map([['pods', 1]]);
}

/** A recording has one version and can have thousands of templates. */
let last: { readonly kubernetes: string | undefined; readonly podLevel: boolean } | undefined;

function countsPodLevel(kubernetes: string | undefined): boolean {
  if (last && last.kubernetes === kubernetes) return last.podLevel;
  const minor = /^v?1\.(\d+)/.exec(kubernetes ?? '')?.[1];
  const podLevel = minor === undefined || Number(minor) >= POD_LEVEL_FROM;
  last = { kubernetes, podLevel };
  return podLevel;
}
