/** Gives groups of drawn pods as YAML, for the tests of expansion. */

export const WEB = `    - name: web
      template: small
      arrivals: {type: exponential, mean: 10s}
      lifetime: {type: lognormal, median: 60s, sigma: 1}
      phases: {started: {type: gamma, shape: 2, scale: 1s}, ready: {type: uniform, min: 1s, max: 3s}}
      requests: {cpu: {type: uniform, min: 100m, max: 2}, memory: {type: loguniform, min: 1Mi, max: 1Gi}}
      count: 50
`;

export const BATCH = `    - name: batch
      template: small
      arrivals: {type: weibull, shape: 0.7, scale: 20s}
      lifetime: {type: pareto, shape: 2, min: 5s}
      requests: {type: choice, options: [{weight: 3, value: {cpu: 1}}, {weight: 1, value: {cpu: 4, memory: 1Gi}}]}
      until: 10m
`;

export const pods = (...groups: readonly string[]): string => `events:\n  pods:\n${groups.join('')}`;
