/** DynamicResources as far as a pod without claims meets it: what it adds to the message when no node fits (from 1.34). */
import type { Plugin } from '../framework/plugin.ts';

/** Its part of the message comes before preemption's (plugins/dynamicresources, PostFilter). */
export function dynamicResources(): Plugin {
  return {
    name: 'DynamicResources',
    postFilter: () => ({ local: true, reason: 'no new claims to deallocate' }),
  };
}
