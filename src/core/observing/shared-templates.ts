/** One template object for all pods with equal ones, so that its hash is worked out once and not for each of thousands of pods. */
import type { PodTemplate } from '../objects/pod.ts';
import { createLatelyShared } from './lately-shared.ts';

/**
 * Gives back, for a template, one of equal text that was given back before, if there was one lately. To be equal, maps must have their keys in
 * the same order, as they have from one API server; otherwise the hash is worked out again, and is the same.
 *
 * @param atLeast how many different templates are remembered; at most twice as many.
 */
export function createSharedTemplates(atLeast = 1_000): (template: PodTemplate) => PodTemplate {
  return createLatelyShared<PodTemplate>(JSON.stringify, atLeast);
}
