/**
 * Keeps the numbers that most pods need of a node side by side. V8 checks an array at each access, so nine columns cost a loop over hundreds of
 * nodes more than what it computes of them.
 */
import { EXACT } from '../integer.ts';
import type { NodeInfo } from './node-info.ts';
import { CPU_COLUMN, MEMORY_COLUMN, PODS_COLUMN } from './resource-columns.ts';

/** A row begins at its slot shifted left by this. */
export const ROW_BITS = 3;
/**
 * Where the numbers stand in a row. A capacity is NaN where a loop has to look closer: there is none, it is huge, or less is assumed than is
 * requested. Every comparison with it fails.
 */
export const ROW_CPU = 0;
export const ROW_MEMORY = 1;
export const ROW_REQUESTED_CPU = 2;
export const ROW_REQUESTED_MEMORY = 3;
export const ROW_ASSUMED_CPU = 4;
export const ROW_ASSUMED_MEMORY = 5;
/** The number of pods for which the node has room. */
export const ROW_PODS = 6;
/** How evenly cpu and memory are used. Who reads it keeps it up to date. */
export const ROW_BALANCE = 7;

/** Copies all but the balance. */
export function writeNumbers(
  rows: Float64Array,
  { slot, allocatable, requested, free, assumedCpu, assumedMemory }: NodeInfo,
): void {
  const at = slot << ROW_BITS;
  const requestedCpu = requested[CPU_COLUMN] as number;
  const requestedMemory = requested[MEMORY_COLUMN] as number;
  rows[at + ROW_CPU] = plain(allocatable[CPU_COLUMN] as number, requestedCpu, assumedCpu);
  rows[at + ROW_MEMORY] = plain(allocatable[MEMORY_COLUMN] as number, requestedMemory, assumedMemory);
  rows[at + ROW_REQUESTED_CPU] = requestedCpu;
  rows[at + ROW_REQUESTED_MEMORY] = requestedMemory;
  rows[at + ROW_ASSUMED_CPU] = assumedCpu;
  rows[at + ROW_ASSUMED_MEMORY] = assumedMemory;
  rows[at + ROW_PODS] = free[PODS_COLUMN] as number;
}

function plain(capacity: number, requested: number, assumed: number): number {
  return capacity > 0 && capacity <= EXACT && assumed >= requested ? capacity : Number.NaN;
}
