/** DynamicResources for pods without claims: its score of 0, and its part of the message when no node fits. */
import { z } from 'zod';
import type { Plugin } from '../framework/plugin.ts';
import { definePlugin } from '../framework/plugin-definition.ts';

const NAME = 'DynamicResources';

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
  create: ({ behaviour }): Plugin => ({
    name: NAME,
    sign: ({ info: { spec } }) => ((spec.resourceClaims?.length ?? 0) > 0 ? undefined : null),
    preScore: () => (behaviour.dynamicResourcesScore ? { constant: 0 } : 'skip'),
    postFilter: () =>
      behaviour.dynamicResourcesInMessage
        ? { local: true, reason: 'no new claims to deallocate' }
        : undefined,
  }),
});
