/** Lists each family as a distribution, as a scenario writes it, and scaled by three. */
import type { Distribution } from '../../../../src/core/distributions/families/distribution.ts';

export type Written = Readonly<Record<string, unknown>>;

/** A distribution, how it is written, and the distribution of three times its values. */
export const FORMS: readonly (readonly [Distribution, Written, Distribution])[] = [
  [
    { family: 'exponential', mean: 30 },
    { type: 'exponential', mean: '30s' },
    { family: 'exponential', mean: 90 },
  ],
  [
    { family: 'weibull', shape: 0.7, scale: 90 },
    { type: 'weibull', shape: 0.7, scale: '1m30s' },
    { family: 'weibull', shape: 0.7, scale: 270 },
  ],
  [
    { family: 'gamma', shape: 2, scale: 0.25 },
    { type: 'gamma', shape: 2, scale: '250ms' },
    { family: 'gamma', shape: 2, scale: 0.75 },
  ],
  [
    { family: 'lognormal', mu: 0, sigma: 0.5 },
    { type: 'lognormal', mu: 0, sigma: 0.5 },
    { family: 'lognormal', mu: 1.0986122886681098, sigma: 0.5 },
  ],
  [
    { family: 'normal', mean: 10, sd: 2 },
    { type: 'normal', mean: '10s', sd: '2s' },
    { family: 'normal', mean: 30, sd: 6 },
  ],
  [
    { family: 'uniform', min: 0, max: 5 },
    { type: 'uniform', min: '0s', max: '5s' },
    { family: 'uniform', min: 0, max: 15 },
  ],
  [
    { family: 'loguniform', min: 1, max: 100 },
    { type: 'loguniform', min: '1s', max: '1m40s' },
    { family: 'loguniform', min: 3, max: 300 },
  ],
  [
    { family: 'pareto', shape: 1.5, min: 2 },
    { type: 'pareto', shape: 1.5, min: '2s' },
    { family: 'pareto', shape: 1.5, min: 6 },
  ],
  [
    { family: 'lomax', shape: 1.5, scale: 2 },
    { type: 'lomax', shape: 1.5, scale: '2s' },
    { family: 'lomax', shape: 1.5, scale: 6 },
  ],
  [
    {
      family: 'hyperexponential',
      phases: [
        { probability: 0.25, mean: 1 },
        { probability: 0.75, mean: 60 },
      ],
    },
    {
      type: 'hyperexponential',
      phases: [
        { probability: 0.25, mean: '1s' },
        { probability: 0.75, mean: '1m0s' },
      ],
    },
    {
      family: 'hyperexponential',
      phases: [
        { probability: 0.25, mean: 3 },
        { probability: 0.75, mean: 180 },
      ],
    },
  ],
  [
    { family: 'constant', value: 4 },
    { type: 'constant', value: '4s' },
    { family: 'constant', value: 12 },
  ],
  [
    {
      family: 'empirical',
      quantiles: [
        { probability: 0.5, value: 1 },
        { probability: 0.9, value: 2 },
      ],
    },
    {
      type: 'empirical',
      quantiles: [
        { probability: 0.5, value: '1s' },
        { probability: 0.9, value: '2s' },
      ],
    },
    {
      family: 'empirical',
      quantiles: [
        { probability: 0.5, value: 3 },
        { probability: 0.9, value: 6 },
      ],
    },
  ],
  [
    {
      family: 'empirical',
      quantiles: [
        { probability: 0, value: 1 },
        { probability: 0.9, value: 2 },
      ],
      tail: { family: 'exponential', mean: 4 },
    },
    {
      type: 'empirical',
      quantiles: [
        { probability: 0, value: '1s' },
        { probability: 0.9, value: '2s' },
      ],
      tail: { type: 'exponential', mean: '4s' },
    },
    {
      family: 'empirical',
      quantiles: [
        { probability: 0, value: 3 },
        { probability: 0.9, value: 6 },
      ],
      tail: { family: 'exponential', mean: 12 },
    },
  ],
  [
    {
      family: 'choice',
      options: [
        { value: 1, weight: 2 },
        { value: 8, weight: 1 },
      ],
    },
    {
      type: 'choice',
      options: [
        { value: 1, weight: 2 },
        { value: 8, weight: 1 },
      ],
    },
    {
      family: 'choice',
      options: [
        { value: 3, weight: 2 },
        { value: 24, weight: 1 },
      ],
    },
  ],
];
