/** The size of a pool is the most nodes that it has at the same time. */
import test from 'ava';
import { poolSizes } from '../../../src/core/timeline/pool-sizes.ts';
import type { Planned } from '../../../src/core/timeline/timeline-event.ts';

const add = (name: string, pool?: string): Planned => ({
  at: 0,
  action: {
    kind: 'add-node',
    node: { metadata: { name } },
    ...(pool !== undefined && { pool }),
  } as Planned['action'],
});
const remove = (name: string): Planned => ({ at: 0, action: { kind: 'remove-node', name } });

test('nodes that follow each other are one node of the pool', (t) => {
  const sizes = poolSizes([add('a', 'spot'), add('b', 'spot'), remove('a'), add('c', 'spot'), add('own')]);
  t.deepEqual(
    [...sizes],
    [
      ['spot', 2],
      [undefined, 1],
    ],
  );
});
