/** The scenario of a fit contains each part that the recording showed, and nothing else. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import type { Distribution } from '../../../../src/core/distributions/families/distribution.ts';
import { collectNodes } from '../../../../src/core/fitting/nodes/node-history.ts';
import type { GroupFit, Quantity, QuantityFit } from '../../../../src/core/fitting/pods/fit-group.ts';
import { AS_CHOSEN } from '../../../../src/core/fitting/pods/group-form.ts';
import { fittedScenario } from '../../../../src/core/fitting/writing/fitted-scenario.ts';
import type { PodTemplate } from '../../../../src/core/objects/pod.ts';
import type { NodeAddedObservation } from '../../../../src/core/recording/observation.ts';

const TEMPLATE: PodTemplate = { spec: { containers: [{ name: 'main' }] } };
const HEAD = { name: 'day', description: 'made for a test', seed: 7, window: 100 };
const CLUSTER = { nodes: [], objects: [], scheduler: [], kubernetes: undefined };
const SHAPE = { namespace: 'shop', template: 'web' };
const GAPS = { type: 'exponential', mean: '5s' };

function fitOf(quantity: Quantity, distribution: Distribution | undefined): QuantityFit {
  const choice = {
    verdict: 'fits',
    best: undefined,
    goodness: undefined,
    ranking: [],
    distribution,
    drawn: { form: 'family', why: 'it fits', watched: undefined, tail: undefined },
  } as const;
  return { quantity, sample: sampleOf([]), choice };
}

function constant(value: number): Distribution {
  return { family: 'constant', value };
}

const ARRIVALS = fitOf('arrivals', { family: 'exponential', mean: 5 });

function groupFit(changes: Partial<GroupFit> = {}): GroupFit {
  return {
    group: {
      name: 'web',
      namespace: 'shop',
      template: TEMPLATE,
      requests: [{ requests: { cpu: '1' }, pods: 3 }],
      pods: [],
    },
    form: AS_CHOSEN,
    times: [1, 2],
    arrived: 2,
    present: 0,
    rate: 0.02,
    dispersion: [],
    recorded: undefined,
    beat: undefined,
    rateProfile: { every: undefined, steps: [{ at: 0, factor: 1 }] },
    burstSize: undefined,
    fits: [ARRIVALS],
    ends: new Map(),
    endsBefore: new Map(),
    causes: undefined,
    ...changes,
  };
}

const DRAWN = { form: 'curve', why: 'made for a test', watched: undefined, tail: undefined } as const;
const NO_REQUESTS = [{ requests: {}, pods: 3 }];

function countsOf(...ends: readonly (readonly [cause: 'succeeded' | 'failed' | 'deleted', count: number])[]) {
  return [{ from: 0, counts: new Map(ends) }];
}

type Runs = NonNullable<GroupFit['runs']>;

function stratum(changes: Partial<Runs['strata'][number]> = {}): Runs['strata'][number] {
  return {
    from: undefined,
    until: undefined,
    pods: 3,
    requests: NO_REQUESTS,
    lifetime: undefined,
    ends: [],
    ...changes,
  };
}

function runsOf(strata: Runs['strata'], present: Runs['present'] = []): Runs {
  return { kept: undefined, strata, present, pooling: undefined };
}

/** The entries of `events.pods`. */
function podsOf(...groups: readonly GroupFit[]): unknown {
  const { events } = fittedScenario({ ...HEAD, cluster: CLUSTER, groups }) as {
    readonly events: { pods: unknown };
  };
  return events.pods;
}

function node(name: string, changes: Partial<NodeAddedObservation> = {}): NodeAddedObservation {
  return { at: 0, kind: 'node-added', uid: name, name, allocatable: { cpu: '4' }, ...changes };
}

/** The pools of `cluster.nodes`. */
function poolsOf(...nodes: readonly NodeAddedObservation[]): unknown {
  const collector = collectNodes();
  for (const each of nodes) collector.observe(each);
  const recorded = { ...CLUSTER, nodes: collector.history(0) };
  const { cluster } = fittedScenario({ ...HEAD, cluster: recorded, groups: [] }) as {
    readonly cluster: { nodes: unknown };
  };
  return cluster.nodes;
}

