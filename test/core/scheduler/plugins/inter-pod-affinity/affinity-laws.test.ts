/** The law of the filter's state: counts that follow each added and removed pod equal counts made anew. */
import test from 'ava';
import type { Affinity, PodAffinityTerm } from '../../../../../src/core/objects/pod.ts';
import { createClusterCache } from '../../../../../src/core/scheduler/cache/cluster-cache.ts';
import { podInfoReader } from '../../../../../src/core/scheduler/cache/pod-info.ts';
import { createResourceColumns } from '../../../../../src/core/scheduler/cache/resource-columns.ts';
import { podState } from '../../../../../src/core/scheduler/framework/pod-state.ts';
import { behaviourOf } from '../../../../../src/core/scheduler/kubernetes-version.ts';
import {
  affinityCounters,
  affinityFilter,
} from '../../../../../src/core/scheduler/plugins/inter-pod-affinity/affinity-filter.ts';
import { affinityTermReader } from '../../../../../src/core/scheduler/plugins/inter-pod-affinity/affinity-terms.ts';
import { propertyRuns } from '../../../../property-runs.ts';
import fc from '../../../../seeded-properties.ts';
import { affinePod, zoned } from './pods-with-affinity.ts';

const nodeNames = ['a', 'b', 'c', 'd'];
const app = fc.constantFrom('x', 'y', 'z');
const term: fc.Arbitrary<PodAffinityTerm> = fc.record({
  topologyKey: fc.constantFrom('zone', 'host'),
  labelSelector: app.map((value) => ({ matchLabels: { app: value } })),
});
const affinity: fc.Arbitrary<Affinity> = fc
  .record({ near: fc.array(term, { maxLength: 2 }), apart: fc.array(term, { maxLength: 2 }) })
  .map(({ near, apart }) => ({
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: near },
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: apart },
  }));
const podShape = fc.record({
  node: fc.constantFrom(...nodeNames),
  labels: fc.record({ app }),
  affinity,
});

test('a filter that follows added and removed pods agrees with one that is made anew', (t) => {
  let compared = 0;
  fc.assert(
    fc.property(
      podShape,
      fc.array(podShape, { maxLength: 6 }),
      fc.array(podShape, { maxLength: 4 }),
      fc.array(fc.nat(), { maxLength: 4 }),
      (subject, first, more, removals) => {
        const columns = createResourceColumns();
        const behaviour = behaviourOf('1.37');
        const read = podInfoReader(columns, behaviour);
        const termsOf = affinityTermReader(behaviour);
        const stateOf = (shape: typeof subject, name: string) => {
          const pod = affinePod({ ...shape, name });
          return podState(pod, read(pod.template));
        };
        const cluster = createClusterCache(columns);
        for (const [i, name] of nodeNames.entries())
          cluster.addNode(zoned(name, { host: name, ...(i < 3 && { zone: i < 2 ? 'left' : 'right' }) }));
        cluster.refresh();
        const incoming = stateOf(subject, 'incoming');
        for (const [i, shape] of first.entries()) cluster.assign(stateOf(shape, `first-${i}`), shape.node);
        const made = affinityFilter(incoming, cluster, behaviour, termsOf, affinityCounters(columns));
        if (typeof made === 'string' || !('filter' in made)) return;
        const untouched = nodeNames.map((name) => made.filter.reject(cluster.node(name) as never));
        const filter = made.filter.clone?.();
        t.truthy(filter);
        for (const [i, shape] of more.entries()) {
          const pod = stateOf(shape, `more-${i}`);
          cluster.assign(pod, shape.node);
          filter?.addPod?.(pod, cluster.node(shape.node) as never);
        }
        for (const which of removals) {
          const shape = first[which % Math.max(1, first.length)];
          const gone = shape && cluster.unassign(`first-${which % first.length}`);
          if (gone) filter?.removePod?.(gone.pod, cluster.node(gone.nodeName) as never);
        }
        const anew = affinityFilter(incoming, cluster, behaviour, termsOf, affinityCounters(columns));
        for (const [i, name] of nodeNames.entries()) {
          const node = cluster.node(name) as never;
          const expected =
            typeof anew === 'object' && 'filter' in anew ? anew.filter.reject(node) : undefined;
          t.is(filter?.reject(node), expected, name);
          t.is(made.filter.reject(node), untouched[i], 'the original does not change');
          compared += 1;
        }
      },
    ),
    propertyRuns(300, 5000),
  );
  t.true(compared > 500);
});
