/** The table of the files of a rotated recording. */
import test from 'ava';
import { partLines } from '../../../src/render/recording/print-parts.ts';

test('each file has a row, and the last line names the file with the most events', (t) => {
  const part = (file: string, start: string, events: number) => ({
    file,
    start,
    coverage: { events, gaps: 0 },
    progress: { at: 3_600_000_000 },
  });
  t.deepEqual(
    partLines([
      part('a.keg.jsonl', '2026-03-01T00:00:00Z', 7),
      part('b.keg.jsonl', '2026-03-01T01:00:00Z', 1200),
    ]),
    [
      'File         From                  To                    Events  Gaps',
      'a.keg.jsonl  2026-03-01T00:00:00Z  2026-03-01T01:00:00Z       7     0',
      'b.keg.jsonl  2026-03-01T01:00:00Z  2026-03-01T02:00:00Z   1,200     0',
      'report, fit and replay read each of these files: kubectl keg fit b.keg.jsonl',
    ],
  );
});
