/**
 * Measures what large replays hold: largest resident set of the process, live heap, and bytes a pod. Each runs in a process of its own.
 *
 * 1,000,000 pods, with the recording written to disk, take minutes and up to 4 GB: `node bench/replay-memory.ts short` leaves them out.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Observer } from '../src/core/recording/observer.ts';

interface Case {
  readonly nodes: number;
  readonly pods: number;
  /** Whether each pod has requests of its own. */
  readonly isDrawn?: boolean;
  readonly isRecorded?: boolean;
  /** Gigabytes of resident memory that it may have. */
  readonly most?: number;
}

const CASES: readonly Case[] = [
  { nodes: 5000, pods: 50_000 },
  { nodes: 5000, pods: 150_000 },
  { nodes: 15_000, pods: 150_000, most: 1 },
  { nodes: 15_000, pods: 50_000, isDrawn: true },
  { nodes: 15_000, pods: 150_000, isDrawn: true, most: 1 },
];
const MILLION: Case = { nodes: 15_000, pods: 1_000_000, isRecorded: true, most: 4 };

const folder = process.env.KEG_BENCH_FOLDER;
if (folder === undefined) measureAll();
else await playOne(folder);

function measureAll(): void {
  const made = mkdtempSync(join(tmpdir(), 'keg-memory-'));
  const env = { ...process.env, KEG_BENCH_FOLDER: made };
  const isShort = process.argv[2] === 'short';
  const seen: (Case & { readonly live: number })[] = [];
  try {
    for (const each of isShort ? CASES : [...CASES, MILLION]) {
      writeFileSync(join(made, 'scenario.yaml'), scenarioOf(each));
      const argv = [
        '--expose-gc',
        fileURLToPath(import.meta.url),
        `${each.pods}`,
        each.isRecorded ? 'recorded' : '',
      ];
      const { stdout, status, stderr } = spawnSync(process.execPath, argv, { env, encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      const { live, resident } = JSON.parse(stdout) as { live: number; resident: number };
      const limit = each.most === undefined ? '' : ` (at most ${each.most.toFixed(1)} GB)`;
      const kind = each.isDrawn ? ' with drawn requests' : '';
      const what = `${each.pods.toLocaleString('en')} pods on ${each.nodes.toLocaleString('en')} nodes${kind}`;
      console.log(
        `${what}: ${(resident / 1e9).toFixed(2)} GB resident${limit}, ${(live / 1e6).toFixed(0)} MB live with all pods bound`,
      );
      seen.push({ ...each, live });
    }
    if (isShort) console.log('1,000,000 pods: left out, because of `short`');
    console.log(`a pod of one template that runs holds ${bytesOfPod(seen.slice(0, 2))} bytes`);
    console.log(
      `a pod with drawn requests that runs holds ${bytesOfPod(seen.filter(({ isDrawn }) => isDrawn))} bytes`,
    );
  } finally {
    rmSync(made, { recursive: true });
  }
}

/** @param two replays on equal nodes, so that the nodes weigh nothing. */
function bytesOfPod([few, many]: readonly (Case & { readonly live: number })[]): string {
  return ((many!.live - few!.live) / (many!.pods - few!.pods)).toFixed(0);
}

/** Pods of one template or with drawn requests, one each millisecond, that run to the end. */
function scenarioOf({ nodes, pods, isDrawn = false }: Case): string {
  const fits = Math.ceil(pods / nodes);
  return [
    'apiVersion: keg.dev/v1alpha1',
    'kind: Scenario',
    'metadata: { name: memory }',
    'seed: 1',
    'cluster:',
    '  nodes:',
    `    - { name: n, count: ${nodes}, template: { allocatable: { cpu: ${fits}, memory: ${fits}Gi, pods: ${2 * fits} } } }`,
    'events:',
    '  pods:',
    '    - name: p',
    '      arrivals: { type: constant, value: 1ms }',
    `      count: ${pods}`,
    ...(isDrawn
      ? [
          '      requests: { cpu: { type: uniform, min: 50m, max: 500m }, memory: { type: uniform, min: 100Mi, max: 500Mi } }',
        ]
      : []),
    '      podSpec: { spec: { containers: [{ name: c, resources: { requests: { cpu: 500m, memory: 500Mi } } }] } }',
    '',
  ].join('\n');
}

/** In a process of its own: plays the scenario of the folder, and prints what it held. */
async function playOne(path: string): Promise<void> {
  const { loadPlay } = await import('../src/verbs/replay/load-play.ts');
  const { playOnTarget } = await import('../src/verbs/replay/play-on-target.ts');
  const { openRecordingFile } = await import('../src/storage/recording-file.ts');
  const { embeddedTarget } = await import('../src/targets/embedded/embedded-target.ts');
  const loaded = await loadPlay({ file: join(path, 'scenario.yaml') });
  const [pods, isRecorded] = [Number(process.argv[2]), process.argv[3] === 'recorded'];
  const file = isRecorded
    ? await openRecordingFile(join(path, 'run.keg.jsonl'), { overwrite: true })
    : undefined;
  let live = 0;
  const target: typeof embeddedTarget = {
    ...embeddedTarget,
    async survey(play, speed) {
      const run = await embeddedTarget.survey(play, speed);
      return {
        ...run,
        play: (playing) =>
          run.play({
            ...playing,
            begin: (facts) =>
              whenBound(playing.begin(facts), pods, () => {
                (globalThis as { gc?: () => void }).gc?.();
                live = process.memoryUsage().heapUsed;
              }),
          }),
      };
    },
  };
  const tool = { name: 'bench', version: '0' };
  await playOnTarget(loaded, { speed: 1, tool }, target, file);
  process.stdout.write(JSON.stringify({ live, resident: process.resourceUsage().maxRSS * 1024 }));
}

/** An observer that calls `act` once, when the last pod is bound. */
function whenBound({ observe, templateHash }: Observer, pods: number, act: () => void): Observer {
  let bound = 0;
  return {
    templateHash,
    observe(observation) {
      observe(observation);
      if (observation.kind !== 'pod-bound') return;
      bound += 1;
      if (bound === pods) act();
    },
  };
}
