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
    `${tally.decisions} decisions (${tally.retries} retries, ${tally.reordered} in another order, ${tally.repeated} more in vain, ${tally.preemptions} preemptions, ${tally.exactNodes} very nodes), ` +
    `${tally.scores} plugin scores, ${tally.ties} ties, ${tally.messages} messages`
  );
}
