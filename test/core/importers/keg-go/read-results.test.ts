/** Reading the result files of one run of the original Go tool together. */
import test from 'ava';
import { readResults } from '../../../../src/core/importers/keg-go/read-results.ts';
import {
  isEventHistory,
  isNodeHistory,
  isOtherResult,
} from '../../../../src/core/importers/keg-go/result-files.ts';
import { keptHistory } from '../history/kept-history.ts';

const HEADER = 'timestamp,pod_name,node_name,phase,event_type,cpu_req,mem_req';
const EVENTS = `${HEADER}\n2025-07-16T16:34:33.500,a,,Pending,add,250m,1Gi\n`;
const NODE = 'timestamp,cpu\n2025-07-16T16:34:30.000,4000\n';

function read(...files: readonly (readonly [file: string, text: string])[]) {
  const { history, observations } = keptHistory();
  const reader = readResults(history);
  for (const [file, text] of files) reader.take({ file, bytes: new TextEncoder().encode(text) });
  const problems = reader.end();
  return { observations: observations(), problems };
}

test('the event history is read together with the node histories', (t) => {
  const { observations, problems } = read(
    ['n_free_resource_history.csv', NODE],
    ['event_history.csv', EVENTS],
    ['pod_queue_length.csv', 'timestamp,length\n'],
  );
  t.deepEqual(
    observations.map(({ kind, at }) => [kind, at]),
    [
      ['node-added', 0],
      ['pod-created', 3_500_000],
      ['close', 3_500_000],
    ],
  );
  t.deepEqual(problems, []);
});

test('a run without nodes is read with a warning', (t) => {
  t.deepEqual(
    read(['e.csv', EVENTS]).problems.map(({ code, severity }) => [code, severity]),
    [['no-nodes', 'warning']],
  );
});

test('files without an event history are refused', (t) => {
  t.like(
    t.throws(() => read(['n_free_resource_history.csv', NODE])),
    {
      message: 'none of the files is an event_history.csv',
      next: 'give the event_history.csv of one run, and optionally its NODE_free_resource_history.csv and NODE_allocation_history.csv',
    },
  );
});

test('two event histories are refused: they are of two runs', (t) => {
  t.throws(() => read(['a.csv', EVENTS], ['b.csv', EVENTS]), {
    message: 'there are several event_history.csv: they belong to several runs',
  });
});

test('an event history is recognised by its header, also after a byte order mark', (t) => {
  t.true(isEventHistory(EVENTS));
  t.true(isEventHistory(`\uFEFF${HEADER}\r\n`));
  for (const column of ['timestamp', 'pod_name', 'phase', 'event_type'])
    t.false(isEventHistory(HEADER.replace(column, 'x')), column);
  t.false(isEventHistory(`x\n${HEADER}\n`));
});

test('node histories are recognised by their names', (t) => {
  for (const file of [
    'n_free_resource_history.csv',
    'r/n_allocation_history.csv',
    'r\\n_allocation_history.csv',
  ])
    t.true(isNodeHistory(file), file);
  for (const file of [
    '_allocation_history.csv',
    'n_allocation_history.csv.gz',
    'n_allocation_ratio_history.csv',
    'n_allocation_history_csv',
  ])
    t.false(isNodeHistory(file), file);
});

test('other results are recognised by their names', (t) => {
  for (const name of ['pod_pending_durations', 'pod_running_durations', 'pod_queue_length']) {
    for (const folder of ['', 'r/', 'r\\']) t.true(isOtherResult(`${folder}${name}.csv`), name);
    t.false(isOtherResult(`r/my${name}.csv`), name);
    t.false(isOtherResult(`my${name}.csv`), name);
    t.false(isOtherResult(`${name}.csv.gz`), name);
  }
  t.true(isOtherResult('n_allocation_ratio_history.csv'));
});
