/** Compares the model with recorded decisions of kube-schedulers 1.34.4 to 1.37.2 in `../shared`. */
import test from 'ava';
import type { LiveSequence } from './live-sequence.ts';
import { replaySequence } from './replay-sequence.ts';
import { readGolden } from './shared-files.ts';
import { newTally, tallyText } from './tally.ts';

for (const version of ['1.34.4', '1.35.4', '1.36.3', '1.37.2']) {
  const sequences = readGolden<LiveSequence>(`kube-scheduler-live/${version}.jsonl`);
  if (!sequences) {
    test.skip(`skipped without ../shared: decisions of kube-scheduler ${version}`, (t) => t.fail());
    continue;
  }
  for (const family of new Set(sequences.map((sequence) => sequence.family))) {
    test(`kube-scheduler ${version}, ${family}: decisions, scores, order and messages agree`, (t) => {
      const tally = newTally();
      const ofFamily = sequences.filter((sequence) => sequence.family === family);
      for (const sequence of ofFamily) replaySequence(sequence, tally);
      t.log(`${ofFamily.length} sequences, ${tallyText(tally)}`);
      t.true(tally.decisions > 0);
      t.deepEqual(tally.differences.slice(0, 10), []);
    });
  }
}
