/** Lists the laws from which the pods of a group draw their lifetimes, because a page of the fit shows what is written. */

import { type Distribution, survival } from '../../distributions/families/distribution.ts';
import type { GroupFit } from '../pods/fit-group.ts';

export interface DrawnLifetime {
  /** The number of pods that draw from it. */
  readonly pods: number;
  /** In seconds. */
  readonly law: Distribution;
  /** A pod that was seen for so long, in seconds, and draws the rest. */
  readonly beyond?: number;
}

/** Of the pods that arrive. Pods that never ran have none. */
export function drawnLifetimes({ runs, bursts }: Pick<GroupFit, 'runs' | 'bursts'>): DrawnLifetime[] {
  const { pods = [], lifetime } = runs?.kept ?? {};
  const strata = [...(runs?.strata ?? []), ...(bursts?.runs?.strata ?? [])];
  return [
    ...strata.flatMap(({ pods: count, lifetime: drawn }) =>
      drawn?.distribution ? [{ pods: count, law: drawn.distribution }] : [],
    ),
    ...pods.flatMap(({ known }): DrawnLifetime[] => {
      if (known.lifetime !== undefined)
        return [{ pods: 1, law: { family: 'constant', value: known.lifetime } }];
      return lifetime?.distribution
        ? [{ pods: 1, law: lifetime.distribution, beyond: known.longerThan ?? 0 }]
        : [];
    }),
  ];
}

/** P(lifetime > time) of a pod that draws from one of them, by their pods. */
export function mixedSurvival(parts: readonly DrawnLifetime[], time: number): number {
  const all = parts.reduce((sum, { pods }) => sum + pods, 0);
  const left = parts.reduce((sum, part) => sum + part.pods * partSurvival(part, time), 0);
  return all > 0 ? left / all : 0;
}

function partSurvival({ law, beyond = 0 }: DrawnLifetime, time: number): number {
  if (beyond <= 0) return survival(law, time);
  if (time <= beyond) return 1;
  const from = survival(law, beyond);
  return from > 0 ? survival(law, time) / from : 0;
}
