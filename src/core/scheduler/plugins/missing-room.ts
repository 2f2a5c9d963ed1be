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
  // Pods that request the same resources mostly share the list of columns.
  const shapes = new WeakMap<readonly number[], MissingRoom>();
  let last: { readonly asked: readonly number[]; readonly shape: MissingRoom } | undefined;
  return (asked) => {
    if (last?.asked === asked) return last.shape;
    let shape = shapes.get(asked);
    if (!shape) {
      shape = missingOf(asked, behaviour.tooLargeIsUnresolvable, rejectionOf);
      shapes.set(asked, shape);
    }
    last = { asked, shape };
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
  const rejectionFor = (
    code: number,
    full: boolean,
    tooLarge: boolean,
    isShort: (index: number) => boolean,
  ): Rejection => {
    const known = code < MOST_CODES ? byCode[code] : undefined;
    if (known) return known;
    const rejection = rejectionOf(
      asked.filter((_, i) => isShort(i)),
      full,
      tooLarge,
    );
    if (code < MOST_CODES) byCode[code] = rejection;
    return rejection;
  };
  return {
    /** Called for each node without room, so it reads the columns in place. */
    inTable({ free, allocatable }, slot, amounts) {
      const full = ((free[PODS_COLUMN] as Float64Array)[slot] as number) < 1;
      let code = full ? FULL : 0;
      let bit = FIRST_SHORT;
      let tooLarge = false;
      for (let i = 0; i < asked.length; i++) {
        const column = asked[i] as number;
        const amount = amounts[i] as number;
        if (amount > ((free[column] as Float64Array)[slot] as number)) {
          code += bit;
          tooLarge ||= amount > ((allocatable[column] as Float64Array)[slot] as number);
        }
        bit *= 2;
      }
      tooLarge &&= tooLargeIsUnresolvable;
      if (tooLarge) code += TOO_LARGE;
      const known = code < MOST_CODES ? byCode[code] : undefined;
      return (
        known ??
        rejectionFor(code, full, tooLarge, (i) => {
          const column = free[asked[i] as number] as Float64Array;
          return (amounts[i] as number) > (column[slot] as number);
        })
      );
    },
    onNode({ free, allocatable }, amounts) {
      const exceeds = (i: number, values: ArrayLike<number>) =>
        (amounts[i] as number) > (values[asked[i] as number] as number);
      const full = (free[PODS_COLUMN] as number) < 1;
      let code = full ? FULL : 0;
      let tooLarge = false;
      for (let i = 0; i < asked.length; i++) {
        if (!exceeds(i, free)) continue;
        code += FIRST_SHORT * 2 ** i;
        if (tooLargeIsUnresolvable && exceeds(i, allocatable)) tooLarge = true;
      }
      if (tooLarge) code += TOO_LARGE;
      return rejectionFor(code, full, tooLarge, (i) => exceeds(i, free));
    },
  };
}
