/** Generates random small scenarios: few nodes and names, so that conflicts are frequent; times on a grid, so that many events coincide. */
import type { Node } from '../../../src/core/objects/node.ts';
import type { PodTemplate } from '../../../src/core/objects/pod.ts';
import { KUBERNETES_VERSIONS } from '../../../src/core/scheduler/kubernetes-version.ts';
import type { PlannedPod, TimelineAction } from '../../../src/core/timeline/timeline-event.ts';
import type { Play } from '../../../src/targets/target.ts';
import fc from '../../seeded-properties.ts';

const GRID = 250_000;
/** Times of events lie in the first 30 s. */
const time = fc.nat({ max: 120 }).map((steps) => steps * GRID);
const delay = fc.nat({ max: 8 }).map((steps) => steps * GRID);
const nodeName = fc.nat({ max: 3 }).map((index) => `node-${index}`);

const taints = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('NoSchedule', 'PreferNoSchedule', 'NoExecute')
      .map((effect) => [{ key: 'k', effect }]),
  },
);

/** What a node offers; once made it does not get smaller (that may leave it overfull, rightly). */
const node = (
  name: string,
  isLarge: boolean,
  nodeTaints: readonly { key: string; effect: string }[],
): Node => {
  const allocatable = isLarge
    ? { cpu: '5', memory: '5Gi', pods: '6', 'example.com/gpu': '3' }
    : { cpu: '3', memory: '4Gi', pods: '4', 'example.com/gpu': '1' };
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name } },
    spec: { taints: nodeTaints },
    status: { capacity: allocatable, allocatable },
  };
};

const template: fc.Arbitrary<PodTemplate> = fc
  .record({
    cpu: fc.constantFrom(undefined, '100m', '1', '2', '4'),
    memory: fc.constantFrom(undefined, '1Gi', '3Gi'),
    gpu: fc.constantFrom(undefined, undefined, '1', '2'),
    tolerationSeconds: fc.constantFrom(undefined, undefined, 0, 3, 60),
    priority: fc.nat({ max: 2 }),
  })
  .map(({ cpu, memory, gpu, tolerationSeconds, priority }) => {
    const requests = Object.fromEntries(
      Object.entries({ cpu, memory, 'example.com/gpu': gpu }).filter(([, amount]) => amount !== undefined),
    ) as Record<string, string>;
    const tolerations =
      tolerationSeconds === undefined ? [] : [{ key: 'k', operator: 'Exists', tolerationSeconds }];
    return { spec: { containers: [{ resources: { requests } }], tolerations, priority } };
  });

const pod: fc.Arbitrary<PlannedPod> = fc
  .record({
    name: fc.nat({ max: 11 }).map((index) => `pod-${index}`),
    template,
    lifetime: fc.oneof(
      delay,
      fc.nat({ max: 60 }).map((steps) => steps * GRID),
      fc.constant(null),
    ),
    end: fc.constantFrom('deleted', 'succeeded', 'failed'),
    startDelay: delay,
    readyDelay: fc.option(delay),
    withdrawnAt: fc.option(time, { freq: 5 }),
  })
  .map((fields) => ({ namespace: 'default', group: fields.name, ...fields }));

const action: fc.Arbitrary<TimelineAction> = fc.oneof(
  { weight: 12, arbitrary: pod.map((each) => ({ kind: 'create-pod' as const, pod: each })) },
  {
    weight: 2,
    arbitrary: fc.nat({ max: 11 }).map((index) => {
      return { kind: 'delete-pod' as const, namespace: 'default', name: `pod-${index}` };
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(nodeName, fc.boolean(), taints)
      .map(([name, isLarge, its]) => ({ kind: 'add-node' as const, node: node(name, isLarge, its) })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(nodeName, taints)
      .map(([name, its]) => ({ kind: 'update-node' as const, node: node(name, true, its) })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('cordon-node' as const, 'uncordon-node' as const, 'remove-node' as const),
        nodeName,
      )
      .map(([kind, name]) => ({ kind, name })),
  },
  {
    weight: 1,
    arbitrary: fc.nat({ max: 5 }).map((weight) => {
      return { kind: 'change-scheduler' as const, change: { weights: { NodeResourcesFit: weight } } };
    }),
  },
);

/** A play of up to 80 events by any modelled Kubernetes version, with or without latencies and an end. */
export const arbitraryPlay: fc.Arbitrary<Play> = fc
  .record({
    events: fc.array(fc.tuple(time, action), { maxLength: 80, size: 'max' }),
    kubernetesVersion: fc.constantFrom(...KUBERNETES_VERSIONS),
    cycle: fc.constantFrom(0, 1000, 400_000),
    bind: fc.constantFrom(0, 10_000, 1_300_000),
    seed: fc.nat(),
    duration: fc.constantFrom(undefined, undefined, 20_000_000),
  })
  .map(({ events, kubernetesVersion, cycle, bind, seed, duration }) => {
    const start = ['node-0', 'node-1'].map((name, index): [number, TimelineAction] => {
      return [0, { kind: 'add-node', node: node(name, index === 0, []) }];
    });
    const timeline = [...start, ...events]
      .sort(([left], [right]) => left - right)
      .map(([at, each], sequence) => ({ at, sequence, action: each }));
    const scheduler = { kubernetesVersion, configuration: undefined, cycle, bind };
    return { timeline, scheduler, seed, duration };
  });
