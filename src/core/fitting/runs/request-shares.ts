/** Counts which pods request what: whole sets of requests by their frequency. */

import type { PodTemplate, ResourceList } from '../../objects/pod.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import type { PodHistory } from '../pods/pod-history.ts';

export interface RequestShare {
  readonly requests: ResourceList;
  readonly pods: number;
}

/** The sets of requests of the first container, the most frequent first. */
export function requestShares(pods: readonly PodHistory[]): RequestShare[] {
  const shares = new Map<string, { requests: ResourceList; pods: number }>();
  const keys = new Map<PodTemplate, string>();
  for (const { template } of pods) {
    const requests = requestsOf(template);
    const key = keys.get(template) ?? canonicalJson(requests);
    keys.set(template, key);
    const share = shares.get(key);
    if (share) share.pods += 1;
    else shares.set(key, { requests, pods: 1 });
  }
  return [...shares.values()].sort((a, b) => b.pods - a.pods);
}

export function requestsOf({ spec }: PodTemplate): ResourceList {
  return spec.containers[0]?.resources?.requests ?? {};
}
