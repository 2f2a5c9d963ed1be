/**
 * The model against decisions of the project's own control plane. `npm run golden:record` writes the files; they stand in the repository, so
 * this comparison needs nothing else.
 */
import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import type { LiveSequence } from './live-sequence.ts';
import { replaySequence } from './replay-sequence.ts';
import { newTally, tallyText } from './tally.ts';

for (const file of readdirSync(import.meta.dirname).filter((name) => name.startsWith('decisions-'))) {
  const sequences = readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LiveSequence);
  const version = sequences[0]?.kubernetes;
  for (const family of new Set(sequences.map((sequence) => sequence.family))) {
    test(`own control plane ${version}, ${family}: decisions, scores and messages agree`, (t) => {
      const tally = newTally();
      for (const sequence of sequences) if (sequence.family === family) replaySequence(sequence, tally);
      t.log(tallyText(tally));
      t.deepEqual(tally.differences, []);
      t.true(tally.decisions > 20 && tally.scores > 100);
    });
  }
}
