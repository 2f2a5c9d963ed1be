/** Counts what a comparison compared, and collects every difference. */

export interface Tally {
  decisions: number;
  scores: number;
  ties: number;
  exactNodes: number;
  messages: number;
  retries: number;
  preemptions: number;
  /** Retries that the model makes in another order, because the record has no times. */
  reordered: number;
  /** Retries in vain that kube-scheduler repeats within a step and the model does not. */
  repeated: number;
  /** Searches of named nodes in another order: kube-scheduler takes the names from a Go map. */
  mapOrders: number;
  /** Preemptions that read the clock twice and got the same time for two pods that had not started, up to 1.36. */
  clockTies: number;
  differences: string[];
}

export function newTally(): Tally {
  return {
    decisions: 0,
    scores: 0,
    ties: 0,
    exactNodes: 0,
    messages: 0,
    retries: 0,
    preemptions: 0,
    reordered: 0,
    repeated: 0,
    mapOrders: 0,
    clockTies: 0,
    differences: [],
  };
}

/** Adds the counts and differences of another comparison. */
export function addTally(total: Tally, { differences, ...counts }: Tally): void {
  for (const [name, count] of Object.entries(counts)) total[name as keyof typeof counts] += count;
  total.differences.push(...differences);
}

export function tallyText(tally: Tally): string {
  return (
    `${tally.decisions} decisions (${tally.retries} retries, ${tally.reordered} in another order, ${tally.repeated} more in vain, ${tally.preemptions} preemptions, ${tally.clockTies} by equal clocks, ${tally.mapOrders} in the order of a Go map, ${tally.exactNodes} very nodes), ` +
    `${tally.scores} plugin scores, ${tally.ties} ties, ${tally.messages} messages`
  );
}
