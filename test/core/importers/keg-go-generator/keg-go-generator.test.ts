/** Scenarios made from generator configurations of the original Go tool. */
import test from 'ava';
import {
  generateScenario,
  isGeneratorConfig,
  readGeneratorConfig,
} from '../../../../src/core/importers/keg-go-generator/keg-go-generator.ts';

interface GeneratedPod {
  readonly name: string;
  readonly arrivalTime: string;
  readonly evictTime: string;
  readonly podSpec: {
    readonly metadata: object;
    readonly spec: { readonly containers: readonly { readonly resources: { readonly requests: object } }[] };
  };
}

function podsOf(content: Readonly<Record<string, unknown>>): readonly GeneratedPod[] {
  const { events } = generateScenario(readGeneratorConfig(content));
  return (events as { pods: GeneratedPod[] }).pods;
}

/** Arrival, lifetime and requests of each pod. */
function rows(content: Readonly<Record<string, unknown>>): unknown[] {
  return podsOf(content).map(({ arrivalTime, evictTime, podSpec }) => {
    const { requests } = podSpec.spec.containers[0]!.resources;
    return [arrivalTime, evictTime, ...Object.values(requests)];
  });
}

test('a map with the key generation is a generator configuration', (t) => {
  t.true(isGeneratorConfig({ generation: null }));
  for (const other of [{}, null, undefined, 'generation', { events: {} }]) t.false(isGeneratorConfig(other));
});

test('missing keys have the defaults of the original tool', (t) => {
  t.deepEqual(readGeneratorConfig({ generation: null }), {
    numPodEvents: 100,
    arrivalScale: 2,
    arrivalScaleFactor: 5,
    durationScale: 1.5,
    durationShape: 2,
    durationScaleFactor: 10,
    podCpuShape: 3,
    podCpuScale: 1,
    podCpuFactor: 1,
    podMemScale: 2,
    podMemShape: 512,
    podMemFactor: 1,
    namespace: undefined,
    nodes: [],
    scenarioName: 'generated',
    seed: 1,
    schedulerEvents: [],
  });
});

test('written keys replace the defaults', (t) => {
  const schedulerEvents = [{ at: '1s' }];
  t.like(
    readGeneratorConfig({
      scenarioName: 'x',
      seed: 0,
      generation: { numPodEvents: 0.5, podMemFactor: 3, schedulerEvents },
    }),
    { scenarioName: 'x', seed: 0, numPodEvents: 0.5, podMemFactor: 3, schedulerEvents },
  );
});

test('a number that is 0, negative, infinite or text counts as missing', (t) => {
  for (const numPodEvents of [0, -1, Number.POSITIVE_INFINITY, '7'])
    t.is(readGeneratorConfig({ generation: { numPodEvents } }).numPodEvents, 100);
});

test('a seed that is no whole number of 0 or more is 1', (t) => {
  for (const seed of [-1, 1.5, '7', 2 ** 53])
    t.is(readGeneratorConfig({ seed, scenarioName: 7, generation: {} }).seed, 1);
});

test('a name that is not text and scheduler events that are no list are ignored', (t) => {
  const config = readGeneratorConfig({ scenarioName: 7, generation: { schedulerEvents: {} } });
  t.is(config.scenarioName, 'generated');
  t.deepEqual(config.schedulerEvents, []);
});

test('a seed always draws the same pods', (t) => {
  t.deepEqual(rows({ seed: 3, generation: { numPodEvents: 4 } }), [
    ['5s', '1s', '459m', '605Mi'],
    ['9s', '32s', '467m', '559Mi'],
    ['9s', '39s', '1053m', '512Mi'],
    ['9s', '29s', '1125m', '690Mi'],
  ]);
});

test('requests are at least 10m and 16Mi, and a lifetime of 0 is drawn from 1 to 50 s', (t) => {
  const generation = { numPodEvents: 3.9, durationScaleFactor: 1e-9, podCpuFactor: 1e-9, podMemFactor: 1e-9 };
  t.deepEqual(rows({ generation }), [
    ['5s', '42s', '10m', '16Mi'],
    ['11s', '31s', '10m', '16Mi'],
    ['12s', '25s', '10m', '16Mi'],
  ]);
});

test('factors scale gaps, lifetimes and requests', (t) => {
  const first = (generation: object) => rows({ seed: 3, generation: { numPodEvents: 1, ...generation } })[0];
  t.deepEqual(
    first({ arrivalScaleFactor: 50, durationScaleFactor: 1000, podCpuFactor: 2, podMemFactor: 2 }),
    ['57s', '181s', '919m', '1210Mi'],
  );
  t.deepEqual(first({ arrivalScale: 20, durationShape: 200, podCpuScale: 10, podMemShape: 51.2 }), [
    '0s',
    '181s',
    '4598m',
    '60Mi',
  ]);
});

test('a scenario has the name, the seed and one pause container for each pod', (t) => {
  const scenario = generateScenario(
    readGeneratorConfig({ scenarioName: 'x', seed: 3, generation: { numPodEvents: 1 } }),
  );
  t.deepEqual(scenario, {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Scenario',
    metadata: {
      name: 'x',
      description: 'Made from a generator configuration of kube-event-generator',
    },
    seed: 3,
    events: {
      pods: [
        {
          name: 'pod-0',
          arrivalTime: '5s',
          evictTime: '1s',
          podSpec: {
            metadata: { name: 'pod-0' },
            spec: {
              containers: [
                {
                  name: 'main',
                  image: 'registry.k8s.io/pause:3.10',
                  resources: { requests: { cpu: '459m', memory: '605Mi' } },
                },
              ],
            },
          },
        },
      ],
    },
  });
});

test('scheduler events are copied', (t) => {
  const schedulerEvents = [{ at: '1s', weights: {} }];
  const { events } = generateScenario(
    readGeneratorConfig({ generation: { numPodEvents: 0.5, schedulerEvents } }),
  );
  t.deepEqual(events, { pods: [], scheduler: schedulerEvents });
});
