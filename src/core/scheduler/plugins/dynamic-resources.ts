/** DynamicResources: devices are not modelled, so pods with claims stay pending; for the others, its score and its part of the message. */
import * as z from 'zod';
import type { PodSpec } from '../../objects/pod.ts';
import type { Plugin } from '../framework/plugin.ts';
import { definePlugin } from '../framework/plugin-definition.ts';
import { unresolvable } from '../framework/rejection.ts';

const NAME = 'DynamicResources';

const NOT_MODELLED = unresolvable(NAME, 'resource claims of pods are not modelled');

/** The state of the cycle that its PreFilter writes. */
const NOT_FOUND = 'not found';

function hasClaims({ resourceClaims }: PodSpec): boolean {
  return (resourceClaims?.length ?? 0) > 0;
}

/** Its part of the message comes before that of preemption (plugins/dynamicresources, PostFilter). */
export const dynamicResources = definePlugin({
  name: NAME,
  points: [
    'preEnqueue',
    'preFilter',
    'filter',
    'postFilter',
    'preScore',
    'score',
    'reserve',
    'preBind',
    'postBind',
  ],
  groupPoints: ['podGroupPostFilter'],
  defaultWeight: ({ dynamicResourcesScore }) => (dynamicResourcesScore ? 2 : 1),
  arguments: z.strictObject({ filterTimeout: z.string().nullish(), bindingTimeout: z.string().nullish() }),
  isDefault: ({ dynamicResources: isOn }) => isOn,
  gaps: [{ what: 'resource claims', instead: 'left pending from Kubernetes 1.34 on', uses: hasClaims }],
  create: ({ behaviour }): Plugin => ({
    name: NAME,
    sign: ({ info }) => (hasClaims(info.spec) ? undefined : null),
    neverFilters: ({ spec }) => !hasClaims(spec),
    preFilter: ({ info }) => (hasClaims(info.spec) ? { rejection: NOT_MODELLED } : 'skip'),
    preScore: () => (behaviour.dynamicResourcesScore ? { constant: 0 } : 'skip'),
    unprepared: {
      withoutPreFilter: behaviour.dynamicResources ? NOT_FOUND : undefined,
      scoreReadsPreFilter: behaviour.dynamicResourcesScore,
    },
    postFilter(_pod, _cluster, { diagnosis }) {
      if (!behaviour.dynamicResources) return undefined;
      // After a rejection by PreFilter it misses the state that its own PreFilter did not write, and fails.
      if (diagnosis.preFilter) return { reason: NOT_FOUND, failed: true };
      return behaviour.dynamicResourcesInMessage
        ? { local: true, byCounts: true, reason: 'no new claims to deallocate' }
        : undefined;
    },
  }),
});
