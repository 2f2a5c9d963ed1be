/** DynamicResources for pods without claims: its part of the message when no node fits (from 1.34). */
import { definePlugin } from '../framework/plugin-definition.ts';

const NAME = 'DynamicResources';

/** Its part of the message comes before that of preemption (plugins/dynamicresources, PostFilter). */
export const dynamicResources = definePlugin({
  name: NAME,
  points: ['filter', 'score', 'postFilter'],
  defaultWeight: 2,
  isDefault: ({ dynamicResources: isOn }) => isOn,
  create: ({ behaviour }) =>
    behaviour.dynamicResources
      ? { name: NAME, postFilter: () => ({ local: true, reason: 'no new claims to deallocate' }) }
      : { name: NAME },
});
