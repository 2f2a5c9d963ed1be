/** DynamicResources for pods without claims: its score of 0, and its part of the message when no node fits. */
import type { Plugin } from '../framework/plugin.ts';
import { definePlugin } from '../framework/plugin-definition.ts';

const NAME = 'DynamicResources';

/** Its part of the message comes before that of preemption (plugins/dynamicresources, PostFilter). */
export const dynamicResources = definePlugin({
  name: NAME,
  points: ['preEnqueue', 'preFilter', 'filter', 'postFilter', 'score', 'reserve', 'preBind'],
  defaultWeight: 2,
  isDefault: ({ dynamicResources: isOn }) => isOn,
  create: ({ behaviour }): Plugin => ({
    name: NAME,
    preScore: () => (behaviour.dynamicResourcesScore ? { constant: 0 } : 'skip'),
    postFilter: () =>
      behaviour.dynamicResourcesInMessage
        ? { local: true, reason: 'no new claims to deallocate' }
        : undefined,
  }),
});
