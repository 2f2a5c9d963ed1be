/** Answers which nodes parallel workers can find in a search that ends early, in all outcomes of their race. */
import { chunkSize } from './drawn-visits.ts';

/** What is known, or wanted, of the node at a place: it is refused, it may be found, it must be found, or it must not be found. */
export const REFUSED = 0;
export const FREE = 1;
export const WANTED = 2;
export const AVOIDED = 3;

/** One chunk of places: what it gives if a worker ends it, and what it gives if its worker is slower than the search. */
interface Chunk {
  readonly from: number;
  /** Feasible nodes of the whole chunk; undefined if one of them must not be found. */
  readonly whole: number | undefined;
  /** Of its beginning: the fewest and the most feasible nodes. The fewest are more than the most if a wanted node is too late. */
  readonly fewest: number;
  readonly most: number;
}

/**
 * kube-scheduler (schedule_one.go, findNodesThatPassFilters; framework/parallelize; client-go's ParallelizeUntil) checks nodes in a circle. Workers
 * take chunks of places in their order, one at a time, and check the places of a chunk one after the other. The first `needed` feasible nodes
 * whose checks end are found. A worker may be slowed down at any moment for any time. So these are the sets that can be found: of each chunk
 * a beginning was checked, and fewer chunks than workers were begun and not ended before the last chunk that gave a node.
 *
 * @param marks of the nodes, in the order of the circle from the first place of the search on.
 * @param parallelism number of workers.
 * @returns the places of a set that can be found and that holds what the marks say, in order; undefined if there is none.
 */
export function possibleSearch(
  marks: Uint8Array,
  needed: number,
  parallelism: number,
): readonly number[] | undefined {
  const chunks = chunksOf(marks, chunkSize(marks.length, parallelism));
  if (chunks.reduce((most, chunk) => most + (chunk.whole ?? chunk.most), 0) < needed) return undefined;
  const lastWanted = chunks.findLastIndex(({ from }, i) =>
    marks.subarray(from, chunks[i + 1]?.from).includes(WANTED),
  );
  const mask = (1n << BigInt(needed + 1)) - 1n;
  /** By chunk, and by number of chunks before it that did not end: bit n says whether n nodes can have been found. */
  const counts: bigint[][] = [[1n]];
  for (const [i, chunk] of chunks.entries()) {
    const before = counts[i] as bigint[];
    if (i >= lastWanted) {
      const slow = before.findIndex((bits) => endOf(bits, chunk, needed) !== undefined);
      if (slow >= 0) return placesOf(marks, chunks.slice(0, i + 1), counts, slow, needed);
    }
    const after: bigint[] = [];
    for (const [slow, bits] of before.entries()) {
      if (chunk.whole !== undefined)
        after[slow] = (after[slow] ?? 0n) | ((bits << BigInt(chunk.whole)) & mask);
      if (slow + 1 < parallelism && chunk.fewest <= chunk.most)
        after[slow + 1] = (after[slow + 1] ?? 0n) | (spread(bits, chunk) & mask);
    }
    counts.push(Array.from(after, (bits) => bits ?? 0n));
  }
  return undefined;
}

function chunksOf(marks: Uint8Array, size: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let from = 0; from < marks.length; from += size) {
    const to = Math.min(from + size, marks.length);
    let feasible = 0;
    let fewest = 0;
    let most: number | undefined;
    for (let place = from; place < to; place++) {
      const mark = marks[place];
      // The worker of a chunk that does not end is at its last place at most.
      if (mark === AVOIDED || place === to - 1) most ??= feasible;
      if (mark !== REFUSED) feasible += 1;
      if (mark === WANTED) fewest = feasible;
    }
    const isFree = !marks.subarray(from, to).includes(AVOIDED);
    chunks.push({ from, whole: isFree ? feasible : undefined, fewest, most: most ?? 0 });
  }
  return chunks;
}

/** The counts, each with every number that the beginning of the chunk can give. */
function spread(bits: bigint, { fewest, most }: Chunk): bigint {
  let all = bits;
  for (let done = 0; done < most - fewest; ) {
    const step = Math.min(done + 1, most - fewest - done);
    all |= all << BigInt(step);
    done += step;
  }
  return all << BigInt(fewest);
}

/** How many nodes the last chunk gives to make up the number needed; undefined if it cannot. */
function endOf(bits: bigint, { whole, fewest, most }: Chunk, needed: number): number | undefined {
  const has = (count: number) => count >= 0 && ((bits >> BigInt(count)) & 1n) === 1n;
  if (whole !== undefined && has(needed - whole)) return whole;
  for (let given = fewest; given <= most; given++) if (has(needed - given)) return given;
  return undefined;
}

/** Goes back over the counts, from the last chunk to the first. */
function placesOf(
  marks: Uint8Array,
  chunks: readonly Chunk[],
  counts: readonly (readonly bigint[])[],
  slowBefore: number,
  needed: number,
): readonly number[] {
  const places: number[][] = [];
  let slow = slowBefore;
  let left = needed;
  for (let i = chunks.length - 1; i >= 0; i--) {
    const chunk = chunks[i] as Chunk;
    const isPossible = (given: number, slowest: number) =>
      left >= given && (((counts[i]?.[slowest] ?? 0n) >> BigInt(left - given)) & 1n) === 1n;
    let given: number | undefined;
    if (i === chunks.length - 1) given = endOf(counts[i]?.[slow] as bigint, chunk, needed);
    else if (chunk.whole !== undefined && isPossible(chunk.whole, slow)) given = chunk.whole;
    else {
      slow -= 1;
      given = chunk.fewest;
      while (!isPossible(given, slow)) given += 1;
    }
    places.push(firstFeasible(marks, chunk.from, given as number));
    left -= given as number;
  }
  return places.toReversed().flat();
}

function firstFeasible(marks: Uint8Array, from: number, count: number): number[] {
  const places: number[] = [];
  for (let place = from; places.length < count; place++) if (marks[place] !== REFUSED) places.push(place);
  return places;
}