test('a scenario has the seed, the length and the templates of the recording', (t) => {
  t.deepEqual(fittedScenario({ ...HEAD, cluster: CLUSTER, groups: [groupFit()] }), {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Scenario',
    metadata: { name: 'day', description: 'made for a test' },
    seed: 7,
    duration: '1m40s',
    templates: { web: TEMPLATE },
    events: { pods: [{ name: 'web', ...SHAPE, arrivals: GAPS, until: '1m40s' }] },
  });
});

test('pods that existed before the window are written with their ages', (t) => {
  const before = { name: 'web-before', ...SHAPE, ages: ['9s', '4s'] };
  const none = { times: [], arrived: 0, present: 2 };
  const present = { pods: [{ age: 9 }, { age: 4 }], requests: NO_REQUESTS, ends: countsOf(['deleted', 2]) };
  const law = { distribution: constant(30), drawn: DRAWN };
  const written = { type: 'constant', value: '30s' };
  t.deepEqual(
    podsOf(
      groupFit({ ...none, runs: runsOf([], [{ ...present, lifetime: law, residual: undefined }]) }),
      groupFit({ ...none, runs: runsOf([], [{ ...present, lifetime: undefined, residual: law }]) }),
    ),
    [
      { ...before, end: 'deleted', lifetime: written },
      { ...before, end: 'deleted', residual: written },
    ],
  );
});

test('a group whose gaps have no distribution has no arrivals', (t) => {
  t.deepEqual(podsOf(groupFit({ fits: [] })), []);
  t.deepEqual(podsOf(groupFit({ fits: [fitOf('arrivals', undefined)] })), []);
  t.deepEqual(podsOf(groupFit({ arrived: 0 })), []);
});

test('two rates or more are written as a pace, with six digits, and with the period of a cycle', (t) => {
  const steps = [
    { at: 0, factor: 0.123456789 },
    { at: 30, factor: 1.5 },
  ];
  const entry = { name: 'web', ...SHAPE, arrivals: GAPS };
  const written = [
    { at: '0s', factor: 0.123457 },
    { at: '30s', factor: 1.5 },
  ];
  t.deepEqual(podsOf(groupFit({ rateProfile: { every: undefined, steps } })), [
    { ...entry, pace: { steps: written }, until: '1m40s' },
  ]);
  t.deepEqual(podsOf(groupFit({ rateProfile: { every: 60, steps } })), [
    { ...entry, pace: { every: '1m0s', steps: written }, until: '1m40s' },
  ]);
});

test('bursts have a size, and a gap where one was fitted', (t) => {
  const burstSize: Distribution = { family: 'choice', options: [{ value: 4, weight: 2 }] };
  const size = { type: 'choice', options: [{ value: 4, weight: 2 }] };
  const entry = { name: 'web', ...SHAPE, arrivals: GAPS, until: '1m40s' };
  t.deepEqual(podsOf(groupFit({ burstSize })), [{ ...entry, burst: { size } }]);
  t.deepEqual(podsOf(groupFit({ burstSize, fits: [ARRIVALS, fitOf('burst gaps', constant(0.5))] })), [
    { ...entry, burst: { size, gap: { type: 'constant', value: '500ms' } } },
  ]);
});

test('ends are weighted by their numbers, or by age where that differs', (t) => {
  const entry = { name: 'web', ...SHAPE, arrivals: GAPS, until: '1m40s' };
  const withEnds = (ends: Runs['strata'][number]['ends']) => groupFit({ runs: runsOf([stratum({ ends })]) });
  t.deepEqual(podsOf(withEnds(countsOf(['succeeded', 5]))), [{ ...entry, end: 'succeeded' }]);
  t.deepEqual(podsOf(withEnds(countsOf(['succeeded', 5], ['failed', 2]))), [
    { ...entry, end: { succeeded: 5, failed: 2 } },
  ]);
  const byAge = [...countsOf(['failed', 4]), { from: 60, counts: new Map([['succeeded', 6] as const]) }];
  t.deepEqual(podsOf(withEnds(byAge)), [
    {
      ...entry,
      end: [
        { from: '0s', failed: 4 },
        { from: '1m0s', succeeded: 6 },
      ],
    },
  ]);
});

