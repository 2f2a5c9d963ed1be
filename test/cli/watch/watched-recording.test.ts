/** The metrics of a recording: their clock goes on while nothing happens, and they are of the part that is recorded. */
import test from 'ava';
import { openOnlooker } from '../../../src/cli/watch/open-onlooker.ts';
import { withWatchedRecording } from '../../../src/cli/watch/watched-recording.ts';
import type { RecordProgress } from '../../../src/verbs/record/record-progress.ts';
import { freePorts } from '../../control-plane/cluster/free-ports.ts';

const [port = 0] = await freePorts(1);

function progressAt(seconds: number): RecordProgress {
  const counts = { events: 0, pods: 0, nodes: 0, gaps: 0, acknowledged: 1, bytes: 100 };
  return { ...counts, at: seconds * 1e6, isSynced: true, reached: new Map() };
}

async function clockOfMetrics(): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^keg_clock_seconds (.*)$/m.exec(text)?.[1]);
}

test('the clock of the metrics is that of the part which reports, also while nothing happens', async (t) => {
  const silent = { warn() {}, report() {}, finish() {}, stop() {} };
  const { signal } = new AbortController();
  const seen = await withWatchedRecording(
    { 'metrics-port': port },
    silent,
    signal,
    async ({ watcher, onProgress }) => {
      const clocks: number[] = [];
      const report = async (seconds: number, file?: string): Promise<void> => {
        onProgress(progressAt(seconds), file);
        clocks.push(await clockOfMetrics());
      };
      watcher?.('first');
      await report(5, 'first');
      watcher?.('second');
      await report(6, 'first');
      watcher?.('second');
      await report(7, 'first');
      await report(2, 'second');
      return clocks;
    },
  );
  t.deepEqual(seen, [5, 6, 7, 2]);
});

test('the clock of a live replay goes on while nothing happens', async (t) => {
  const onlooker = await openOnlooker({ 'metrics-port': 0 });
  t.teardown(async () => onlooker?.close());
  const wall = { end: undefined, pending: 0, running: 0, lag: 0 };
  onlooker?.moment({ scenarioTime: 9_000_000, wall });
  t.is(onlooker?.cluster().state.at, 9_000_000);
});
