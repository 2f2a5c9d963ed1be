/** The seven CSV layouts of the original tool, and what stands to their right. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { csvFiles, csvLines } from '../../../src/render/report/csv.ts';
import { arbitraryDamagedRecording, arbitraryRecording } from '../../core/measure/arbitrary-recording.ts';
import { HEADER, sampleDay } from '../../core/measure/sample-day.ts';
import fc from '../../seeded-properties.ts';
import { sharedPath, sharedText, testWithShared } from '../../shared.ts';

const START = { ...HEADER, start: '2025-07-16T18:34:28.503250000+02:00' };

const OBSERVATIONS: Observation[] = [
  {
    at: 0,
    kind: 'node-added',
    uid: 'n',
    name: 'node-1',
    allocatable: { pods: '110', memory: '32Gi', cpu: '4' },
  },
  {
    at: 0,
    kind: 'template',
    hash: 't',
    template: {
      spec: {
        containers: [
          { resources: { requests: { cpu: '500m', memory: '1Gi' } } },
          { resources: { requests: { cpu: '250m' } } },
        ],
        initContainers: [{ resources: { requests: { memory: '2Gi' } } }],
      },
    },
  },
  {
    at: 1_000_000,
    kind: 'pod-created',
    uid: 'p',
    namespace: 'shop',
    name: 'pod-1',
    template: 't',
    intended: 999_000,
  },
  { at: 1_008_250, kind: 'pod-bound', uid: 'p', node: 'node-1' },
  { at: 1_016_000, kind: 'pod-started', uid: 'p' },
  { at: 2_000_000, kind: 'pod-created', uid: 'q', namespace: 'shop', name: 'pod-2', template: 't' },
  {
    at: 2_000_500,
    kind: 'pod-unschedulable',
    uid: 'q',
    message: '0/1 nodes are available: 1 Insufficient cpu, odd.',
  },
  { at: 11_016_000, kind: 'pod-deleted', uid: 'p' },
  { at: 12_000_000, kind: 'close' },
];

function linesOf(file: string, observations = OBSERVATIONS): string[] {
  return (csvFiles(START, observations).get(file) ?? '').trimEnd().split('\n');
}

test('event_history has the original seven columns first, stamped in UTC', (t) => {
  t.deepEqual(linesOf('event_history.csv'), [
    'timestamp,pod_name,node_name,phase,event_type,cpu_req,mem_req,time_us,namespace,pod_uid,observation,requests_cpu_milli,requests_memory_bytes,message',
    '2025-07-16T16:34:29.503,pod-1,,Pending,add,500m,1Gi,1000000,shop,p,created,750,2147483648,',
    '2025-07-16T16:34:29.511,pod-1,node-1,Pending,update,500m,1Gi,1008250,shop,p,bound,750,2147483648,',
    '2025-07-16T16:34:29.519,pod-1,node-1,Running,update,500m,1Gi,1016000,shop,p,started,750,2147483648,',
    '2025-07-16T16:34:30.503,pod-2,,Pending,add,500m,1Gi,2000000,shop,q,created,750,2147483648,',
    '2025-07-16T16:34:30.503,pod-2,,Pending,update,500m,1Gi,2000500,shop,q,unschedulable,750,2147483648,"0/1 nodes are available: 1 Insufficient cpu, odd."',
    '2025-07-16T16:34:39.519,pod-1,node-1,Running,delete,500m,1Gi,11016000,shop,p,deleted,750,2147483648,',
  ]);
});

test('pod_pending_durations has exact waiting, and an empty cell for pods never bound', (t) => {
  t.deepEqual(linesOf('pod_pending_durations.csv'), [
    'pod_uid,pod_name,pending_time_milliseconds,namespace,outcome,waiting_ms,age_ms,intended_us,created_us,until_us,left_truncated',
    'p,pod-1,8,shop,bound,9.25,,999000,1000000,1008250,false',
    'q,pod-2,,shop,pending,,10000,2000000,2000000,12000000,false',
  ]);
});

test('pod_running_durations has the running time with and without the pending time', (t) => {
  t.deepEqual(linesOf('pod_running_durations.csv'), [
    'pod_uid,pod_name,running_time_milliseconds,namespace,outcome,running_ms,holding_ms,bound_us,started_us,ended_us',
    'p,pod-1,10016,shop,deleted,10000,10007.75,1008250,1016000,11016000',
  ]);
});

test('pod_queue_length has a row for each change', (t) => {
  t.deepEqual(linesOf('pod_queue_length.csv'), [
    'timestamp,length,time_us',
    '2025-07-16T16:34:29.503,1,1000000',
    '2025-07-16T16:34:29.511,0,1008250',
    '2025-07-16T16:34:30.503,1,2000000',
  ]);
});

test('node files have amounts times 1000 first and plain amounts to the right', (t) => {
  t.deepEqual(linesOf('node-1_allocation_history.csv'), [
    'timestamp,cpu,memory,time_us,cpu_requests_milli,memory_requests_bytes,pods_requests',
    '2025-07-16T16:34:28.503,0,0,0,0,0,0',
    '2025-07-16T16:34:29.511,750,2147483648000,1008250,750,2147483648,1',
    '2025-07-16T16:34:39.519,0,0,11016000,0,0,0',
  ]);
  t.deepEqual(linesOf('node-1_allocation_ratio_history.csv').slice(0, 3), [
    'timestamp,cpu,memory,time_us,cpu_ratio,memory_ratio,pods_ratio',
    '2025-07-16T16:34:28.503,0.00,0.00,0,0,0,0',
    '2025-07-16T16:34:29.511,0.19,0.06,1008250,0.1875,0.0625,0.00909090909090909',
  ]);
  t.deepEqual(linesOf('node-1_free_resource_history.csv').slice(0, 2), [
    'timestamp,cpu,memory,pods,time_us,cpu_free_milli,memory_free_bytes,pods_free',
    '2025-07-16T16:34:28.503,4000,34359738368000,110000,0,4000,34359738368,110',
  ]);
});

test('node files have what pods use to the right of what they request, where it is recorded', (t) => {
  const usage: Observation = {
    at: 2e6,
    kind: 'pod-usage',
    uid: 'p',
    used: { cpu: '100500u', memory: '1Gi' },
  };
  const observations = OBSERVATIONS.toSpliced(
    OBSERVATIONS.findIndex(({ at }) => at > 2e6),
    0,
    usage,
  );
  const columns = (line: string): string => line.split(',').slice(-2).join(',');
  t.deepEqual(linesOf('node-1_allocation_history.csv', observations).map(columns), [
    'cpu_used_milli,memory_used_bytes',
    '0,0',
    '0,0',
    '100.5,1073741824',
    '0,0',
  ]);
  t.deepEqual(linesOf('node-1_allocation_ratio_history.csv', observations).map(columns), [
    'cpu_used_ratio,memory_used_ratio',
    '0,0',
    '0,0',
    '0.025125,0.03125',
    '0,0',
  ]);
});

test('a resource that a node gets later has its column from the start', (t) => {
  const observations: Observation[] = [
    { at: 0, kind: 'node-added', uid: 'n', name: 'n', allocatable: { cpu: '4' } },
    { at: 5, kind: 'node-changed', uid: 'n', allocatable: { cpu: '4', 'nvidia.com/gpu': '8' } },
  ];
  const lines = linesOf('n_free_resource_history.csv', observations);
  t.true(lines[0]?.startsWith('timestamp,cpu,memory,pods,nvidia.com/gpu,time_us'));
  t.deepEqual(
    lines.slice(1).map((line) => line.split(',')[4]),
    ['0', '8000'],
  );
});

test('a node name cannot leave the folder, and two names never share files', (t) => {
  const added = (name: string): Observation => ({
    at: 0,
    kind: 'node-added',
    uid: name,
    name,
    allocatable: { cpu: '1' },
  });
  const names = [
    ...csvFiles(START, [added('../../etc/passwd'), added('a/b'), added('a_b'), added('..')]).keys(),
  ];
  t.true(
    names.every((name) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*\.csv$/.test(name)),
    names.join(' '),
  );
  t.is(names.length, 4 + 4 * 3);
});

test('memory beyond 2^53 thousandths of a byte keeps every digit', (t) => {
  const observations: Observation[] = [
    { at: 0, kind: 'node-added', uid: 'n', name: 'n', allocatable: { memory: '9007199254740991' } },
  ];
  t.regex(linesOf('n_free_resource_history.csv', observations)[1] ?? '', /,9007199254740991000,/);
});

test('every line of a file has as many cells as its header', (t) => {
  fc.assert(
    fc.property(arbitraryDamagedRecording, (observations) => {
      const widths = new Map<string, number>();
      for (const { file, line } of csvLines(START, observations)) {
        const width = line.replace(/"[^"]*"/g, '').split(',').length;
        const first = widths.get(file) ?? width;
        widths.set(file, first);
        if (width !== first) throw new Error(`${file}: ${line}`);
      }
    }),
  );
  t.pass();
});

test('the pending, running and queue files agree with the figures', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, (observations) => {
      const files = csvFiles(START, observations);
      const rows = (file: string) =>
        (files.get(file) ?? '')
          .trimEnd()
          .split('\n')
          .slice(1)
          .map((line) => line.split(','));
      const { pods, neverBound, queue } = measure(START, observations);
      const outcomes = rows('pod_pending_durations.csv').map((cells) => cells[4]);
      t.is(outcomes.filter((outcome) => outcome === 'bound').length, pods.bound);
      t.is(outcomes.filter((outcome) => outcome !== 'bound').length, neverBound.count);
      t.is(Number(rows('pod_queue_length.csv').at(-1)?.[1] ?? 0), queue.end);
      const ended = pods.succeeded + pods.failed + pods.deleted - neverBound.withdrawn;
      t.is(rows('pod_running_durations.csv').length, ended);
    }),
  );
});

test('the last allocation of each node equals the measured one at the end', (t) => {
  const day = sampleDay({ pods: 400 });
  const files = csvFiles(HEADER, day);
  for (const { node, resources } of measure(HEADER, day).nodes) {
    const last = files.get(`${node}_allocation_history.csv`)?.trimEnd().split('\n').at(-1)?.split(',') ?? [];
    t.is(Number(last[1]), resources.cpu?.requested.end ?? Number.NaN);
  }
});

const EXAMPLES = 'data/seeds/keg/results-example';

testWithShared('files, columns and cells are written as the original tool wrote them', (t) => {
  const ours = csvFiles(START, OBSERVATIONS);
  for (const name of readdirSync(sharedPath(EXAMPLES))) {
    const [head = '', first = ''] = sharedText(join(EXAMPLES, name)).split('\n');
    const text = ours.get(name.replace('node-bkpfh', 'node-1'));
    t.truthy(text, name);
    const [ourHead = '', ourFirst = ''] = (text ?? '').split('\n');
    const columns = head.split(',');
    const shared = ourHead.split(',').slice(0, columns.length);
    t.deepEqual(shared.toSorted(), columns.toSorted(), name);
    if (!name.startsWith('node-')) t.deepEqual(shared, columns, name);
    for (const [position, column] of columns.entries()) {
      const theirs = first.split(',')[position] ?? '';
      const mine = ourFirst.split(',')[shared.indexOf(column)] ?? '';
      if (/^[\d.T:-]+$/.test(theirs) && column !== 'cpu_req' && column !== 'mem_req')
        t.is(mine.replaceAll(/\d+/g, '0'), theirs.replaceAll(/\d+/g, '0'), `${name} ${column}`);
    }
  }
});
