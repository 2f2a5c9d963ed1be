/** What the pods of each template ask for, worked out once a template. */

import { admitPod } from '../objects/admission.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { podRequest } from '../objects/pod-request.ts';

/** Pod-level requests count from this minor version of Kubernetes 1 on. */
const POD_LEVEL_FROM = 34;

/**
 * A pod's request (see podRequest) as the API server stores it (a limit without a request is one), and one of `pods`, since each bound pod takes one of a node's places.
 *
 * @param kubernetes the version that decided, as `1.36`; where it is not known, the current rules hold.
 * @throws {QuantityError} for a request that Kubernetes would refuse.
 */
export function requestOfTemplate(
  template: PodTemplate,
  kubernetes: string | undefined,
): Map<string, number> {
  const podLevel = countsPodLevel(kubernetes);
  const request = podRequest(admitPod(template.spec, { podLevel }), { podLevel });
  request.set('pods', 1);
  return request;
}

/** What a pod of an unknown template is known to ask for. */
export function requestOfUnknownTemplate(): Map<string, number> {
  return new Map([['pods', 1]]);
}

function countsPodLevel(kubernetes: string | undefined): boolean {
  const minor = /^v?1\.(\d+)/.exec(kubernetes ?? '')?.[1];
  return minor === undefined || Number(minor) >= POD_LEVEL_FROM;
}
