/** Many replays of one command read and parse each file once: reads of the storage are counted. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openPlayers } from '../../../src/cli/compare/play-tasks.ts';
import { parseLimit } from '../../../src/core/comparing/limit.ts';
import { STORAGES } from '../../../src/storage/index.ts';
import { localFiles } from '../../../src/storage/local/local-files.ts';
import { targetNamed } from '../../../src/targets/index.ts';
import { compareReplays } from '../../../src/verbs/compare/compare-replays.ts';
import { replaySeeds } from '../../../src/verbs/replay/replay-seeds.ts';
import { sizeScenario } from '../../../src/verbs/size/size-scenario.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures');
const SIGNAL = new AbortController().signal;
const TOOL = { name: 'kubectl-keg', version: '0.0.0' };

const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: { name: day, recorded: day.keg.jsonl }
duration: 1h
cluster:
  nodes: [{ name: n, count: 2, template: { allocatable: { cpu: 2, memory: 4Gi } } }]
templates:
  p: { spec: { containers: [{ name: main, resources: { requests: { cpu: 1 } } }] } }
events:
  pods:
    - name: p
      template: p
      arrivals: { type: exponential, mean: 2m }
      lifetime: { type: exponential, mean: 5m }
      until: 1h
`;
const RECORDING = [
  {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    name: 'day',
    source: { kind: 'import', from: 'test' },
    start: '1970-01-01T00:00:00.000000000Z',
    tool: TOOL,
    clock: { kind: 'stamps', resolution: '1s' },
    redaction: 'none',
  },
  { at: 0, kind: 'template', hash: 'a', template: { spec: { containers: [{ name: 'main' }] } } },
  { at: 0, kind: 'pod-created', uid: 'u', namespace: 'default', name: 'recorded', template: 'a' },
];
const STAGE = `apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata: { name: pod-ready }
spec:
  resourceRef: { apiGroup: v1, kind: Pod }
  selector: { matchExpressions: [{ key: .status.podIP, operator: DoesNotExist }] }
  delay: { durationMilliseconds: 1000 }
  next: { statusTemplate: 'phase: Running' }
`;

/** A folder whose reads are counted by the name of the file. Tests run one after the other: they share the list of storages. */
function countedFolder(t: ExecutionContext) {
  const folder = temporaryFolder(t);
  const reads = new Map<string, number>();
  const counting = {
    ...localFiles,
    holds: (path: string) => path.startsWith(folder),
    read(path: string, end?: number) {
      reads.set(basename(path), (reads.get(basename(path)) ?? 0) + 1);
      return localFiles.read(path, end);
    },
  };
  STORAGES.unshift(counting);
  t.teardown(() => void STORAGES.splice(STORAGES.indexOf(counting), 1));
  const scenario = join(folder, 'day.yaml');
  writeFileSync(scenario, SCENARIO);
  writeFileSync(join(folder, 'day.keg.jsonl'), RECORDING.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const stage = join(folder, 'stage.yaml');
  writeFileSync(stage, STAGE);
  const schedulerConfig = join(folder, 'packing.yaml');
  copyFileSync(join(FIXTURES, 'scheduler', 'bin-packing.yaml'), schedulerConfig);
  return { folder, scenario, stage, schedulerConfig, reads: () => Object.fromEntries(reads) };
}

test.serial('replay --seeds reads its scenario and all that it names once', async (t) => {
  const { scenario: file, stage, schedulerConfig, reads } = countedFolder(t);
  const request = { file, tool: TOOL, seeds: 4, schedulerConfig, stages: [stage] };
  t.is((await replaySeeds(targetNamed('embedded'), {}, request)).length, 4);
  t.deepEqual(reads(), { 'day.yaml': 1, 'day.keg.jsonl': 1, 'stage.yaml': 1, 'packing.yaml': 1 });
});

for (const [variants, seeds] of [
  [1, 1],
  [3, 5],
] as const) {
  test.serial(`compare reads a scenario as often for ${variants} × ${seeds} replays`, async (t) => {
    const { folder, scenario, schedulerConfig, reads } = countedFolder(t);
    const settings = Array.from({ length: variants }, (_, index) => ({
      name: `v${index}`,
      flags: `--nodes-scale ${index + 1}`,
      options: { nodesScale: `${index + 1}`, schedulerConfig },
    }));
    const compared = await compareReplays({
      files: [scenario],
      settings,
      asItIs: {},
      seed: undefined,
      seeds,
      choice: {},
      alsoReads: [],
      cache: join(folder, 'cache'),
      version: '0.0.0',
      signal: SIGNAL,
      play: openPlayers(1, SIGNAL).play,
      onProgress() {},
      onResumed() {},
    });
    t.is(compared.done, (variants + 1) * seeds);
    // To learn its seed and the files that it names, for the digest of a stopped comparison, and for all replays.
    t.deepEqual(reads(), { 'day.yaml': 3, 'day.keg.jsonl': 2, 'packing.yaml': 1 });
  });
}

test.serial('size reads a scenario once for all its replays', async (t) => {
  const { scenario: file, schedulerConfig, reads } = countedFolder(t);
  const { replays } = await sizeScenario({
    file,
    limits: [parseLimit('neverBound = 0')],
    pools: undefined,
    share: 1,
    seed: 1,
    seeds: 2,
    optionsOf: (counts) => ({
      schedulerConfig,
      ...(counts && { nodes: [...counts].map(([pool, count]) => `${pool}=${count}`) }),
    }),
    play: openPlayers(1, SIGNAL).play,
    onPlayed() {},
  });
  t.true(replays > 4);
  t.deepEqual(reads(), { 'day.yaml': 1, 'day.keg.jsonl': 1, 'packing.yaml': 1 });
});
