/** The `--nodes` flag: a name, a count and resources. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { readNodeFlags } from '../../../src/core/scenario/node-flag.ts';

test('a count and resources are a pool called node with 110 pods', (t) => {
  const allocatable = { pods: '110', cpu: '8', memory: '32Gi' };
  t.deepEqual(readNodeFlags(['4:cpu=8,memory=32Gi']).pools[0], {
    name: 'node',
    pool: 'node',
    count: 4,
    labels: {},
    taints: [],
    unschedulable: false,
    capacity: allocatable,
    allocatable,
    images: [],
    declaredFeatures: [],
    position: { file: '--nodes' },
  });
});

test('a name, a number of pods and other resources can be given', (t) => {
  const { name, count, allocatable } = readNodeFlags(['gpu-pool.a=0:pods=30,nvidia.com/gpu=8']).pools[0]!;
  t.is(name, 'gpu-pool.a');
  t.is(count, 0);
  t.deepEqual(allocatable, { pods: '30', 'nvidia.com/gpu': '8' });
});

for (const [value, message] of [
  ['4', 'this is neither POOL=COUNT nor [NAME=]COUNT:RESOURCE=QUANTITY,...'],
  ['x:cpu=1', 'this is neither POOL=COUNT nor [NAME=]COUNT:RESOURCE=QUANTITY,...'],
  ['1234567:cpu=1', 'this is neither POOL=COUNT nor [NAME=]COUNT:RESOURCE=QUANTITY,...'],
  ['A=4:cpu=1', 'this is neither POOL=COUNT nor [NAME=]COUNT:RESOURCE=QUANTITY,...'],
  ['4:cpu', '"cpu" is not RESOURCE=QUANTITY'],
  ['4:cpu=', '"cpu=" is not RESOURCE=QUANTITY'],
  ['4:=1', '"=1" is not RESOURCE=QUANTITY'],
  ['4:cpu=1=2', '"cpu=1=2" is not RESOURCE=QUANTITY'],
  ['4:cpu=1,', '"" is not RESOURCE=QUANTITY'],
] as const) {
  test(`--nodes ${value} is refused with an example`, (t) => {
    const error = t.throws(() => readNodeFlags([value]), { instanceOf: UserError });
    t.is(error.message, `--nodes ${value}: ${message}`);
    t.regex(error.next!, /^write for example --nodes gpu=2 .*, or --nodes 4:cpu=8,memory=32Gi$/);
    t.is(error.exitCode, 2);
  });
}

test('a quantity that Kubernetes refuses is an error', (t) => {
  t.throws(() => readNodeFlags(['4:cpu=four']), { instanceOf: UserError, message: /^--nodes 4:cpu=four: / });
});

test('a name and a count alone are another count of that pool', (t) => {
  t.deepEqual(readNodeFlags(['g2=2', 'Old_pool=0']), {
    pools: [],
    counts: [
      { flag: '--nodes g2=2', pool: 'g2', count: 2 },
      { flag: '--nodes Old_pool=0', pool: 'Old_pool', count: 0 },
    ],
  });
});

test('a count of one pool and a pool that replaces all are refused together', (t) => {
  t.throws(() => readNodeFlags(['g2=2', 'g3=1', 'g2=3']), {
    instanceOf: UserError,
    message: '--nodes g2=3: the pool g2 has a count already',
  });
  t.throws(() => readNodeFlags(['2:cpu=4', 'g2=2']), {
    instanceOf: UserError,
    message: '--nodes g2=2 changes one pool, and --nodes 2:cpu=4 replaces all pools',
  });
});
