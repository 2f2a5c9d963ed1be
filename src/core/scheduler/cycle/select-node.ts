/** Selects one of the nodes with the highest total. */

let heap = new Int32Array(256);

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
 * @returns the index of a highest total.
 */
export function heapRoot(totals: Float64Array, count: number): number {
  if (heap.length < count) heap = new Int32Array(count * 2);
  for (let i = 0; i < count; i++) heap[i] = i;
  for (let top = (count >> 1) - 1; top >= 0; top--) siftDown(totals, count, top);
  return heap[0] as number;
}

function siftDown(totals: Float64Array, count: number, top: number): void {
  const total = (position: number) => totals[heap[position] as number] as number;
  for (let parent = top; ; ) {
    let child = 2 * parent + 1;
    if (child >= count) return;
    if (child + 1 < count && total(child + 1) > total(child)) child += 1;
    if (!(total(child) > total(parent))) return;
    const moved = heap[parent] as number;
    heap[parent] = heap[child] as number;
    heap[child] = moved;
    parent = child;
  }
}
