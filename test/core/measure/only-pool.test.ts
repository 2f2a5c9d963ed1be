/** The only pool of a cluster shares what the cluster has, and its figures stay those of a pool. */
import test from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import fc from '../../seeded-properties.ts';
import { arbitraryRecording } from './arbitrary-recording.ts';
import { HEADER } from './sample-day.ts';
import { bound, created, NODE_A, node, run } from './small-recording.ts';

/** A pool of its own from the start, so that no other pool is the only one. */
const ANOTHER: Observation = { at: 0, kind: 'node-added', uid: 'z', name: 'z', pool: 'z', allocatable: {} };

/** The first nodes are in one pool, and the later ones in another. */
function withLatePool(observations: readonly Observation[], first: number): Observation[] {
  let seen = 0;
  return observations.map((each) => {
    if (each.kind !== 'node-added') return each;
    seen += 1;
    return { ...each, pool: seen <= first ? 'a' : 'b' };
  });
}

test('a pool has the figures that it has beside another pool from the start', (t) => {
  let late = 0;
  fc.assert(
    fc.property(arbitraryRecording, fc.constantFrom(1, 1, 2), (recording, first) => {
      const observations = withLatePool(recording, first);
      const { pools } = measure(HEADER, observations);
      const beside = measure(HEADER, [ANOTHER, ...observations]);
      t.deepEqual(
        pools,
        beside.pools.filter(({ pool }) => pool !== 'z'),
      );
      if (pools.length > 1) late += 1;
    }),
    { numRuns: 600 },
  );
  t.true(late > 20, `${late}`);
});

test('a pod on an unknown node counts for the cluster alone, after a pod of the only pool', (t) => {
  const { cluster, pools } = run([
    NODE_A,
    created('one', 0),
    bound('one', 0),
    created('two', 50),
    bound('two', 50, 'unknown'),
  ]);
  t.is(cluster.resources.cpu?.requested.mean, 3000);
  t.is(pools[0]?.resources.cpu?.requested.mean, 2000);
});

test('a pool whose nodes are all of the cluster has the figures of the cluster', (t) => {
  const { cluster, pools } = run([NODE_A, node('b', { cpu: '8' }), created('one', 20), bound('one', 20)]);
  t.deepEqual(pools[0]?.resources, cluster.resources);
});
