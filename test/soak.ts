/**
 * Plays drawn scenarios one after another in one process, and checks that two plays write the same bytes and that memory does not grow.
 *
 * `node --expose-gc test/soak.ts SECONDS`; KEG_TEST_SEED gives the seed of the scenarios.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomStream } from '../src/core/distributions/random-stream.ts';
import { createMeasurement } from '../src/core/measure/measurement.ts';
import { decodeObservation } from '../src/core/recording/decode.ts';
import type { RecordingHeader } from '../src/core/recording/observation.ts';
import { recordingWriter } from '../src/core/recording/recording-writer.ts';
import { playEmbedded } from '../src/targets/embedded/play-embedded.ts';
import { loadPlay } from '../src/verbs/replay/load-play.ts';

const HEADER: RecordingHeader = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Recording',
  source: { kind: 'replay', target: 'embedded', kubernetes: '1.36' },
  start: '1970-01-01T00:00:00.000000000Z',
  tool: { name: 'soak', version: '0' },
  clock: { kind: 'virtual', resolution: '1us' },
  redaction: 'none',
};
/** Bytes. The heap after the last plays may exceed the heap after the first plays by this. */
const GROWTH = 100e6;
const FIRST_PLAYS = 10;

const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.env.KEG_TEST_SEED ?? 1);
const random = randomStream(seed, 'soak');
const folder = mkdtempSync(join(tmpdir(), 'keg-soak-'));
const end = performance.now() + seconds * 1000;
const faults: string[] = [];
let plays = 0;
let firstHeap = 0;
try {
  while (plays < FIRST_PLAYS || performance.now() < end) {
    const file = join(folder, 'scenario.yaml');
    writeFileSync(file, drawnScenario());
    const [first, second] = [await playedLines(file), await playedLines(file)];
    if (first.join('\n') !== second.join('\n'))
      faults.push(`play ${plays} of seed ${seed} differs from itself`);
    const ignored = ignoredObservations(first);
    if (ignored > 0) faults.push(`play ${plays} of seed ${seed} has ${ignored} impossible observations`);
    plays += 1;
    if (plays === FIRST_PLAYS) firstHeap = heap();
  }
} finally {
  rmSync(folder, { recursive: true });
}
const growth = heap() - firstHeap;
if (growth > GROWTH) faults.push(`the heap grew by ${(growth / 1e6).toFixed(0)} MB in ${plays} plays`);
print(
  `soak: ${plays} scenarios of seed ${seed}, each played twice; heap ${(growth / 1e6).toFixed(1)} MB larger`,
);
for (const fault of faults) print(`  fault: ${fault}`);
print(`\n  ${faults.length === 0 ? plays : 0} tests passed\n  ${faults.length} tests failed`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** A few node pools and groups of pods, with drawn sizes, rates and ends. */
function drawnScenario(): string {
  const between = (low: number, high: number): number => Math.round(low + random() * (high - low));
  const nodes = Array.from(
    { length: between(1, 3) },
    (_, index) =>
      `{name: pool-${index}, count: ${between(1, 20)}, template: {allocatable: {cpu: ${between(4, 64)}, memory: 64Gi, pods: 110}}}`,
  );
  const ends = ['succeeded', 'failed', 'deleted'];
  const pods = Array.from(
    { length: between(1, 4) },
    (_, index) =>
      `    - {name: group-${index}, template: t, count: ${between(10, 400)}, end: ${ends[between(0, 2)]},` +
      ` arrivals: {type: exponential, mean: ${between(1, 60)}s},` +
      ` lifetime: {type: lognormal, median: ${between(5, 900)}s, sigma: 1}}`,
  );
  return `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: soak}
cluster: {nodes: [${nodes.join(', ')}]}
templates:
  t: {spec: {containers: [{name: main, resources: {requests: {cpu: ${between(100, 3000)}m, memory: 1Gi}}}]}}
events:
  pods:
${pods.join('\n')}
`;
}

async function playedLines(file: string): Promise<readonly string[]> {
  const { play } = await loadPlay({ file, seed });
  const lines: string[] = [];
  playEmbedded(
    play,
    recordingWriter((line) => lines.push(line), HEADER),
  );
  return lines;
}

function ignoredObservations(lines: readonly string[]): number {
  const measurement = createMeasurement(HEADER);
  for (const [index, line] of lines.slice(1).entries()) {
    const observation = decodeObservation(line, { file: 'soak', line: index + 2 });
    if (observation !== undefined) measurement.observe(observation);
  }
  return measurement.finish().ignored.total;
}

/** Bytes in use, after a collection where node allows one. */
function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
