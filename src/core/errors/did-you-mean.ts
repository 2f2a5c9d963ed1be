/** Finds the known word that a misspelt one is closest to, for error messages. */
import damerauLevenshtein from 'damerau-levenshtein';

/**
 * Returns the candidate that differs from `word` only in how often its letters are repeated (`--seeeed` means `--seed`). Without one, returns
 * the candidate with the smallest edit distance to `word` (insert, delete, replace, swap neighbours), if the distance is at most 3 and at most
 * a third of the word. Case is ignored. Returns undefined otherwise, and for words of one or two letters.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length < 3) return undefined;
  const limit = Math.min(3, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    if (withoutRepeats(candidate) === withoutRepeats(word)) return candidate;
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const { steps } = damerauLevenshtein(word.toLowerCase(), candidate.toLowerCase());
    if (steps < bestDistance) [best, bestDistance] = [candidate, steps];
  }
  return best;
}

function withoutRepeats(word: string): string {
  return word.toLowerCase().replaceAll(/(.)\1+/g, '$1');
}
