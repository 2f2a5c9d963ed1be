/**
 * Keeps the numbers that most pods need of a node side by side. V8 checks an array at each access, so nine columns cost a loop over hundreds of
 * nodes more than what it computes of them.
 */
import { EXACT } from '../integer.ts';
import type { NodeInfo } from './node-info.ts';
import { CPU_COLUMN, MEMORY_COLUMN, PODS_COLUMN } from './resource-columns.ts';

/** A row begins at its slot shifted left by this. */
export const ROW_BITS = 3;
/** How evenly cpu and memory are used stands at this place. Who reads it keeps it up to date. */
export const ROW_BALANCE = 7;

/**
 * Copies all but the balance: two capacities, what is requested of both, what is assumed of both, and the number of pods for which the node
 * has room. A capacity is NaN where a loop has to look closer: there is none, it is huge, or less is assumed than is requested. Every comparison
 * with it fails.
 */
export function writeNumbers(
  rows: Float64Array,
  { slot, allocatable, requested, free, assumedCpu, assumedMemory }: NodeInfo,
): void {
  const at = slot << ROW_BITS;
  const requestedCpu = requested[CPU_COLUMN] as number;
  const requestedMemory = requested[MEMORY_COLUMN] as number;
  rows[at] = plain(allocatable[CPU_COLUMN] as number, requestedCpu, assumedCpu);
  rows[at + 1] = plain(allocatable[MEMORY_COLUMN] as number, requestedMemory, assumedMemory);
  rows[at + 2] = requestedCpu;
  rows[at + 3] = requestedMemory;
  rows[at + 4] = assumedCpu;
  rows[at + 5] = assumedMemory;
  rows[at + 6] = free[PODS_COLUMN] as number;
}

function plain(capacity: number, requested: number, assumed: number): number {
  return capacity > 0 && capacity <= EXACT && assumed >= requested ? capacity : Number.NaN;
}
