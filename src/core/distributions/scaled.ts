/** A distribution of times made shorter or longer by a factor: twice the arrivals are half the gaps. */
import type { Distribution } from './families/distribution.ts';
import { log } from './special-functions/exact-math.ts';

/** The distribution of `factor` × X. */
export function scaled(distribution: Distribution, factor: number): Distribution {
  switch (distribution.family) {
    case 'exponential':
      return { ...distribution, mean: distribution.mean * factor };
    case 'weibull':
    case 'gamma':
    case 'lomax':
      return { ...distribution, scale: distribution.scale * factor };
    case 'lognormal':
      return { ...distribution, mu: distribution.mu + log(factor) };
    case 'normal':
      return { ...distribution, mean: distribution.mean * factor, sd: distribution.sd * factor };
    case 'uniform':
    case 'loguniform':
      return { ...distribution, min: distribution.min * factor, max: distribution.max * factor };
    case 'pareto':
      return { ...distribution, min: distribution.min * factor };
    case 'hyperexponential':
      return {
        ...distribution,
        phases: distribution.phases.map((phase) => ({ ...phase, mean: phase.mean * factor })),
      };
    case 'constant':
      return { ...distribution, value: distribution.value * factor };
    case 'empirical':
      return {
        ...distribution,
        quantiles: distribution.quantiles.map((each) => ({ ...each, value: each.value * factor })),
      };
    case 'choice':
      return {
        ...distribution,
        options: distribution.options.map((each) => ({ ...each, value: each.value * factor })),
      };
  }
}
