/** Tests whether gaps, or sizes of bursts, may be independent draws from one law: then their order is random, and no gap stands out. */

/** Of both tests together. */
const SIGNIFICANCE = 0.01;
/** Gaps that may stand out together. */
const MOST_OUTLIERS = 3;
const FEWEST = 10;

/** @param gaps - in the order of time. */
export function haveOneLaw(gaps: readonly number[]): boolean {
  return isOrderRandom(gaps, SIGNIFICANCE / 2) && !hasOutliers(gaps, SIGNIFICANCE / 2);
}

/**
 * The largest sum of ranks against their mean, up to any place, is Kolmogorov's statistic where the order is random (a rank test for a
 * change: Pettitt, 1979). It makes no assumption about the law.
 */
function isOrderRandom(values: readonly number[], significance: number): boolean {
  const count = values.length;
  if (count < FEWEST) return true;
  const ranks = ranksOf(values);
  const mean = (count + 1) / 2;
  let [sum, farthest, squares] = [0, 0, 0];
  for (const rank of ranks) {
    sum += rank - mean;
    squares += (rank - mean) ** 2;
    farthest = Math.max(farthest, Math.abs(sum));
  }
  return squares === 0 || kolmogorov(farthest / Math.sqrt(squares)) >= significance;
}

/** Equal values share their mean rank. */
function ranksOf(values: readonly number[]): Float64Array {
  const order = values.map((_, index) => index).sort((one, other) => values[one]! - values[other]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let place = from; place < to; place += 1) ranks[order[place]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/** P(K > x): 2 Σ (−1)^(k − 1) exp(−2 k² x²). */
function kolmogorov(x: number): number {
  if (x < 0.3) return 1;
  let sum = 0;
  for (let k = 1; k <= 20; k += 1) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, sum));
}

/**
 * In the tail of a law, i ln(X(i) ÷ X(i + 1)) of the i-th longest gap are draws from one exponential law, or smaller for longer gaps where the
 * tail is lighter than a power (Weissman, 1978). Where the first few are larger than the next √n explain, those gaps are pauses.
 */
function hasOutliers(gaps: readonly number[], significance: number): boolean {
  const sorted = Float64Array.from(gaps).sort().reverse();
  const used = Math.min(gaps.length - 1, Math.max(FEWEST, Math.round(Math.sqrt(gaps.length))));
  const spacings: number[] = [];
  for (let place = 1; place <= used && sorted[place]! > 0; place += 1)
    spacings.push(place * Math.log(sorted[place - 1]! / sorted[place]!));
  if (spacings.length < FEWEST) return false;
  for (let count = 1; count <= MOST_OUTLIERS; count += 1) {
    const first = spacings.slice(0, count).reduce((sum, each) => sum + each, 0);
    const rest = spacings.slice(count).reduce((sum, each) => sum + each, 0);
    if (
      first + rest > 0 &&
      betaTail(first / (first + rest), count, spacings.length - count) < significance / MOST_OUTLIERS
    )
      return true;
  }
  return false;
}

/** P(Y > y) of the share Y that `first` of `first + rest` exponential draws have of their sum. */
function betaTail(y: number, first: number, rest: number): number {
  const all = first + rest - 1;
  let [sum, term] = [0, (1 - y) ** all];
  for (let index = 0; index < first; index += 1) {
    sum += term;
    term *= ((all - index) / (index + 1)) * (y / (1 - y));
  }
  return sum;
}
