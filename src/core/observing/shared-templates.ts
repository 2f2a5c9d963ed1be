/** Shares one template object among all pods with equal templates, so that its hash is computed once and not for each of thousands of pods. */
import type { PodTemplate } from '../objects/pod.ts';
import { createRecentlyShared } from './recently-shared.ts';

/**
 * Returns a function that returns a recent template with the same JSON text, or else the template itself. Maps are equal only with their keys
 * in the same order, as one API server sends them. With another order the hash is computed again, with the same result.
 *
 * @param atLeast how many different templates are remembered at least; at most twice as many are.
 */
export function createSharedTemplates(atLeast = 1_000): (template: PodTemplate) => PodTemplate {
  return createRecentlyShared<PodTemplate>(JSON.stringify, atLeast);
}
