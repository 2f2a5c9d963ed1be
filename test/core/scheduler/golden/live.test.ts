/** Compares the model with recorded decisions of kube-schedulers 1.34.4, 1.35.4 and 1.36.3 in `../shared`. */
import test from 'ava';
import { type LiveSequence, modelledPart, newTally, replaySearch, replaySequence } from './live-sequence.ts';
import { readGolden } from './shared-files.ts';

const FAMILIES = ['resources', 'strategies', 'taints', 'nodeaffinity', 'ports'];

for (const version of ['1.34.4', '1.35.4', '1.36.3']) {
  const sequences = readGolden<LiveSequence>(`kube-scheduler-live/${version}.jsonl`);
  if (!sequences) {
    test.skip(`skipped without ../shared: decisions of kube-scheduler ${version}`, (t) => t.fail());
    continue;
  }
  for (const family of FAMILIES) {
    test(`kube-scheduler ${version}, ${family}: decisions, scores, order and messages agree`, (t) => {
      const tally = newTally();
      const ofFamily = sequences.filter((sequence) => sequence.family === family);
      for (const sequence of ofFamily) replaySequence(sequence, tally);
      t.log(
        `${ofFamily.length} sequences, ${tally.decisions} decisions (${tally.exactNodes} with the very node), ` +
          `${tally.scores} plugin scores, ${tally.ties} ties, ${tally.messages} messages`,
      );
      t.true(tally.decisions > 0);
      t.deepEqual(tally.differences.slice(0, 10), []);
    });
  }
  test(`kube-scheduler ${version}, other families: steps that need no other plugin agree`, (t) => {
    const others = sequences.filter(({ family }) => !FAMILIES.includes(family));
    for (const family of new Set(others.map((sequence) => sequence.family))) {
      const tally = newTally();
      const parts = others.filter((sequence) => sequence.family === family).map(modelledPart);
      for (const part of parts) replaySequence(part, tally);
      t.log(
        `${family}: ${tally.decisions} decisions (${tally.retries} retries of waiting pods), ${tally.scores} plugin scores, ` +
          `${tally.exactNodes} very nodes, ${tally.ties} ties, ${tally.messages} messages`,
      );
      t.deepEqual(tally.differences.slice(0, 10), [], family);
    }
  });

  test(`kube-scheduler ${version}, 100 nodes and more: the same nodes are checked in the same order`, (t) => {
    const tally = newTally();
    const large = sequences.filter(({ id, family }) => family === 'large' && !id.endsWith('-02'));
    for (const sequence of large) replaySearch(sequence, tally);
    t.log(`${large.length} sequences on 120 nodes, ${tally.decisions} searches`);
    t.true(tally.decisions > 0);
    t.deepEqual(tally.differences.slice(0, 3), []);
  });
}
