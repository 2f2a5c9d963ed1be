/** Writes what pods request. */

import type { ResourceList } from '../../objects/pod.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import type { GroupFit } from '../pods/fit-group.ts';
import { type RequestShare, requestsOf } from '../runs/request-shares.ts';
import type { WrittenScenario } from './written-scenario.ts';

/**
 * Whole sets of requests by their frequency; nothing where there is only the set that the template has. A set names every resource of the
 * template, because a replay keeps those that it does not name.
 */
export function writeRequests(
  { group }: Pick<GroupFit, 'group'>,
  shares: readonly RequestShare[] = group.requests,
): WrittenScenario {
  const own = requestsOf(group.template);
  const none = Object.fromEntries(Object.keys(own).map((resource) => [resource, 0]));
  const setOf = ({ requests }: RequestShare): ResourceList => ({ ...none, ...requests });
  const [first] = shares;
  if (!first) return {};
  if (shares.length === 1)
    return canonicalJson(setOf(first)) === canonicalJson(own) ? {} : { requests: setOf(first) };
  return {
    requests: {
      type: 'choice',
      options: shares.map((share) => ({ weight: writtenWeight(share.pods), value: setOf(share) })),
    },
  };
}

/** A calibrated weight with six digits: more would mean nothing. Whole numbers stay whole. */
export function writtenWeight(pods: number): number {
  return Number(pods.toPrecision(6));
}
