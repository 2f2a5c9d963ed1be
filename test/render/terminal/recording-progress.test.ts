/** Tests of the progress of a recording, on a terminal and in a log. */
import test from 'ava';
import {
  type RecordingState,
  recordingLine,
  recordingResultLine,
} from '../../../src/render/terminal/recording-lines.ts';
import { startRecordingProgress } from '../../../src/render/terminal/recording-progress.ts';
import type { Screen } from '../../../src/render/terminal/stderr-line.ts';

const NOW: RecordingState = {
  at: 65_000_000,
  isSynced: true,
  events: 1500,
  pods: 40,
  nodes: 3,
  gaps: 1,
  acknowledged: 900,
  bytes: 2_621_440,
};

test('progress shows the rate of events, live objects, gaps and lines on the disk', (t) => {
  t.is(
    recordingLine(NOW, { ...NOW, at: 60_000_000, events: 1000 }),
    'recorded 1m5s, 100 events/s, 40 pods and 3 nodes alive, 1 gap, 900 lines on disk, 2.50 MiB',
  );
});

function output(isTTY: boolean): Screen & { readonly text: () => string } {
  let text = '';
  return {
    isTTY,
    columns: 60,
    write(more) {
      text += more;
    },
    text: () => text,
  };
}

test('progress names the current of several files, and no rate spans two files', (t) => {
  const log = output(false);
  const screen = startRecordingProgress(log);
  screen.report(NOW, '/tmp/prod.0001.keg.jsonl.gz');
  screen.report({ ...NOW, at: 1_000_000, events: 10 }, '/tmp/prod.0002.keg.jsonl.gz');
  const [first, second] = log.text().split('\n');
  t.regex(first!, /^prod\.0001\.keg\.jsonl\.gz: recorded 1m5s, /);
  t.regex(second!, /^prod\.0002\.keg\.jsonl\.gz: recorded 1s, 0 events\/s, /);
});

test('a terminal gets one line that is rewritten, a log one line a minute', (t) => {
  const terminal = output(true);
  const screen = startRecordingProgress(terminal);
  for (const at of [0, 500_000, 1_200_000]) screen.report({ ...NOW, at });
  screen.stop();
  t.is(terminal.text().split('\r').length - 1, 3);
  t.false(terminal.text().includes('\n'));
  const log = output(false);
  const logged = startRecordingProgress(log);
  for (let second = 0; second <= 120; second += 1) logged.report({ ...NOW, at: second * 1_000_000 });
  t.is(log.text().split('\n').length - 1, 3);
});

test('the result shows the length, events, gaps, coverage rounded down, delays and size', (t) => {
  const coverage = { covered: 0.99999, late: { p99: 12_000 } };
  t.is(
    recordingResultLine({ file: 'day.keg.jsonl', coverage, progress: { ...NOW, gaps: 2 } }),
    'day.keg.jsonl: 1m5s recorded, 1,500 events, 2 gaps, 99.99% of the time covered, late deliveries p99 12ms, 2.50 MiB',
  );
});

test('a warning clears the line and is printed as one line of its own', (t) => {
  const terminal = output(true);
  const screen = startRecordingProgress(terminal);
  screen.report(NOW);
  screen.warn({ code: 'watch-lost', severity: 'warning', message: 'the watch of jobs was lost' });
  t.true(terminal.text().endsWith('\r\u001B[Kwarning: the watch of jobs was lost\n'));
});
