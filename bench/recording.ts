/** Measures reading and measuring of a recording as ratios to a bare JSON.parse of every line in the same run. */
import { join } from 'node:path';
import { createMeasurement } from '../src/core/measure/measurement.ts';
import { decodeObservation } from '../src/core/recording/decode.ts';
import type { Observation, RecordingHeader } from '../src/core/recording/observation.ts';
import { recordingWriter } from '../src/core/recording/recording-writer.ts';
import { playEmbedded } from '../src/targets/embedded/play-embedded.ts';
import { loadPlay } from '../src/verbs/replay/load-play.ts';

const ROUNDS = 7;

/** Plays the day of the demo. @returns its header and its lines. */
async function recordedLines(): Promise<{
  readonly header: RecordingHeader;
  readonly lines: readonly string[];
}> {
  const file = join(import.meta.dirname, '..', 'fixtures', 'gpu-day.yaml');
  const { play } = await loadPlay({ file });
  const lines: string[] = [];
  const header: RecordingHeader = {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    source: { kind: 'replay', target: 'embedded', kubernetes: '1.36' },
    start: '1970-01-01T00:00:00.000000000Z',
    tool: { name: 'bench', version: '0' },
    clock: { kind: 'virtual', resolution: '1us' },
    redaction: 'none',
  };
  playEmbedded(
    play,
    recordingWriter((line) => lines.push(line), header),
  );
  return { header, lines: lines.slice(1) };
}

/** The best of several rounds, in milliseconds: other programs on the machine only make rounds slower. */
function best(work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.hrtime.bigint();
    work();
    least = Math.min(least, Number(process.hrtime.bigint() - before) / 1e6);
  }
  return least;
}

const { header, lines } = await recordedLines();
const observations = lines.map((line, index) => decodeObservation(line, { file: 'bench', line: index + 2 })!);
const bare = best(() => {
  for (const line of lines) JSON.parse(line);
});
const decoded = best(() => {
  for (const [index, line] of lines.entries()) decodeObservation(line, { file: 'bench', line: index + 2 });
});
const measured = best(() => {
  const measurement = createMeasurement(header);
  for (const observation of observations as readonly Observation[]) measurement.observe(observation);
  measurement.finish();
});
const rate = (milliseconds: number): string =>
  `${Math.round(lines.length / milliseconds).toLocaleString('en')} k lines/s`;
console.log(`${lines.length} lines of the demo's recording, best of ${ROUNDS} rounds`);
console.log(`JSON.parse   ${rate(bare)}`);
console.log(`decode       ${rate(decoded)}, ${(bare / decoded).toFixed(2)}x of JSON.parse`);
console.log(`measure      ${rate(measured)}, ${(bare / measured).toFixed(2)}x of JSON.parse`);
