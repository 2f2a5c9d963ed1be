/** Reading the event history of the original Go tool and the files beside it. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { emitEventHistory } from '../../../../src/core/importers/keg-go/event-history.ts';
import { sharedPath, testWithShared } from '../../../shared.ts';
import { keptHistory, steps } from '../history/kept-history.ts';

const HEADER = 'timestamp,pod_name,node_name,phase,event_type,cpu_req,mem_req';
const row = (second: number, node: string, phase: string, type: string, name = 'a') =>
  `2025-07-16T16:34:${String(second).padStart(2, '0')}.500,${name},${node},${phase},${type},250m,1Gi`;

function read(rows: readonly string[], nodeFiles: readonly { file: string; text: string }[] = []) {
  const { history, observations } = keptHistory();
  const problems = emitEventHistory(
    { file: 'event_history.csv', text: [HEADER, ...rows].join('\n') },
    nodeFiles,
    history,
  );
  return { observations: observations(), problems };
}

const LIFE = [
  row(1, '', 'Pending', 'add'),
  row(2, 'n', 'Pending', 'update'),
  row(3, 'n', 'Running', 'update'),
  row(4, 'n', 'Running', 'update'),
  row(9, 'n', 'Running', 'delete'),
];

test('rows are states of pods, and become steps', (t) => {
  const { observations, problems } = read(LIFE);
  t.deepEqual(steps(observations), [
    [0, 'pod-created'],
    [1, 'pod-bound'],
    [2, 'pod-started'],
    [8, 'pod-deleted'],
    [8, 'close'],
  ]);
  t.deepEqual(
    problems.map(({ code }) => code),
    ['no-nodes'],
  );
});

test('a node offers the sum of what is free and what is allocated at first', (t) => {
  const files = [
    {
      file: 'results/n_free_resource_history.csv',
      text: 'timestamp,memory,pods,cpu\n2025-07-16T16:34:00.000,1000,109000,3750\n',
    },
    {
      file: 'results/n_allocation_history.csv',
      text: 'timestamp,memory,pods,cpu\n2025-07-16T16:34:00.000,500,1000,250\n',
    },
  ];
  const { observations, problems } = read(LIFE, files);
  t.like(observations[0], {
    at: 0,
    kind: 'node-added',
    name: 'n',
    allocatable: { memory: '1500m', pods: '110000m', cpu: '4000m' },
  });
  t.deepEqual(problems, []);
});

test('a name that is added after its deletion is a new pod', (t) => {
  const { observations } = read([...LIFE, row(20, '', 'Pending', 'add')]);
  t.is(new Set(observations.flatMap((each) => (each.kind === 'pod-created' ? each.uid : []))).size, 2);
});

test('a wrong cell is refused with its line and column', (t) => {
  const wrong = (text: string) => t.throws(() => read([text]), { instanceOf: UserError })?.position;
  t.like(wrong(row(1, '', 'Pending', 'moved')), { file: 'event_history.csv', line: 2 });
  t.like(wrong('noon,a,,Pending,add,1,1'), { line: 2, column: 1 });
});

testWithShared(
  "the original's results: one pod is bound after 8 ms, not after the 521 ms that it states",
  (t) => {
    const folder = sharedPath('data/seeds/keg/results-example');
    const text = readFileSync(`${folder}/event_history.csv`, 'utf8');
    const { history, observations } = keptHistory();
    emitEventHistory({ file: 'event_history.csv', text }, [], history);
    const [created, bound] = observations();
    t.deepEqual([created?.kind, bound?.kind, bound!.at - created!.at], ['pod-created', 'pod-bound', 8_000]);
  },
);

test('an amount of a node that is no number is refused at its cell', (t) => {
  const text = 'timestamp,cpu\n2025-07-16T16:34:00.000,many\n';
  t.like(
    t.throws(() => read(LIFE, [{ file: 'n_allocation_history.csv', text }])),
    { message: 'cpu is not a number', position: { file: 'n_allocation_history.csv', line: 2, column: 25 } },
  );
});

test('a node file without rows or without a time is left out', (t) => {
  for (const text of ['timestamp,cpu\n', 'timestamp,cpu\nnoon,1\n'])
    t.is(read(LIFE, [{ file: 'n_allocation_history.csv', text }]).problems.length, 1);
});

test('a node file that names no node is refused', (t) => {
  t.like(
    t.throws(() => read(LIFE, [{ file: 'other.csv', text: 'timestamp,cpu\n' }])),
    { message: 'other.csv names no node', next: 'its name must be NODE_free_resource_history.csv' },
  );
});

test('a node exists from the earliest time of all files', (t) => {
  const text = '\uFEFFtimestamp,cpu\r\n2025-07-16T16:34:05.500,1000\r\n';
  const { observations } = read(LIFE, [{ file: 'n_allocation_history.csv', text }]);
  t.like(observations[0], { at: 0, kind: 'node-added', allocatable: { cpu: '1000m', pods: undefined } });
  t.like(observations[1], { at: 0, kind: 'pod-created' });
});

test('missing requests are 0', (t) => {
  const { observations } = read(['2025-07-16T16:34:01.500,a,,Pending,add,,']);
  t.is(observations.length, 2);
});
