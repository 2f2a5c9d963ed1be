/** Random distributions of every family that a fit can choose, with the parameters that the fit must find. */
import type { Candidate } from '../../../src/core/distributions/families/distribution.ts';

export interface RandomLaw {
  /** As a scenario writes it, times in seconds. */
  readonly written: Readonly<Record<string, unknown>>;
  readonly candidate: Candidate;
  readonly parameters: Readonly<Record<string, number>>;
}

type Random = () => number;

export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}

type Make = (random: Random, size: number) => RandomLaw;

function law(candidate: Candidate, parameters: Readonly<Record<string, number>>): RandomLaw {
  return { candidate, parameters, written: { type: candidate, ...parameters } };
}

const MAKERS = {
  exponential: (_, size) => law('exponential', { mean: size }),
  weibull: (random, size) => law('weibull', { shape: between(random, 0.6, 3), scale: size }),
  lognormal: (random, size) => law('lognormal', { mu: Math.log(size), sigma: between(random, 0.3, 1.2) }),
  gamma: (random, size) => {
    const shape = between(random, 0.6, 4);
    return law('gamma', { shape, scale: size / shape });
  },
  lomax: (random, size) => {
    const shape = between(random, 1.3, 2.5);
    return law('lomax', { shape, scale: size * (shape - 1) });
  },
  normal: (random, size) => law('normal', { mean: size, sd: size * between(random, 0.1, 0.3) }),
  pareto: (random, size) => {
    const shape = between(random, 1.5, 3);
    return law('pareto', { shape, min: (size * (shape - 1)) / shape });
  },
  uniform: (random, size) =>
    law('uniform', { min: size * between(random, 0.2, 0.6), max: size * between(random, 1.2, 2) }),
  loguniform: (random, size) =>
    law('loguniform', { min: size * between(random, 0.1, 0.3), max: size * between(random, 2, 4) }),
  'hyperexponential-2': (random, size) => {
    const [probability, short, long] = [
      between(random, 0.3, 0.7),
      size * 0.1,
      size * between(random, 1.5, 3),
    ];
    const phases = [
      { probability, mean: short },
      { probability: 1 - probability, mean: long },
    ];
    return {
      candidate: 'hyperexponential-2',
      written: { type: 'hyperexponential', phases },
      parameters: { probability1: probability, mean1: short, mean2: long },
    };
  },
} as const satisfies Partial<Record<Candidate, Make>>;

export type LawName = keyof typeof MAKERS;
export const ALL_LAWS = Object.keys(MAKERS) as LawName[];

/** A law of one of these families with about this mean or median, in seconds. */
export function randomLaw(random: Random, size: number, families: readonly LawName[] = ALL_LAWS): RandomLaw {
  return (MAKERS[oneOf(random, families)] as Make)(random, size);
}