test('pods that run differently are a mix, by time of arrival and by size', (t) => {
  const law = (seconds: number) => ({ distribution: constant(seconds), drawn: DRAWN });
  const strata = [
    stratum({ until: 50, pods: 2, lifetime: law(9), ends: countsOf(['succeeded', 2]) }),
    stratum({ from: 50, pods: 1, lifetime: law(4), requests: [{ requests: { cpu: '8' }, pods: 1 }] }),
  ];
  t.deepEqual(podsOf(groupFit({ runs: runsOf(strata) })), [
    {
      name: 'web',
      ...SHAPE,
      arrivals: GAPS,
      until: '1m40s',
      mix: [
        { weight: 2, until: '50s', end: 'succeeded', lifetime: { type: 'constant', value: '9s' } },
        { weight: 1, from: '50s', requests: { cpu: '8' }, lifetime: { type: 'constant', value: '4s' } },
      ],
    },
  ]);
});

test('the phases are started and ready, with the delay that each other start adds', (t) => {
  const entry = { name: 'web', ...SHAPE, arrivals: GAPS, until: '1m40s' };
  const load = { n: 50, perStart: 0.25, standardError: 0.01, alone: 1, isThere: true };
  const [bound, started, ready] = [
    fitOf('bound', constant(7)),
    fitOf('started', constant(1)),
    fitOf('ready', constant(2)),
  ];
  const written = { started: { type: 'constant', value: '1s' }, ready: { type: 'constant', value: '2s' } };
  t.deepEqual(podsOf(groupFit({ fits: [ARRIVALS, bound] })), [entry]);
  t.deepEqual(podsOf(groupFit({ fits: [ARRIVALS, bound, started, ready] })), [{ ...entry, phases: written }]);
  t.deepEqual(podsOf(groupFit({ fits: [ARRIVALS, { ...started, load }, ready] })), [
    { ...entry, phases: { ...written, perStart: '250ms' } },
  ]);
});

test('two sets of requests or more are drawn by their frequency', (t) => {
  const requests = [
    { requests: { cpu: '1' }, pods: 3 },
    { requests: { cpu: '4' }, pods: 1 },
  ];
  const options = [
    { weight: 3, value: { cpu: '1' } },
    { weight: 1, value: { cpu: '4' } },
  ];
  t.deepEqual(podsOf(groupFit({ runs: runsOf([stratum({ requests })]) })), [
    {
      name: 'web',
      ...SHAPE,
      requests: { type: 'choice', options },
      arrivals: GAPS,
      until: '1m40s',
    },
  ]);
});

test('equal nodes are one pool, with the recorded name or the name of their series', (t) => {
  const small = { allocatable: { cpu: '4' } };
  const large = { allocatable: { cpu: '8' } };
  t.deepEqual(poolsOf(node('worker-0'), node('worker-1'), node('big', large)), [
    { name: 'worker', count: 2, template: small },
    { name: 'big', count: 1, template: large },
  ]);
  t.deepEqual(poolsOf(node('a-0'), node('b-1')), [{ name: 'nodes', count: 2, template: small }]);
  t.deepEqual(poolsOf(node('a-0x'), node('a-1x')), [{ name: 'nodes', count: 2, template: small }]);
  t.deepEqual(poolsOf(node('a'), node('b')), [{ name: 'nodes', count: 2, template: small }]);
  t.deepEqual(
    poolsOf(node('a', { pool: 'p' }), node('b', { pool: 'p', ...large }), node('c', { pool: 'q' })),
    [
      { name: 'p', count: 1, template: small },
      { name: 'p-2', count: 1, template: large },
      { name: 'q', count: 1, template: small },
    ],
  );
});

test('a node keeps its labels, taints and capacity, but not the label of its own name', (t) => {
  const labels = { zone: 'a', 'kubernetes.io/hostname': 'worker-0' };
  const taints = [{ key: 'gpu', effect: 'NoSchedule' as const }];
  const capacity = { cpu: '5' };
  t.deepEqual(
    poolsOf(
      node('worker-0', { labels, taints, capacity, unschedulable: true }),
      node('worker-1', { labels: { zone: 'a', 'kubernetes.io/hostname': 'worker-1' } }),
    ),
    [
      {
        name: 'worker-0',
        count: 1,
        template: {
          labels: { zone: 'a' },
          taints,
          unschedulable: true,
          capacity,
          allocatable: { cpu: '4' },
        },
      },
      { name: 'worker-1', count: 1, template: { labels: { zone: 'a' }, allocatable: { cpu: '4' } } },
    ],
  );
  const bare = { labels: { 'kubernetes.io/hostname': 'x' }, taints: [], unschedulable: false };
  t.deepEqual(poolsOf(node('x', bare)), [{ name: 'x', count: 1, template: { allocatable: { cpu: '4' } } }]);
});
