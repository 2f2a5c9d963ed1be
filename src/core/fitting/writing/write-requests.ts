/** Writes what the pods of a group request. */

import type { GroupFit } from '../pods/fit-group.ts';
import type { WrittenScenario } from './written-scenario.ts';

/** Whole sets of requests by their frequency; nothing where there is only one set, which the template has. */
export function writeRequests({ group: { requests } }: GroupFit): WrittenScenario {
  if (requests.length < 2) return {};
  return {
    requests: {
      type: 'choice',
      options: requests.map(({ requests: value, pods: weight }) => ({ weight, value })),
    },
  };
}
