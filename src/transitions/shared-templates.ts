/** One template object for all pods with equal ones, so that its hash is worked out once and not for each of thousands of pods. */
import type { PodTemplate } from '../objects/pod.ts';

/**
 * Gives back, for a template, one of equal text that was given back before, if there was one lately. To be equal, maps must have their keys in
 * the same order, as they have from one API server; otherwise the hash is worked out again, and is the same.
 *
 * @param atLeast how many different templates are remembered; at most twice as many.
 */
export function createSharedTemplates(atLeast = 1_000): (template: PodTemplate) => PodTemplate {
  let latest = new Map<string, PodTemplate>();
  let before = new Map<string, PodTemplate>();
  return (template) => {
    const text = JSON.stringify(template);
    const known = latest.get(text);
    if (known) return known;
    const shared = before.get(text) ?? template;
    if (latest.size >= atLeast) {
      before = latest;
      latest = new Map();
    }
    latest.set(text, shared);
    return shared;
  };
}
