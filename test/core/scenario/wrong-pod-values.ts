/** Lists wrong values of pod entries with the message of each. */

export const DRAWN = 'name: p, template: web, count: 1, arrivals: {type: constant, value: 1s}';

export type Case = readonly [entry: string, message: string];

export const PODS: readonly Case[] = [
  [
    `${DRAWN}, usage: {cpu: "-40%"}`,
    '94: error: usage.cpu: "-40%" is not an amount or a share of the request: write for example 250m or 40%',
  ],
  [
    `${DRAWN}, usage: {cpu: [{at: 0s, value: much}]}`,
    '111: error: usage.cpu[0].value: "much" is not an amount or a share of the request: write for example 250m or 40%',
  ],
  [
    `${DRAWN}, requests: {type: choice, options: []}`,
    '115: error: requests.options: needs at least one option',
  ],
  [`${DRAWN}, requests: {type: choice}`, '91: error: requests.options: missing: write a list'],
  [
    `${DRAWN}, requests: {type: choice, options: [{value: {cpu: much}}]}`,
    '130: error: requests.options[0].value.cpu: "much" is not a quantity (write for example 500m, 2, 1.5Gi)',
  ],
  [
    `${DRAWN}, requests: {type: choice, options: [{weight: 0, value: {cpu: 1}}]}`,
    '125: error: requests.options[0].weight: a weight is above 0',
  ],
  [
    `${DRAWN}, requests: {type: choice, options: [{weigth: 1, value: {cpu: 1}}]}`,
    '117: warning: requests.options[0]: the key "weigth" is ignored (did you mean "weight"?)',
  ],
  [
    `${DRAWN}, requests: {cpu: much}`,
    '97: error: requests.cpu: "much" is not a quantity or a distribution: write for example 500m or {type: uniform, min: 100m, max: 2}',
  ],
  [
    `${DRAWN}, requests: 5`,
    '91: error: requests: 5 is not requests: write for example {cpu: {type: uniform, min: 100m, max: 2}, memory: 1Gi}',
  ],
  [`${DRAWN}, end: {failed: -1}`, '95: error: end.failed: -1 is negative: a weight is 0 or more'],
  [`${DRAWN}, end: {failed: x}`, '95: error: end.failed: "x" is not a weight: write for example 3'],
  [`${DRAWN}, end: {exploded: 1, failed: 1}`, '87: warning: end: the key "exploded" is ignored'],
  [
    `${DRAWN}, end: exploded`,
    '86: error: end: "exploded" is not an end (deleted, succeeded, failed): write for example succeeded',
  ],
  [
    `${DRAWN}, burst: {size: many}`,
    '95: error: burst.size: "many" is not how many pods: write for example {type: uniform, min: 1, max: 8}',
  ],
  [
    `${DRAWN}, burst: {}`,
    '88: error: burst.size: missing: write how many pods, for example {type: uniform, min: 1, max: 8}',
  ],
  [
    `${DRAWN}, burst: {size: {type: constant, value: 1m}}`,
    '119: error: burst.size.value: "1m" is neither a duration nor an amount here',
  ],
  [
    `${DRAWN}, alike: {correlation: 2}`,
    '102: error: alike.correlation: 2 is above 1: a correlation is 0 to 1',
  ],
  [`${DRAWN}, burst: {size: -1}`, '95: error: burst.size: a count is 0 or more'],
  [
    `${DRAWN}, burst: {size: 2, gap: fast}`,
    '103: error: burst.gap: "fast" is not a duration or a distribution: write for example 5s or {type: exponential, mean: 30s}',
  ],
  ...['5', '"-5s"', '[1]', 'null'].map(
    (value): Case => [
      `${DRAWN}, lifetime: ${value}`,
      `91: error: lifetime: ${value} is not a duration or a distribution: write for example 5s or {type: exponential, mean: 30s}`,
    ],
  ),
  [
    'name: p, template: web, count: 1, arrivals: 5s',
    '52: error: arrivals: "5s" is not a distribution of gaps, or a list of times: write for example {type: exponential, mean: 30s} or [5s, 1m]',
  ],
  [
    `name: p, template: web, count: 1.5, arrivals: {type: constant, value: 1s}`,
    '39: error: count: 1.5 is not a whole number: write for example 100',
  ],
  [
    `name: p, template: web, count: -1, arrivals: {type: constant, value: 1s}`,
    '39: error: count: a count is 0 or more',
  ],
  [
    'name: p, template: web, count: 5000001, arrivals: {type: constant, value: 1s}',
    '39: error: count: at most 5 million in one entry',
  ],
  [`${DRAWN}, pace: {steps: []}`, '95: error: pace.steps: needs at least one step'],
  [
    `${DRAWN}, pace: {steps: [{at: 0s, factor: -1}]}`,
    '113: error: pace.steps[0].factor: -1 is negative: a factor is 0 or more',
  ],
  [
    `${DRAWN}, pace: {steps: [{at: 0s, factor: 1000001}]}`,
    '113: error: pace.steps[0].factor: 1000001 is not a factor: write for example 0.5',
  ],
  [
    `${DRAWN}, pace: {steps: [{at: 0s}]}`,
    '96: error: pace.steps[0].factor: missing: write a factor, for example 0.5',
  ],
  [`${DRAWN}, ends: []`, '87: error: ends: needs at least one end'],
  [
    `${DRAWN}, ends: {}`,
    '87: error: ends: {} is not a list of ends with their lifetimes: write for example [{end: failed, lifetime: 10s}]',
  ],
  ["name: '', arrivalTime: 1s, template: web", '14: error: name: a name must not be empty'],
  [
    `name: ${'a'.repeat(254)}, arrivalTime: 1s, template: web`,
    '14: error: name: a name has at most 253 characters (Kubernetes)',
  ],
  ['name: 5, arrivalTime: 1s, template: web', '14: error: name: 5 is not a name: write for example web-1'],
  ['name: p, arrivalTime: 1s, podSpec: {}', '43: error: podSpec.spec: missing: write a map'],
  [
    'name: p, arrivalTime: 1s, podSpec: {spec: {}}',
    '50: error: podSpec.spec.containers: missing: write a list of containers, for example [{name: main, image: pause}]',
  ],
  [
    'name: p, arrivalTime: 1s, podSpec: {spec: {containers: []}}',
    '63: error: podSpec.spec.containers: a pod needs at least one container',
  ],
  [
    `name: p, arrivalTime: 1s, podSpec: {kind: Node, spec: {containers: [{}]}}`,
    '50: error: podSpec.kind: "Node" is not a Pod',
  ],
  [
    'name: p, arrivalTime: 1s, podSpec: {metadata: {labels: {a: 1}}, spec: {containers: [{}]}}',
    '67: error: podSpec.metadata.labels.a: 1 is not a string: write for example "true" (in quotes)',
  ],
  [
    'name: p, arrivalTime: 1s, podSpec: {metadata: {labels: 1}, spec: {containers: [{}]}}',
    '63: error: podSpec.metadata.labels: 1 is not a map of words to words: write for example {app: web}',
  ],
  [
    'eventType: remove, name: p',
    '19: error: eventType: "remove" is not an event type (create, delete, update): write for example create',
  ],
  [
    'name: p, arrivalTime: -1s, template: web',
    '30: error: arrivalTime: "-1s" is negative: scenario time starts at 0s',
  ],
  [
    'name: p, arrivalTime: 5, template: web',
    '30: error: arrivalTime: 5 is not a duration: write for example 5s, 1m30s or 250ms',
  ],
  ['name: p, template: web', '7: warning: no arrivalTime: it is created at 0s'],
];
