/**
 * The model against decisions of the project's own control plane. `npm run golden:record` writes the file; it stands in the repository, so
 * this comparison needs nothing else.
 */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { type LiveSequence, newTally, replaySequence } from './live-sequence.ts';

const VERSION = '1.36.3';
const sequences = readFileSync(new URL(`decisions-${VERSION}.jsonl`, import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as LiveSequence);

for (const family of new Set(sequences.map((sequence) => sequence.family))) {
  test(`own control plane, ${family}: recorded decisions, scores and messages agree`, (t) => {
    const tally = newTally();
    for (const sequence of sequences) if (sequence.family === family) replaySequence(sequence, tally);
    t.log(
      `${tally.decisions} decisions, ${tally.scores} plugin scores, ${tally.ties} ties, ${tally.messages} messages`,
    );
    t.deepEqual(tally.differences, []);
    t.true(tally.decisions > 50 && tally.scores > 200 && tally.messages > 0);
  });
}
