/** Divides a window into stretches of constant rate, with every break at an event. */

/** A place where a stretch may begin or end: its time, and the number of events before it. */
export interface Edge {
  readonly at: number;
  readonly before: number;
}

/** A stretch of constant rate that has events has at least this many: the likelihood of a few close events has no bound. */
const FEWEST_EVENTS = 5;
/** With more events than this, only some of them may be breaks. */
const ALL_EVENTS = 300;
const MOST_LONG_GAPS = 100;

/**
 * The edges before and after events, and those of the window. Of many events, every k-th, and those around the longest gaps.
 *
 * @param times - of events, in the order of time, from 0 to `window`.
 * @param tick - the resolution of the times: a stretch that ends with an event ends one tick after it.
 */
export function eventEdges(times: readonly number[], window: number, tick: number): Edge[] {
  const step = Math.ceil(times.length / ALL_EVENTS);
  const isChosen = new Uint8Array(times.length);
  for (let index = 0; index < times.length; index += step) isChosen[index] = 1;
  if (step > 1) {
    const gaps = times.map((time, index) => ({ index, gap: time - (times[index - 1] ?? 0) }));
    for (const { index } of gaps.sort((one, other) => other.gap - one.gap).slice(0, MOST_LONG_GAPS))
      isChosen[index] = 1;
  }
  const edges: Edge[] = [{ at: 0, before: 0 }];
  const push = (at: number, before: number): void => {
    if (at > edges.at(-1)!.at && at < window) edges.push({ at, before });
  };
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index]!;
    const last = times[index - 1] ?? Number.NEGATIVE_INFINITY;
    if (isChosen[index] === 0 || time === last) continue;
    push(last + tick, index);
    push(time, index);
  }
  push((times.at(-1) ?? Number.POSITIVE_INFINITY) + tick, times.length);
  return [...edges, { at: window, before: times.length }];
}

export interface Partition {
  /** The edges at which stretches begin, and the end of the window. */
  readonly edges: readonly Edge[];
  /** Σ N ln(N ÷ length) ÷ dispersion of the stretches, less the cost of each. */
  readonly merit: number;
}

/**
 * The stretches of highest Poisson likelihood where each stretch costs `cost`, by dynamic programming (Jackson et al., "An algorithm for
 * optimal partitioning of data on an interval", 2005; Scargle et al., "Studies in astronomical time series analysis VI", 2013).
 *
 * @param dispersion - the variance of counts ÷ that of a Poisson process: the likelihood is divided by it.
 * @param most - where more stretches than this are best, each costs more.
 */
export function bestPartition(
  edges: readonly Edge[],
  { cost, dispersion, most }: { readonly cost: number; readonly dispersion: number; readonly most: number },
): Partition {
  for (let each = cost; ; each *= 1.7) {
    const found = partitionAt(edges, each, dispersion);
    const stretches = found.length - 1;
    if (stretches <= most) return { edges: found, merit: likelihood(found) / dispersion - cost * stretches };
  }
}

/** What rounding may add to a sum of logarithms. */
const ROUNDING = 1e-6;

/**
 * Where a stretch from `start` to `to`, even without its cost, is worse than the best partition up to `to`, no stretch from `start` reaches
 * beyond `to`: one from `to` on is better, as soon as it has enough events (pruning after Killick, Fearnhead and Eckley, 2012).
 */
function partitionAt(edges: readonly Edge[], cost: number, dispersion: number): Edge[] {
  const at = Float64Array.from(edges, (edge) => edge.at);
  const before = Float64Array.from(edges, (edge) => edge.before);
  const best = new Float64Array(edges.length).fill(Number.NEGATIVE_INFINITY);
  const from = new Int32Array(edges.length);
  const values = new Float64Array(edges.length);
  /** The number of events from which on a stretch from here is never best. */
  const beaten = new Float64Array(edges.length).fill(Number.POSITIVE_INFINITY);
  best[0] = 0;
  const starts = new Int32Array(edges.length);
  let open = 0;
  for (let to = 1; to < edges.length; to += 1) {
    const [time, events] = [at[to]!, before[to]!];
    starts[open] = to - 1;
    open += 1;
    let highest = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < open; place += 1) {
      const start = starts[place]!;
      const count = events - before[start]!;
      values[start] = Number.NEGATIVE_INFINITY;
      if (count > 0 && count < FEWEST_EVENTS && to - start < edges.length - 1) continue;
      const value =
        best[start]! - cost + (count > 0 ? (count * Math.log(count / (time - at[start]!))) / dispersion : 0);
      values[start] = value;
      if (value > highest) {
        highest = value;
        from[to] = start;
      }
    }
    best[to] = highest;
    const least = highest - cost - ROUNDING;
    let left = 0;
    for (let place = 0; place < open; place += 1) {
      const start = starts[place]!;
      const value = values[start]!;
      if (value < least && value > Number.NEGATIVE_INFINITY)
        beaten[start] = Math.min(beaten[start]!, events + FEWEST_EVENTS);
      if (!(events < beaten[start]!)) continue;
      starts[left] = start;
      left += 1;
    }
    open = left;
  }
  const found = [edges.at(-1)!];
  for (let to = edges.length - 1; to > 0; to = from[to]!) found.unshift(edges[from[to]!]!);
  return found;
}

function likelihood(edges: readonly Edge[]): number {
  let sum = 0;
  for (let index = 1; index < edges.length; index += 1) {
    const count = edges[index]!.before - edges[index - 1]!.before;
    if (count > 0) sum += count * Math.log(count / (edges[index]!.at - edges[index - 1]!.at));
  }
  return sum;
}
