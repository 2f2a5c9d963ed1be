/** Selects one of the nodes with the highest total. */

/** The indices of all highest totals, in ascending order. */
export function highest(totals: Float64Array, count: number): number[] {
  let best = Number.NEGATIVE_INFINITY;
  let indices: number[] = [];
  for (let i = 0; i < count; i++) {
    const total = totals[i] as number;
    if (total > best) {
      best = total;
      indices = [i];
    } else if (total === best) indices.push(i);
  }
  return indices;
}

/**
 * The root of a heap over the totals, built as by Init of Go's container/heap: it sifts down every inner position, the last one first, and
 * a child moves up only if it is strictly larger. From 1.35 kube-scheduler decides ties this way.
 *
 * Of equal totals a parent therefore wins over everything below it, and all below a left child over all below the right one. So the
 * root is found without a heap: of the highest totals it is the first in that order.
 *
 * @returns the index of a highest total.
 */
export function heapRoot(totals: Float64Array, count: number): number {
  let root = 0;
  let best = totals[0] as number;
  for (let i = 1; i < count; i++) {
    const total = totals[i] as number;
    if (total < best || (total === best && !winsTie(i, root))) continue;
    best = total;
    root = i;
  }
  return root;
}

/** Whether the later index wins a tie. Counted from 1, the bits of an index are the way down to it: 0 for left, 1 for right. */
export function winsTie(later: number, earlier: number): boolean {
  const parent = earlier + 1;
  const onLevel = (later + 1) >> (Math.clz32(parent) - Math.clz32(later + 1));
  return onLevel < parent;
}
