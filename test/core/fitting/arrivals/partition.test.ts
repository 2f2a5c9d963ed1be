/** Tests the division of a window into stretches against a search through all of them. */
import test from 'ava';
import { bestPartition, type Edge, eventEdges } from '../../../../src/core/fitting/arrivals/partition.ts';
import fc from '../../../seeded-properties.ts';

const WINDOW = 1000;

/** The highest merit of any division into stretches, without shortcuts. */
function bestMerit(edges: readonly Edge[], cost: number): number {
  const best: number[] = [0];
  for (let to = 1; to < edges.length; to += 1) {
    best[to] = Number.NEGATIVE_INFINITY;
    for (let start = 0; start < to; start += 1) {
      const count = edges[to]!.before - edges[start]!.before;
      if (count > 0 && count < 5 && to - start < edges.length - 1) continue;
      const length = edges[to]!.at - edges[start]!.at;
      best[to] = Math.max(
        best[to]!,
        best[start]! - cost + (count > 0 ? count * Math.log(count / length) : 0),
      );
    }
  }
  return best.at(-1)!;
}

test('no division into stretches is better than the one that is found', (t) => {
  const cluster = fc.record({
    from: fc.double({ min: 0, max: WINDOW * 0.9, noNaN: true }),
    width: fc.double({ min: 0.5, max: 80, noNaN: true }),
    places: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }),
  });
  fc.assert(
    fc.property(
      fc.array(cluster, { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0.5, max: 8, noNaN: true }),
      (clusters, cost) => {
        const times = clusters
          .flatMap(({ from, width, places }) => places.map((place) => Math.floor(from + place * width)))
          .sort((one, other) => one - other);
        const edges = eventEdges(times, WINDOW, 1);
        const { merit } = bestPartition(edges, { cost, dispersion: 1, most: 1000 });
        t.true(Math.abs(merit - bestMerit(edges, cost)) < 1e-6);
      },
    ),
  );
});
