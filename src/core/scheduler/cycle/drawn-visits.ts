/** Draws the order in which parallel workers check nodes. In kube-scheduler they race, so this is one of the orders that it can have. */

/** One search. */
export interface DrawnVisits {
  /** The slot of the node whose check ends next; undefined when all nodes are checked. */
  next(): number | undefined;
  /** The slots of the nodes whose checks are under way: they end although the search has enough nodes. */
  underWay(): readonly number[];
}

interface Worker {
  /** Places of the chunk that it works on, from the one that it checks. */
  at: number;
  end: number;
  /** When the check begins and ends. */
  from: number;
  to: number;
}

/**
 * Workers take chunks of nodes one after the other, as in client-go's ParallelizeUntil with the chunks of kube-scheduler
 * (framework/parallelize/parallelism.go). The check of a node takes between half and one and a half of a unit, and each worker begins within
 * the time of a chunk.
 *
 * @param order the nodes' slots.
 * @param start index of the first node.
 * @param parallelism number of workers.
 * @param random uniform in [0, 1).
 */
export function drawVisits(
  order: Int32Array,
  start: number,
  parallelism: number,
  random: () => number,
): DrawnVisits {
  const count = order.length;
  const chunk = chunkSize(count, parallelism);
  const slotAt = (place: number) => order[(start + place) % count] as number;
  const workers: Worker[] = [];
  let taken = 0;
  const takeChunk = (worker: Worker): boolean => {
    if (taken >= count) return false;
    worker.at = taken;
    taken = Math.min(count, taken + chunk);
    worker.end = taken;
    return true;
  };
  while (workers.length < parallelism && taken < count) {
    const from = random() * chunk;
    const worker = { at: 0, end: 0, from, to: from + checkTime(random) };
    takeChunk(worker);
    workers.push(worker);
  }
  /** It goes on when the next node is asked for: not at all if the search is over by then. */
  let finished: Worker | undefined;
  const goOn = (worker: Worker) => {
    worker.at += 1;
    worker.from = worker.to;
    worker.to += checkTime(random);
    if (worker.at === worker.end && !takeChunk(worker)) workers.splice(workers.indexOf(worker), 1);
  };
  return {
    next() {
      if (finished) goOn(finished);
      finished = workers[0];
      for (const each of workers) if (each.to < (finished as Worker).to) finished = each;
      return finished && slotAt(finished.at);
    },
    underWay() {
      const now = finished?.to ?? 0;
      return workers.filter((each) => each !== finished && each.from < now).map(({ at }) => slotAt(at));
    },
  };
}

function checkTime(random: () => number): number {
  return 0.5 + random();
}

/** The square root of the number of nodes, but small enough that every worker gets a chunk. */
export function chunkSize(nodes: number, parallelism: number): number {
  return Math.max(1, Math.min(Math.floor(Math.sqrt(nodes)), Math.floor(nodes / parallelism) + 1));
}
