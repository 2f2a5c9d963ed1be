/** The `--nodes` flag: a name, a count and resources. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { parseNodeFlag } from '../../../src/core/scenario/node-flag.ts';

test('a count and resources are a pool called node with 110 pods', (t) => {
  const allocatable = { pods: '110', cpu: '8', memory: '32Gi' };
  t.deepEqual(parseNodeFlag('4:cpu=8,memory=32Gi'), {
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
  const { name, count, allocatable } = parseNodeFlag('gpu-pool.a=0:pods=30,nvidia.com/gpu=8');
  t.is(name, 'gpu-pool.a');
  t.is(count, 0);
  t.deepEqual(allocatable, { pods: '30', 'nvidia.com/gpu': '8' });
});

for (const [value, message] of [
  ['4', 'is not [NAME=]COUNT:RESOURCE=QUANTITY,...'],
  ['x:cpu=1', 'is not [NAME=]COUNT:RESOURCE=QUANTITY,...'],
  ['1234567:cpu=1', 'is not [NAME=]COUNT:RESOURCE=QUANTITY,...'],
  ['A=4:cpu=1', 'is not [NAME=]COUNT:RESOURCE=QUANTITY,...'],
  ['4:cpu', '"cpu" is not RESOURCE=QUANTITY'],
  ['4:cpu=', '"cpu=" is not RESOURCE=QUANTITY'],
  ['4:=1', '"=1" is not RESOURCE=QUANTITY'],
  ['4:cpu=1=2', '"cpu=1=2" is not RESOURCE=QUANTITY'],
  ['4:cpu=1,', '"" is not RESOURCE=QUANTITY'],
] as const) {
  test(`--nodes ${value} is refused with an example`, (t) => {
    const error = t.throws(() => parseNodeFlag(value), { instanceOf: UserError });
    t.is(error.message, `--nodes ${value}: ${message}`);
    t.is(error.next, 'write for example --nodes 4:cpu=8,memory=32Gi');
    t.is(error.exitCode, 2);
  });
}

test('a quantity that Kubernetes refuses is an error', (t) => {
  t.throws(() => parseNodeFlag('4:cpu=four'), { instanceOf: UserError, message: /^--nodes 4:cpu=four: / });
});
