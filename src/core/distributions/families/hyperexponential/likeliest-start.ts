/** Picks the start from which a search goes on: the first of the highest likelihood, of those that have one. */

/** Undefined where no value is a number: a comparison with NaN would keep the first start for good. */
export function likeliestStart<Start>(
  starts: readonly Start[],
  likelihoodOf: (start: Start) => number,
): Start | undefined {
  let best: { start: Start; value: number } | undefined;
  for (const start of starts) {
    const value = likelihoodOf(start);
    if (!Number.isNaN(value) && (!best || value > best.value)) best = { start, value };
  }
  return best?.start;
}
