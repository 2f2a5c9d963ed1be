/** Renders `-o csv`: the seven layouts of the original kube-event-generator. Its columns come first, corrected figures to their right. */
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import type { CsvLine } from './csv-cells.ts';
import { csvColumns } from './csv-columns.ts';
import { nodeFiles } from './csv-node-files.ts';
import { podFiles } from './csv-pod-files.ts';
import { stampClock } from './recording-clock.ts';

/**
 * Yields all lines of all files in order of time; the header of a file comes before its rows. Lines of several files are mixed, so keep a
 * writer open for each, or append. The observations are read twice (first to find the columns): pass an array, or an iterable that can be
 * read again.
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

/** Returns the text of each file by its name. All of it is in memory. */
export function csvFiles(header: RecordingHeader, observations: Iterable<Observation>): Map<string, string> {
  const lines = new Map<string, string[]>();
  for (const { file, line } of csvLines(header, observations)) {
    const known = lines.get(file);
    if (known) known.push(line);
    else lines.set(file, [line]);
  }
  return new Map(Array.from(lines, ([file, own]) => [file, `${own.join('\n')}\n`]));
}
