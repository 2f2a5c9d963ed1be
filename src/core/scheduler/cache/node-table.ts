/** Keeps the numbers of all nodes in columns, because a search of thousands of nodes is limited by how fast it reads memory. */
import type { NodeInfo } from './node-info.ts';
import { ROW_BITS, writeNumbers } from './node-rows.ts';
import type { ResourceColumns } from './resource-columns.ts';
import { createRowKernel, type RowKernel } from './row-kernel.ts';

/** Every array is indexed by the nodes' slots. */
export interface NodeTable {
  /** A free slot keeps the node that had it last. */
  readonly nodes: NodeInfo[];
  generations: Float64Array;
  objectGenerations: Float64Array;
  /** Amounts by column, then by slot. */
  readonly allocatable: Float64Array[];
  readonly requested: Float64Array[];
  readonly free: Float64Array[];
  /** The sums of cpu and of memory that include amounts assumed for missing requests. */
  readonly assumed: Float64Array[];
  /** See node-rows.ts. */
  rows: Float64Array;
  /** Has the rows in its memory. Undefined for a table of few nodes, which needs no fast loops. */
  kernel: RowKernel | undefined;
}

const FIRST_ROWS = 64;

/** A table without nodes. */
export function createNodeTable(columns: ResourceColumns): NodeTable {
  const table: NodeTable = {
    nodes: [],
    generations: new Float64Array(FIRST_ROWS),
    objectGenerations: new Float64Array(FIRST_ROWS),
    allocatable: [],
    requested: [],
    free: [],
    assumed: [new Float64Array(FIRST_ROWS), new Float64Array(FIRST_ROWS)],
    rows: new Float64Array(FIRST_ROWS << ROW_BITS),
    kernel: undefined,
  };
  addColumns(table, columns);
  return table;
}

/** Gives the table the columns that it lacks. All nodes have 0 there. */
export function addColumns(table: NodeTable, { names }: ResourceColumns): void {
  for (const amounts of [table.allocatable, table.requested, table.free])
    while (amounts.length < names.length) amounts.push(new Float64Array(table.generations.length));
}

/** Copies the numbers of a node that changed. */
export function writeRow(table: NodeTable, info: NodeInfo): void {
  const { slot } = info;
  if (slot >= table.generations.length) addRows(table, slot * 2);
  table.nodes[slot] = info;
  table.generations[slot] = info.generation;
  table.objectGenerations[slot] = info.objectGeneration;
  const width = Math.min(table.free.length, info.free.length);
  for (let column = 0; column < width; column++) {
    (table.allocatable[column] as Float64Array)[slot] = info.allocatable[column] as number;
    (table.requested[column] as Float64Array)[slot] = info.requested[column] as number;
    (table.free[column] as Float64Array)[slot] = info.free[column] as number;
  }
  (table.assumed[0] as Float64Array)[slot] = info.assumedCpu;
  (table.assumed[1] as Float64Array)[slot] = info.assumedMemory;
  writeNumbers(table.rows, info);
}

function addRows(table: NodeTable, rows: number): void {
  table.generations = longer(table.generations, rows);
  table.objectGenerations = longer(table.objectGenerations, rows);
  table.kernel = createRowKernel(rows);
  if (table.kernel) {
    table.kernel.rows.set(table.rows);
    table.rows = table.kernel.rows;
  } else table.rows = longer(table.rows, rows << ROW_BITS);
  for (const amounts of [table.allocatable, table.requested, table.free, table.assumed])
    for (const [column, values] of amounts.entries()) amounts[column] = longer(values, rows);
}

function longer(values: Float64Array, length: number): Float64Array {
  const result = new Float64Array(length);
  result.set(values);
  return result;
}
