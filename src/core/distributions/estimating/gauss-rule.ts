/** Computes the Gauss rule of weighted points: few nodes that give the same sums of all polynomials up to a degree. */

/** The rule has this many nodes, and is exact up to degree 11. */
export const RULE_NODES = 6;

interface RuleNode {
  readonly place: number;
  readonly weight: number;
}

/** A recurrence coefficient below this means that the points are fewer than the nodes, up to rounding. */
const NOTHING = 1e-20;
/** A moment may differ by this share of the weight. */
const ROUNDING = 1e-11;
const HALVINGS = 60;

/**
 * The nodes are the eigenvalues of the matrix of the recurrence of the polynomials that are orthogonal over the points (Golub and Welsch,
 * "Calculation of Gauss quadrature rules", 1969). The recurrence comes from sums over the points (Stieltjes's procedure), the eigenvalues
 * from bisection.
 *
 * @param places - from −1 to 1. @param weights - positive.
 * @returns undefined where rounding spoils the rule, such as for points that nearly coincide.
 */
export function gaussRule(places: Float64Array, weights: Float64Array): RuleNode[] | undefined {
  const { diagonal, beside } = recurrence(places, weights);
  const total = weights.reduce((sum, each) => sum + each, 0);
  const lowest = places.reduce((low, each) => Math.min(low, each), Number.POSITIVE_INFINITY);
  const highest = places.reduce((high, each) => Math.max(high, each), Number.NEGATIVE_INFINITY);
  const rule = diagonal.map((_, index) => {
    const place = eigenvalue(diagonal, beside, index, lowest, highest);
    return { place, weight: total / squaredSum(diagonal, beside, place) };
  });
  return keepsMoments(rule, places, weights, ROUNDING * total) ? rule : undefined;
}

function keepsMoments(
  rule: readonly RuleNode[],
  places: Float64Array,
  weights: Float64Array,
  most: number,
): boolean {
  const off = new Float64Array(2 * RULE_NODES);
  const add = (place: number, weight: number): void => {
    let power = weight;
    for (let degree = 0; degree < off.length; degree += 1) {
      off[degree]! += power;
      power *= place;
    }
  };
  for (const { place, weight } of rule) add(place, weight);
  for (let index = 0; index < places.length; index += 1) add(places[index]!, -weights[index]!);
  return off.every((each) => Math.abs(each) <= most);
}

interface Recurrence {
  readonly diagonal: number[];
  /** The squares of the elements beside the diagonal; the first one is not used. */
  readonly beside: number[];
}

/** p₊(x) = (x − diagonal) p(x) − beside p₋(x), for polynomials with leading coefficient 1. */
function recurrence(places: Float64Array, weights: Float64Array): Recurrence {
  const size = places.length;
  let [now, before] = [new Float64Array(size).fill(1), new Float64Array(size)];
  const [diagonal, beside]: [number[], number[]] = [[], []];
  let last = 0;
  for (let degree = 0; degree < RULE_NODES; degree += 1) {
    let [norm, moment] = [0, 0];
    for (let index = 0; index < size; index += 1) {
      const square = weights[index]! * now[index]! * now[index]!;
      norm += square;
      moment += square * places[index]!;
    }
    const ratio = degree === 0 ? 0 : norm / last;
    if (degree > 0 && !(ratio > NOTHING)) break;
    const centre = moment / norm;
    diagonal.push(centre);
    beside.push(ratio);
    for (let index = 0; index < size; index += 1) {
      const next = (places[index]! - centre) * now[index]! - ratio * before[index]!;
      before[index] = next;
    }
    [now, before] = [before, now];
    last = norm;
  }
  return { diagonal, beside };
}

/** The eigenvalue with `index` smaller ones, by the number of negative pivots. */
function eigenvalue(
  diagonal: readonly number[],
  beside: readonly number[],
  index: number,
  lowest: number,
  highest: number,
): number {
  let [low, high] = [lowest, highest];
  for (let round = 0; round < HALVINGS && high > low; round += 1) {
    const middle = (low + high) / 2;
    if (smallerThan(middle, diagonal, beside) > index) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

function smallerThan(place: number, diagonal: readonly number[], beside: readonly number[]): number {
  let count = 0;
  let pivot = 1;
  for (let index = 0; index < diagonal.length; index += 1) {
    pivot = diagonal[index]! - place - (index > 0 ? beside[index]! / pivot : 0);
    if (pivot === 0) pivot = 1e-300;
    if (pivot < 0) count += 1;
  }
  return count;
}

/** Σ p(place)² over the orthogonal polynomials with mean square 1: the reciprocal of the node's share of the weight. */
function squaredSum(diagonal: readonly number[], beside: readonly number[], place: number): number {
  let [now, before, sum, norm] = [1, 0, 1, 1];
  for (let index = 1; index < diagonal.length; index += 1) {
    [now, before] = [
      (place - diagonal[index - 1]!) * now - (index > 1 ? beside[index - 1]! : 0) * before,
      now,
    ];
    norm *= beside[index]!;
    sum += (now * now) / norm;
  }
  return sum;
}
