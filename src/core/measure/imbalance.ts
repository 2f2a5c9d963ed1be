/** Integrates how unevenly one resource is requested on the nodes of a group: max − min and σ of node utilisation. */
import { addProduct, addValue, type ExactSum, exactSum, productError, sumOf } from './exact-sum.ts';
import { copyExtremes, type Extremes, extremes, rangeOf, setSlot } from './extremes.ts';

export interface Imbalance {
  /** Utilisation by slot; NaN for a node that does not offer the resource. */
  members: Float64Array;
  /** Nodes that offer it. */
  count: number;
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
    members: new Float64Array(8).fill(Number.NaN),
    count: 0,
    extremes: extremes(),
    sum: exactSum(),
    squares: exactSum(),
    since: 0,
    compared: 0,
    rangeIntegral: exactSum(),
    sigmaIntegral: exactSum(),
  };
}

export function copyImbalance(of: Imbalance): Imbalance {
  return {
    ...of,
    members: of.members.slice(),
    extremes: copyExtremes(of.extremes),
    sum: of.sum.slice(),
    squares: of.squares.slice(),
    rangeIntegral: of.rangeIntegral.slice(),
    sigmaIntegral: of.sigmaIntegral.slice(),
  };
}

/** Sets the utilisation of the node in `slot` from `at` on; null: the node does not offer the resource. */
export function setMember(state: Imbalance, at: number, slot: number, utilisation: number | null): void {
  if (slot >= state.members.length) widen(state, slot);
  const before = state.members[slot]!;
  const wasMember = !Number.isNaN(before);
  if (utilisation === null ? !wasMember : before === utilisation) return;
  advanceImbalance(state, at);
  if (wasMember) {
    addValue(state.sum, -before);
    addSquare(state.squares, before, -1);
    state.count -= 1;
  }
  state.members[slot] = utilisation ?? Number.NaN;
  if (utilisation !== null) {
    addValue(state.sum, utilisation);
    addSquare(state.squares, utilisation, 1);
    state.count += 1;
  }
  setSlot(state.extremes, slot, utilisation);
}

/** Adds a node without requests. No other node may have its slot. */
export function enterIdle(state: Imbalance, at: number, slot: number): void {
  if (slot >= state.members.length) widen(state, slot);
  if (at > state.since) advanceImbalance(state, at);
  state.members[slot] = 0;
  state.count += 1;
  setSlot(state.extremes, slot, 0);
}

function widen(state: Imbalance, slot: number): void {
  const wider = new Float64Array(Math.max(2 * state.members.length, slot + 1)).fill(Number.NaN);
  wider.set(state.members);
  state.members = wider;
}

/** Integrates the values since the last change up to `at`. */
export function advanceImbalance(state: Imbalance, at: number): void {
  const duration = at - state.since;
  state.since = at;
  const { count } = state;
  if (duration <= 0 || count < 2) return;
  state.compared += duration;
  const range = rangeOf(state.extremes);
  addProduct(state.rangeIntegral, range, duration);
  if (range > 0) addProduct(state.sigmaIntegral, deviation(state, count), duration);
}

/** What the mean and the deviation of a moment are computed from. */
export type UtilisationSums = Pick<Imbalance, 'count' | 'sum' | 'squares'>;

/** Counts one more node (sign 1) or one less (sign −1), as {@link setMember} does. */
export function countUtilisation(sums: UtilisationSums, utilisation: number, sign: 1 | -1): void {
  addValue(sums.sum, sign * utilisation);
  addSquare(sums.squares, utilisation, sign);
  sums.count += sign;
}

/** The mean utilisation of the nodes and its standard deviation at the moment; there is at least one node. */
export function momentOf(state: UtilisationSums): { readonly mean: number; readonly sigma: number } {
  return { mean: sumOf(state.sum) / state.count, sigma: deviation(state, state.count) };
}

const scaled = exactSum();

/** Population standard deviation. The sums have 106 bits, so that their difference is exact where that of doubles is not. */
function deviation(state: UtilisationSums, count: number): number {
  const high = state.sum[0]!;
  const low = state.sum[1]!;
  scaled[0] = 0;
  scaled[1] = 0;
  addProduct(scaled, state.squares[0]!, count);
  addProduct(scaled, state.squares[1]!, count);
  addProduct(scaled, -high, high);
  addProduct(scaled, -2 * high, low);
  const spread = sumOf(scaled);
  return spread > 0 ? Math.sqrt(spread) / count : 0;
}

function addSquare(squares: ExactSum, value: number, sign: 1 | -1): void {
  const square = value * value;
  addValue(squares, sign * square);
  addValue(squares, sign * productError(value, value, square));
}
