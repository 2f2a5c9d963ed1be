/**
 * Runs the two loops over rows that most pods need as WebAssembly: it has instructions for two doubles at once, and V8 checks no array in it. What
 * the loops read and write lies in one memory for each table of nodes.
 */
import { ROW_KERNEL_CODE } from './row-kernel-code.ts';

/** What Node has of WebAssembly, as far as it is used here. TypeScript knows it only together with a browser. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** The functions of release/row-kernel, with addresses in bytes. */
interface Loops {
  search(
    rows: number,
    order: number,
    count: number,
    next: number,
    needed: number,
    cpu: number,
    memory: number,
    found: number,
    refused: number,
    counts: number,
  ): void;
  score(
    rows: number,
    slots: number,
    count: number,
    sums: number,
    assumedCpu: number,
    assumedMemory: number,
    cpu: number,
    memory: number,
    weight: number,
    changeWeight: number,
    leftOut: number,
  ): number;
}

export interface RowKernel {
  /** See node-rows.ts. */
  readonly rows: Float64Array;
  /** The nodes of the last search with and without room, by slot. */
  readonly found: Int32Array;
  readonly refused: Int32Array;
  /** How many nodes it visited, how many of them have room, and how many have none. */
  readonly counts: Int32Array;
  /** Of the found nodes. */
  readonly totals: Float64Array;
  /** The found nodes that {@link score} left out, by index. */
  readonly leftOut: Int32Array;
  /** See searchRows. */
  search(order: Int32Array, at: number, needed: number, cpu: number, memory: number): void;
  /**
   * Adds to the totals of the found nodes. See addInRows.
   *
   * @param asked cpu and memory of the pod, assumed and then requested.
   * @returns the number of nodes that are left out.
   */
  score(count: number, asked: Float64Array, weight: number, changeWeight: number): number;
}

const PAGE = 65_536;
const BYTES_OF_ROW = 64;
/** A nominee that is not among the nodes to search, and another one that makes their number even. */
const MORE = 2;
/** WebAssembly's memory has the low byte first, and typed arrays have the order of the processor. */
const HAS_LOW_BYTE_FIRST = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
let compiled: object | undefined;

/**
 * The loops for a table with room for that number of nodes.
 *
 * @returns undefined where there is no WebAssembly, no address space for another memory, or another order of bytes. Loops in JavaScript do the
 *   same then.
 */
export function createRowKernel(slots: number): RowKernel | undefined {
  if (!HAS_LOW_BYTE_FIRST) return undefined;
  const length = slots + MORE;
  let end = slots * BYTES_OF_ROW;
  const take = (bytes: number) => {
    const start = end;
    end += Math.ceil(bytes / 8) * 8;
    return start;
  };
  const totalsAt = take(length * 8);
  const foundAt = take(length * 4);
  const refusedAt = take(length * 4);
  const leftOutAt = take(length * 4);
  const orderAt = take(length * 4);
  const countsAt = take(12);
  let buffer: ArrayBuffer;
  let loops: Loops;
  try {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(ROW_KERNEL_CODE), (each) => each.charCodeAt(0)));
    const memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE) });
    loops = new WebAssembly.Instance(compiled, { rows: { memory } }).exports as Loops;
    buffer = memory.buffer;
  } catch {
    return undefined;
  }
  const { search, score } = loops;
  const order = new Int32Array(buffer, orderAt, length);
  let copied: Int32Array | undefined;
  return {
    rows: new Float64Array(buffer, 0, slots * (BYTES_OF_ROW / 8)),
    found: new Int32Array(buffer, foundAt, length),
    refused: new Int32Array(buffer, refusedAt, length),
    counts: new Int32Array(buffer, countsAt, 3),
    totals: new Float64Array(buffer, totalsAt, length),
    leftOut: new Int32Array(buffer, leftOutAt, length),
    search(nodes, at, needed, cpu, memory) {
      // An order is a new list whenever it changes.
      if (nodes !== copied) order.set(nodes);
      copied = nodes;
      search(0, orderAt, nodes.length, at, needed, cpu, memory, foundAt, refusedAt, countsAt);
    },
    score(count, asked, weight, changeWeight) {
      return score(
        0,
        foundAt,
        count,
        totalsAt,
        asked[0] as number,
        asked[1] as number,
        asked[2] as number,
        asked[3] as number,
        weight,
        changeWeight,
        leftOutAt,
      );
    },
  };
}
