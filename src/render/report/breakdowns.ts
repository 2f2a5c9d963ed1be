/** Lists what `--by` can break a report down by, in the order of help texts. A new one is one line here and one section in table.ts. */
export const BREAKDOWNS = ['pool', 'node', 'workload', 'namespace', 'priority', 'fragmentation'] as const;

export type Breakdown = (typeof BREAKDOWNS)[number];

export const BREAKDOWN_SUMMARY =
  'add a row for each pool, node or group of pods, or the figures of fragmentation';
