/** Names, labels and numbers of the openb trace, up to the limits of Kubernetes. */
import test from 'ava';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { importOpenb } from '../../../../src/core/importers/openb/openb.ts';
import { END, imported, NODES, POD_HEADER } from './small-openb.ts';

const podNamed = (name: string) => imported(`${name},1000,1,0,0,,BE,Running,3,7,4`, END);
const podOf = (qos: string, models: string) =>
  imported(`p,1000,1,1,1000,${models},${qos},Running,3,7,4`, END);
const nodesOf = (...rows: readonly string[]) =>
  importOpenb(
    { file: 'nodes.csv', text: ['sn,cpu_milli,memory_mib,gpu,model', ...rows, ''].join('\n') },
    { file: 'pods.csv', text: [POD_HEADER, END, ''].join('\n') },
  );
const templates = (models: string) =>
  [...podOf('BE', models).pods()].flatMap((each) => (each.kind === 'template' ? [each.template] : []));

test('names are DNS subdomains of up to 253 characters', (t) => {
  for (const name of ['a', '7', 'a-b.c', 'a'.repeat(253)]) t.notThrows(() => podNamed(name), name);
  for (const name of ['', 'A', '-a', 'a-', '.a', 'a.', 'a_b', 'a'.repeat(254)])
    t.throws(() => podNamed(name), { instanceOf: UserError, message: /is not a valid name/ }, name);
});

test('labels are words of up to 63 characters', (t) => {
  for (const word of ['a', 'A.b_c-7', 'a'.repeat(63)]) t.notThrows(() => podOf(word, ''), word);
  for (const word of ['', '-a', 'a-', '_a', 'a.', 'a b', 'a'.repeat(64)])
    t.throws(() => podOf(word, ''), { message: /^qos ".*" cannot be a label's value$/ }, word);
});

test('a model that cannot be a label is refused', (t) => {
  t.throws(() => nodesOf('a,1000,1,1,-T4'), { message: `model "-T4" cannot be a label's value` });
  t.throws(() => podOf('BE', 'T4|-P100'), {
    message: 'gpu_spec "T4|-P100" is not GPU models separated by |',
  });
});

test('a node and a pod have at most 1,000 GPUs', (t) => {
  t.notThrows(() => nodesOf('a,1000,1,1000,T4'));
  t.throws(() => nodesOf('a,1000,1,1001,T4'), { message: 'gpu is 1001: a node has at most 1000' });
  t.notThrows(() => imported('p,1000,1,1000,1,,BE,Running,3,7,4', END));
  t.throws(() => imported('p,1000,1,1001,1,,BE,Running,3,7,4', END), {
    message: 'num_gpu is 1001: a pod has at most 1000',
  });
});

test('numbers have up to nine digits, and only zeros behind a point', (t) => {
  const cpu = (text: string) => () => imported(`p,${text},1,0,0,,BE,Running,3,7,4`, END);
  for (const text of ['0', '999999999', '7.0', '7.000']) t.notThrows(cpu(text), text);
  for (const text of ['', '1000000000', '7.', '7.5', '7.05', '+7', '7e3', ' 7'])
    t.throws(cpu(text), { message: /not a whole number/ }, text);
});

test('a pod may be scheduled and deleted in the second of its creation', (t) => {
  t.notThrows(() => imported('p,1000,1,0,0,,BE,Succeeded,3,3,3', END));
  t.notThrows(() => imported('p,1000,1,0,0,,BE,Pending,3,3,', END));
  t.throws(() => imported('p,1000,1,0,0,,BE,Pending,3,2,', END), {
    message: 'deletion_time 2 is before creation_time',
  });
});

test('only running and pending pods are alive at the end', (t) => {
  const alive = (phase: string, deleted = 1000) =>
    imported(`p,1000,1,0,0,,BE,${phase},3,${deleted},4`, END).summary.aliveAtEnd - 1;
  t.deepEqual(
    ['Running', 'Pending', 'Succeeded', 'Failed'].map((phase) => alive(phase)),
    [1, 1, 0, 0],
  );
  t.is(alive('Running', 999), 0);
});

test('a pod without a model runs anywhere, with one or several on their nodes only', (t) => {
  const key = 'alibabacloud.com/gpu-card-model';
  const gpu = { 'alibabacloud.com/gpu-milli': '1000' };
  const containers = [
    { name: 'main', resources: { requests: { cpu: '1', memory: '1Mi', ...gpu }, limits: gpu } },
  ];
  const metadata = { labels: { 'openb/qos': 'BE' } };
  t.deepEqual(templates('')[1] as unknown, { metadata, spec: { containers } });
  t.deepEqual(templates('T4')[1] as unknown, {
    metadata,
    spec: { containers, nodeSelector: { [key]: 'T4' } },
  });
  t.deepEqual(templates('T4|P100')[1] as unknown, {
    metadata,
    spec: {
      containers,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: ['T4', 'P100'] }] }],
          },
        },
      },
    },
  });
});

test('a pod without GPUs asks for none', (t) => {
  const [template] = [...imported(END).pods()].flatMap((each) =>
    each.kind === 'template' ? [each.template] : [],
  );
  t.deepEqual(template?.spec.containers as unknown, [
    { name: 'main', resources: { requests: { cpu: '1', memory: '1024Mi' } } },
  ]);
});

test('nodes have labels and GPUs only if the trace states them', (t) => {
  const added = [
    ...importOpenb({ file: 'n', text: NODES }, { file: 'p', text: `${POD_HEADER}\n${END}\n` }).history(),
  ]
    .filter((each) => each.kind === 'node-added')
    .slice(0, 2);
  const plain = { cpu: '32', memory: '262144Mi', pods: '110' };
  const gpus = { cpu: '104', memory: '786432Mi', pods: '110', 'alibabacloud.com/gpu-milli': '8000' };
  t.deepEqual(added as unknown, [
    {
      at: 0,
      kind: 'node-added',
      uid: 'a',
      name: 'a',
      pool: '32cpu-256gi',
      capacity: plain,
      allocatable: plain,
    },
    {
      at: 0,
      kind: 'node-added',
      uid: 'b',
      name: 'b',
      pool: 'g3-104cpu-768gi-8gpu',
      labels: { 'alibabacloud.com/gpu-card-model': 'G3' },
      capacity: gpus,
      allocatable: gpus,
    },
  ]);
});

test('shapes whose names would be the same have numbers', (t) => {
  const { nodes } = nodesOf(
    'a,500,1000,1,T.4',
    'b,500,1000,1,T_4',
    'c,500,1000,1,T-4',
    'd,500,1000,1,T.4',
  ).scenario('x', 'y').cluster;
  t.deepEqual(
    nodes.map(({ name, count }) => [name, count]),
    [
      ['t-4-500mcpu-1000mi-1gpu', 2],
      ['t-4-500mcpu-1000mi-1gpu-2', 1],
      ['t-4-500mcpu-1000mi-1gpu-3', 1],
    ],
  );
});
