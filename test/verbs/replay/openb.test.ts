/** The openb trace from its files to figures, compared with check points computed from the same lists by others. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { importOpenbFiles, type OpenbImportResult } from '../../../src/verbs/import/import-openb.ts';
import { reportRecording } from '../../../src/verbs/report/report-recording.ts';
import { sharedPath, sharedText, testWithShared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type EmbeddedReplay, replayEmbedded } from './replay-embedded.ts';

interface Expected {
  /** Pods, cpu (millicores), memory (MiB), GPU (thousandths). */
  readonly occupancy_just_before: Readonly<Record<string, readonly [number, number, number, number]>>;
  readonly cluster_capacity_all_nodes: {
    readonly nodes: number;
    readonly cpu_milli: number;
    readonly memory_mib: number;
    readonly gpu_milli: number;
  };
  readonly peak: readonly [number, number, number, number];
  readonly peak_time: readonly [number, number, number, number];
}

const MEBIBYTE = 1024 * 1024;
const RESOURCES = ['pods', 'cpu', 'memory', 'alibabacloud.com/gpu-milli'] as const;

function expected(): Expected {
  return JSON.parse(sharedText('data/openb/expected_occupancy.json')) as Expected;
}

interface Imported extends OpenbImportResult {
  readonly scenario: string;
  readonly history: string;
}

async function imported(t: ExecutionContext): Promise<Imported> {
  const folder = temporaryFolder(t);
  const history = join(folder, 'openb.keg.jsonl.gz');
  const result = await importOpenbFiles({
    nodes: sharedPath('data/openb/openb_node_list_all_node.csv'),
    pods: sharedPath('data/openb/openb_pod_list_default.csv'),
    output: join(folder, 'openb.yaml'),
    recording: history,
    force: false,
    toolVersion: '0.0.0',
  });
  return { ...result, scenario: join(folder, 'openb.yaml'), history };
}

function replay(file: string, recording: string): Promise<EmbeddedReplay> {
  return replayEmbedded({ file, recording });
}

testWithShared(
  'the import counts 8,152 pods, 897 never scheduled, 34 alive at the end, 1,523 nodes',
  async (t) => {
    t.like(await imported(t), { pods: 8152, neverScheduled: 897, aliveAtEnd: 34, nodes: 1523 });
  },
);

testWithShared('the recording of the trace has the exact requests at every check point', async (t) => {
  const { history } = await imported(t);
  const points = Object.entries(expected().occupancy_just_before);
  const { occupancy } = await reportRecording({
    file: history,
    keepObservations: false,
    at: points.map(([seconds]) => Number(seconds) * 1e6),
  });
  t.true(points.length >= 6);
  t.deepEqual(
    occupancy.map(({ pods, requested }) => [
      pods,
      requested.cpu,
      (requested.memory ?? 0) / MEBIBYTE,
      requested['alibabacloud.com/gpu-milli'],
    ]),
    points.map(([, amounts]) => [...amounts]),
  );
});

testWithShared('the figures of the trace have the known peaks, times and capacity', async (t) => {
  const { history } = await imported(t);
  const { figures } = await reportRecording({ file: history, keepObservations: false });
  const { peak, peak_time: peakTime, cluster_capacity_all_nodes: capacity } = expected();
  const units = [1, 1, MEBIBYTE, 1];
  const resources = RESOURCES.map((resource) => figures.cluster.resources[resource]!);
  t.deepEqual(
    resources.map(({ requested }, index) => requested.max / units[index]!),
    [...peak],
  );
  t.deepEqual(
    resources.map(({ requested }) => requested.maxAt / 1e6),
    [...peakTime],
  );
  t.deepEqual(
    resources.slice(1).map(({ allocatable }, index) => allocatable.end / units[index + 1]!),
    [capacity.cpu_milli, capacity.memory_mib, capacity.gpu_milli],
  );
  t.deepEqual(figures.cluster.nodes, { seen: 1523, end: 1523 });
  t.like(figures.pods, { created: 8152, bound: 8152 - 897, alive: { pending: 0, bound: 34, lost: 0 } });
  t.is(figures.neverBound.count, 897);
  t.is(figures.ignored.total, 0);
});

testWithShared(
  'the scenario replays to the end; two runs write the same bytes and the same JSON',
  async (t) => {
    const { scenario } = await imported(t);
    const folder = temporaryFolder(t);
    const first = await replay(scenario, join(folder, 'first'));
    const second = await replay(scenario, join(folder, 'second'));
    t.true(readFileSync(join(folder, 'first')).equals(readFileSync(join(folder, 'second'))));
    t.is(JSON.stringify(first.figures), JSON.stringify(second.figures));
    t.is(first.figures.pods.created, 8152);
    t.is(first.figures.ignored.total, 0);
    t.deepEqual(first.played.refusals, []);
    t.is(first.figures.nodes.length, 1523);
  },
);

testWithShared('every pod is accounted for, and 34 are alive at the end', async (t) => {
  const { scenario } = await imported(t);
  const { figures } = await replay(scenario, join(temporaryFolder(t), 'day'));
  const { pods, neverBound } = figures;
  t.log(`${pods.bound} bound, ${neverBound.count} never bound`);
  t.is(pods.bound + neverBound.count, 8152);
  t.is(
    pods.succeeded + pods.failed + pods.deleted + pods.alive.pending + pods.alive.bound + pods.alive.lost,
    8152,
  );
  t.is(pods.alive.bound, 34);
});
