/** Names the resources that a node is short of for a pod. Equal rejections are the same object. */
import { PODS_COLUMN, type ResourceColumns } from '../cache/resource-columns.ts';
import type { MissingRoom } from '../framework/plugin.ts';
import { type Rejection, unresolvable, unschedulable } from '../framework/rejection.ts';
import type { Behaviour } from '../kubernetes-version.ts';

/** Enough for ten resources. */
const MOST_CODES = 4096;
const TOO_LARGE = 1;
const FULL = 2;
const FIRST_SHORT = 4;

/** Returns a function that gives the rejections for requests of these resources, by column. */
export function missingRoom(
  plugin: string,
  columns: ResourceColumns,
  behaviour: Behaviour,
): (asked: readonly number[]) => MissingRoom {
  const known = new Map<string, Rejection>();
  const rejectionOf = (short: readonly number[], full: boolean, tooLarge: boolean): Rejection => {
    const key = JSON.stringify([short, full, tooLarge]);
    const before = known.get(key);
    if (before) return before;
    const reasons = short.map((column) => `Insufficient ${columns.names[column]}`);
    if (full) reasons.unshift('Too many pods');
    const rejection = (tooLarge ? unresolvable : unschedulable)(plugin, ...reasons);
    known.set(key, rejection);
    return rejection;
  };
  const shapes = new Map<string, MissingRoom>();
  return (asked) => {
    const key = asked.join(' ');
    let shape = shapes.get(key);
    if (!shape) {
      shape = missingOf(asked, behaviour.tooLargeIsUnresolvable, rejectionOf);
      shapes.set(key, shape);
    }
    return shape;
  };
}

function missingOf(
  asked: readonly number[],
  tooLargeIsUnresolvable: boolean,
  rejectionOf: (short: readonly number[], full: boolean, tooLarge: boolean) => Rejection,
): MissingRoom {
  /** By what is short, as the bits of a number. */
  const byCode: (Rejection | undefined)[] = [];
  /** Of the node in question. */
  const free: number[] = asked.map(() => 0);
  const allocatable: number[] = asked.map(() => 0);
  const refuse = (amounts: readonly number[], pods: number): Rejection => {
    let code = pods < 1 ? FULL : 0;
    let tooLarge = false;
    for (let i = 0; i < amounts.length; i++) {
      const amount = amounts[i] as number;
      if (amount <= (free[i] as number)) continue;
      code += FIRST_SHORT * 2 ** i;
      if (amount > (allocatable[i] as number)) tooLarge = true;
    }
    tooLarge &&= tooLargeIsUnresolvable;
    if (tooLarge) code += TOO_LARGE;
    let rejection = code < MOST_CODES ? byCode[code] : undefined;
    if (!rejection) {
      const short = asked.filter((_, i) => (amounts[i] as number) > (free[i] as number));
      rejection = rejectionOf(short, pods < 1, tooLarge);
      if (code < MOST_CODES) byCode[code] = rejection;
    }
    return rejection;
  };
  return {
    inTable(table, slot, amounts) {
      for (let i = 0; i < asked.length; i++) {
        const column = asked[i] as number;
        free[i] = (table.free[column] as Float64Array)[slot] as number;
        allocatable[i] = (table.allocatable[column] as Float64Array)[slot] as number;
      }
      return refuse(amounts, (table.free[PODS_COLUMN] as Float64Array)[slot] as number);
    },
    onNode(node, amounts) {
      for (let i = 0; i < asked.length; i++) {
        const column = asked[i] as number;
        free[i] = node.free[column] as number;
        allocatable[i] = node.allocatable[column] as number;
      }
      return refuse(amounts, node.free[PODS_COLUMN] as number);
    },
  };
}
