/** Draws affinity and anti-affinity to pods. */
import type { Affinity, PodAffinity, PodAffinityTerm } from '../../../src/core/objects/pod.ts';
import { drawSelector } from './draw-spread.ts';
import type { Drawing } from './drawing.ts';

const KEYS = ['topology.kubernetes.io/zone', 'kubernetes.io/hostname', 'rack'];

/** Required or preferred terms, for or against other pods. */
export function drawAffinityTerms(draw: Drawing): Affinity {
  const isFor = draw.chance(0.5);
  return {
    ...(isFor && { podAffinity: drawTerms(draw) }),
    ...((!isFor || draw.chance(0.3)) && { podAntiAffinity: drawTerms(draw) }),
  };
}

function drawTerms(draw: Drawing): PodAffinity {
  const isRequired = draw.chance(0.5);
  return {
    ...(isRequired && {
      requiredDuringSchedulingIgnoredDuringExecution: Array.from({ length: draw.whole(1, 2) }, () =>
        drawTerm(draw),
      ),
    }),
    ...((!isRequired || draw.chance(0.4)) && {
      preferredDuringSchedulingIgnoredDuringExecution: Array.from({ length: draw.whole(1, 2) }, () => ({
        weight: draw.whole(1, 100),
        podAffinityTerm: drawTerm(draw),
      })),
    }),
  };
}

function drawTerm(draw: Drawing): PodAffinityTerm {
  const keys = draw.chance(0.2)
    ? {
        [draw.of(['matchLabelKeys', 'mismatchLabelKeys'])]: ['version'],
        labelSelector: { matchLabels: { app: 'web' } },
      }
    : { labelSelector: drawSelector(draw) };
  return {
    topologyKey: draw.of(KEYS),
    ...keys,
    ...(draw.chance(0.15) && { namespaceSelector: {} }),
    ...(draw.chance(0.1) && { namespaces: [draw.of(['default', 'elsewhere'])] }),
  };
}
