/** Computes the median of a few numbers. */

/**
 * The mean of the middle two where their number is even.
 *
 * @param sorted - in ascending order.
 */
export function medianOf(sorted: ArrayLike<number>): number | null {
  if (sorted.length === 0) return null;
  const [below, above] = [(sorted.length - 1) >> 1, sorted.length >> 1];
  return (sorted[below]! + sorted[above]!) / 2;
}
