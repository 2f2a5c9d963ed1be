/** `-o csv`: the seven layouts of the original kube-event-generator, its columns first and what corrects them to the right. */
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import type { CsvLine } from './csv-cells.ts';
import { csvColumns } from './csv-columns.ts';
import { nodeFiles } from './csv-node-files.ts';
import { podFiles } from './csv-pod-files.ts';
import { stampClock } from './recording-clock.ts';

/**
 * All lines of all files, each file's header before its rows, in order of time. Files are interleaved, so keep a writer open for
 * each, or append. The observations are gone through twice (the first time to find the columns): pass an array, or an iterable
 * that starts anew each time.
 */
export function* csvLines(header: RecordingHeader, observations: Iterable<Observation>): Generator<CsvLine> {
  const columns = csvColumns(observations);
  const stamp = stampClock(header.start);
  const kubernetes = header.source.kubernetes;
  const pods = podFiles(columns, stamp, kubernetes);
  const nodes = nodeFiles(columns, stamp, kubernetes);
  yield* pods.headers();
  yield* nodes.headers();
  let now = 0;
  for (const observation of observations) {
    now = Math.max(now, observation.at);
    yield* pods.observe(observation, now);
    yield* nodes.observe(observation, now);
    if (observation.kind === 'close') break;
  }
  yield* pods.finish(now);
}

/** The same, whole: file name → text. For recordings of modest size. */
export function csvFiles(header: RecordingHeader, observations: Iterable<Observation>): Map<string, string> {
  const lines = new Map<string, string[]>();
  for (const { file, line } of csvLines(header, observations)) {
    const known = lines.get(file);
    if (known) known.push(line);
    else lines.set(file, [line]);
  }
  return new Map(Array.from(lines, ([file, own]) => [file, `${own.join('\n')}\n`]));
}
