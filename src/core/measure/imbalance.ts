/** Integrates how unevenly one resource is requested on the nodes of a group: max − min and σ of node utilisation. */
import { addProduct, addValue, type ExactSum, exactSum, productError, sumOf } from './exact-sum.ts';
import { type Extremes, extremes, rangeOf, setSlot } from './extremes.ts';

export interface Imbalance {
  /** Utilisation by slot, for the nodes that offer the resource. */
  readonly members: Map<number, number>;
  readonly extremes: Extremes;
  readonly sum: ExactSum;
  readonly squares: ExactSum;
  since: number;
  /** Time with at least two such nodes, µs. */
  compared: number;
  readonly rangeIntegral: ExactSum;
  readonly sigmaIntegral: ExactSum;
}

export function imbalance(): Imbalance {
  return {
    members: new Map(),
    extremes: extremes(),
    sum: exactSum(),
    squares: exactSum(),
    since: 0,
    compared: 0,
    rangeIntegral: exactSum(),
    sigmaIntegral: exactSum(),
  };
}

/** Sets the utilisation of the node in `slot` from `at` on; null: the node does not offer the resource. */
export function setMember(state: Imbalance, at: number, slot: number, utilisation: number | null): void {
  const before = state.members.get(slot);
  if (before === (utilisation ?? undefined)) return;
  advanceImbalance(state, at);
  if (before !== undefined) {
    addValue(state.sum, -before);
    addSquare(state.squares, before, -1);
  }
  if (utilisation === null) state.members.delete(slot);
  else {
    state.members.set(slot, utilisation);
    addValue(state.sum, utilisation);
    addSquare(state.squares, utilisation, 1);
  }
  setSlot(state.extremes, slot, utilisation);
}

/** Integrates the values since the last change up to `at`. */
export function advanceImbalance(state: Imbalance, at: number): void {
  const duration = at - state.since;
  state.since = at;
  const count = state.members.size;
  if (duration <= 0 || count < 2) return;
  state.compared += duration;
  const range = rangeOf(state.extremes);
  addProduct(state.rangeIntegral, range, duration);
  if (range > 0) addProduct(state.sigmaIntegral, deviation(state, count), duration);
}

/** Population standard deviation. The sums have 106 bits, so that their difference is exact where that of doubles is not. */
function deviation(state: Imbalance, count: number): number {
  const { sum, squares } = state;
  const scaled = exactSum();
  addProduct(scaled, squares.high, count);
  addProduct(scaled, squares.low, count);
  addProduct(scaled, -sum.high, sum.high);
  addProduct(scaled, -2 * sum.high, sum.low);
  const spread = sumOf(scaled);
  return spread > 0 ? Math.sqrt(spread) / count : 0;
}

function addSquare(squares: ExactSum, value: number, sign: 1 | -1): void {
  const square = value * value;
  addValue(squares, sign * square);
  addValue(squares, sign * productError(value, value, square));
}
