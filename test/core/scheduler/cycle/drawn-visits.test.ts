/** A search by parallel workers checks each node once, near its place, and the rest of the decision follows from the drawn order. */
import test from 'ava';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { drawVisits } from '../../../../src/core/scheduler/cycle/drawn-visits.ts';
import { createScheduler } from '../../../../src/core/scheduler/scheduler.ts';
import { propertyRuns } from '../../../property-runs.ts';
import fc from '../../../seeded-properties.ts';
import { node, pod } from '../small-objects.ts';

const slots = (count: number) => Int32Array.from({ length: count }, (_, i) => 1000 + i);

test('each node is visited once, and fewer checks than workers are under way', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.nat({ max: 299 }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(),
      (count, start, workers, seed) => {
        const visits = drawVisits(slots(count), start % count, workers, randomStream(seed, 'search'));
        const seen = new Set<number>();
        for (let slot = visits.next(); slot !== undefined; slot = visits.next()) {
          t.false(seen.has(slot));
          seen.add(slot);
          const underWay = visits.underWay();
          t.true(underWay.length < workers);
          t.true(underWay.every((other) => !seen.has(other)));
        }
        t.is(seen.size, count);
      },
    ),
    propertyRuns(60, 1000),
  );
});

test('one worker checks the nodes in their order from the start on', (t) => {
  const visits = drawVisits(slots(5), 3, 1, randomStream(1, 'search'));
  const seen = Array.from({ length: 6 }, () => visits.next());
  t.deepEqual(seen, [1003, 1004, 1000, 1001, 1002, undefined]);
});

/** The decisions about 40 pods on 300 nodes. A search ends with 142 of them. */
function placements(seed: number | undefined, parallelism = 16) {
  const scheduler = createScheduler({
    kubernetesVersion: '1.37',
    configuration: {
      apiVersion: 'kubescheduler.config.k8s.io/v1',
      kind: 'KubeSchedulerConfiguration',
      parallelism,
    },
    searchRandom: seed === undefined ? undefined : randomStream(seed, 'search'),
  });
  for (let i = 0; i < 300; i++) scheduler.addNode(node(`n${i}`, i % 3 === 0 ? 0 : 8), 0);
  return Array.from({ length: 40 }, (_, i) => {
    scheduler.addPod(pod(`p${i}`, 1 + (i % 3)), i);
    return scheduler.scheduleOne(i);
  });
}

test('the same seed gives the same decisions, and another seed others', (t) => {
  t.deepEqual(placements(1), placements(1));
  const nodes = (seed: number) => placements(seed).map((decision) => decision?.node);
  t.notDeepEqual(nodes(1), nodes(2));
});

test('with parallelism 1 the drawn order is the order without a draw', (t) => {
  t.deepEqual(placements(7, 1), placements(undefined));
});

test('checks that are under way when there are enough nodes still count as rejections', (t) => {
  const ordered = placements(undefined);
  const drawn = placements(3);
  for (const [i, decision] of drawn.entries()) {
    t.is(decision?.feasibleCount, ordered[i]?.feasibleCount);
    // A third of the nodes is refused, and 15 other workers have one node each.
    t.true(Math.abs((decision?.evaluated ?? 0) - (ordered[i]?.evaluated ?? 0)) < 45);
  }
  t.true(drawn.some((decision, i) => decision?.evaluated !== ordered[i]?.evaluated));
});
