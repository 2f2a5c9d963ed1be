/** Draws changes of a cluster: nodes that come, change and leave, and pods of few shapes that ask for amounts of their own. */
import type { PodAffinityTerm, PodSpec } from '../../../../src/core/objects/pod.ts';
import fc from '../../../seeded-properties.ts';
import type { Labels, NaiveNode, NaivePod } from './naive-cluster.ts';

export const ZONE = 'topology.kubernetes.io/zone';
export const HOST = 'kubernetes.io/hostname';
const GPU = 'example.com/gpu';

type PodShape = Omit<NaivePod, 'uid' | 'node'>;
type NodeShape = Omit<NaiveNode, 'name'>;

export type Change =
  | { readonly kind: 'create'; readonly pod: PodShape }
  /** One more pod of the shape of an earlier one, which shares its template. */
  | { readonly kind: 'again'; readonly which: number }
  | { readonly kind: 'end'; readonly which: number }
  | { readonly kind: 'node'; readonly which: number; readonly node: NodeShape }
  | { readonly kind: 'remove-node'; readonly which: number };

const MEBIBYTE = 2 ** 20;
const labels: fc.Arbitrary<Labels> = fc.constantFrom({ app: 'web' }, { app: 'db' }, {});
const selector = fc.constantFrom('web', 'db').map((app) => ({ matchLabels: { app } }));
const key = fc.constantFrom(ZONE, HOST);
const term: fc.Arbitrary<PodAffinityTerm> = fc.record({ topologyKey: key, labelSelector: selector });
const preferred = fc.record({ weight: fc.integer({ min: 1, max: 100 }), podAffinityTerm: term });

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

const rules: fc.Arbitrary<Partial<PodSpec>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ nodeSelector: { disk: 'ssd' } }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { tolerations: [{ key: 'batch', operator: 'Exists' }] },
      { tolerations: [{ operator: 'Exists' }] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      topologySpreadConstraints: fc.array(
        fc.record({
          topologyKey: key,
          labelSelector: selector,
          maxSkew: fc.integer({ min: 1, max: 3 }),
          whenUnsatisfiable: fc.constantFrom('DoNotSchedule', 'ScheduleAnyway'),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.array(term, { minLength: 1, maxLength: 2 }).map((terms) => ({
      affinity: { podAffinity: { [REQUIRED]: terms } },
    })),
  },
  { weight: 1, arbitrary: term.map((one) => ({ affinity: { podAntiAffinity: { [REQUIRED]: [one] } } })) },
  {
    weight: 2,
    arbitrary: fc.record({ near: preferred, apart: preferred }).map(({ near, apart }) => ({
      affinity: { podAffinity: { [PREFERRED]: [near] }, podAntiAffinity: { [PREFERRED]: [apart] } },
    })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 100 }).map((weight) => ({
      affinity: {
        nodeAffinity: {
          [PREFERRED]: [
            { weight, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] } },
            { weight: 7, preference: { matchExpressions: [{ key: ZONE, operator: 'In', values: ['a'] }] } },
          ],
        },
      },
    })),
  },
);

/** Either one of few amounts, so that pods share a template, or amounts that no other pod has. */
const requests = fc.oneof(
  fc.constantFrom<PodShape['requests']>(
    { cpu: 1000, memory: 1024 * MEBIBYTE },
    { cpu: 500, memory: 4096 * MEBIBYTE, [GPU]: 1 },
  ),
  fc
    .record({ cpu: fc.integer({ min: 1, max: 5000 }), memory: fc.integer({ min: 1, max: 9000 }) })
    .map(({ cpu, memory }) => ({ cpu, memory: memory * MEBIBYTE })),
);

const podShape: fc.Arbitrary<PodShape> = fc.record({
  labels,
  requests,
  hostPort: fc.constantFrom(undefined, undefined, undefined, 8080),
  spec: rules,
});

const nodeShape: fc.Arbitrary<NodeShape> = fc.record({
  labels: fc.constantFrom<Labels>({}, { disk: 'ssd' }),
  taints: fc.constantFrom<NodeShape['taints']>(
    [],
    [],
    [],
    [{ key: 'batch', value: '', effect: 'NoSchedule' }],
    [{ key: 'slow', value: 'yes', effect: 'PreferNoSchedule' }],
  ),
  unschedulable: fc.constantFrom(false, false, false, true),
  allocatable: fc.record({
    cpu: fc.constantFrom(2000, 4000, 8000),
    memory: fc.constantFrom(8192 * MEBIBYTE, 16_384 * MEBIBYTE),
    pods: fc.constantFrom(3, 110),
    [GPU]: fc.constantFrom(0, 2),
  }),
});

/** Nodes are counted round, so that some numbers name a node that is there. */
export function someChange(nodes: number): fc.Arbitrary<Change> {
  const which = fc.nat({ max: nodes - 1 });
  return fc.oneof(
    { weight: 8, arbitrary: podShape.map((pod) => ({ kind: 'create' as const, pod })) },
    { weight: 8, arbitrary: fc.nat().map((again) => ({ kind: 'again' as const, which: again })) },
    { weight: 3, arbitrary: fc.nat().map((end) => ({ kind: 'end' as const, which: end })) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('node' as const), which, node: nodeShape }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove-node' as const), which }) },
  );
}

export const someNodes = (count: number): fc.Arbitrary<readonly NodeShape[]> =>
  fc.array(nodeShape, { minLength: count, maxLength: count });
