/** Builds a planned pod as it is sent to the API server. */
import type { PlannedPod } from '../../../core/timeline/timeline-event.ts';
import type { AdaptedTemplate } from './adapt-template.ts';
import { type PodTiming, timingAnnotations } from './pod-timing.ts';

/** Distinguishes this creation from others of the same name. Shows after a lost answer whether the pod is the one that was sent. */
export const SEQUENCE_ANNOTATION = 'keg.dev/sequence';

/** @param staged whether KWOK carries out its phases by keg's Stages. */
export function podObject(
  plan: PlannedPod,
  namespace: string,
  adapted: AdaptedTemplate,
  sequence: number,
  timing: PodTiming,
  staged: boolean,
): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: plan.name,
      namespace,
      labels: adapted.labels,
      annotations: {
        ...adapted.annotations,
        [SEQUENCE_ANNOTATION]: String(sequence),
        ...(staged ? timingAnnotations(timing) : {}),
      },
    },
    spec: adapted.spec,
  };
}
