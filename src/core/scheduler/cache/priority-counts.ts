/** Counts the pods of each priority, so that a pod that can preempt no other is found out at once. */

export interface PriorityCounts {
  add(priority: number): void;
  remove(priority: number): void;
  /** Infinite without pods. */
  readonly lowest: number;
}

/** No pods. */
export function createPriorityCounts(): PriorityCounts {
  const counts = new Map<number, number>();
  let lowest: number | undefined = Number.POSITIVE_INFINITY;
  return {
    add(priority) {
      counts.set(priority, (counts.get(priority) ?? 0) + 1);
      if (lowest !== undefined && priority < lowest) lowest = priority;
    },
    remove(priority) {
      const left = (counts.get(priority) ?? 0) - 1;
      if (left > 0) counts.set(priority, left);
      else {
        counts.delete(priority);
        lowest = undefined;
      }
    },
    get lowest() {
      lowest ??= Math.min(...counts.keys());
      return lowest;
    },
  };
}
