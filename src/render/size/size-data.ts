/** Makes plain data of a size search: what the table shows, and what `-o json` prints. */
import type { CheckedLimit } from '../../core/comparing/limit.ts';
import type { PoolFact, ScarceResource } from '../../core/comparing/pool-facts.ts';
import type { PoolCounts } from '../../core/comparing/size-search.ts';
import { figureText } from '../limits/limit-words.ts';

type Counts = Readonly<Record<string, number>>;

/** One choice of counts, with its limits checked in every seed. */
interface Trial {
  readonly counts: PoolCounts;
  readonly held: number;
  readonly checks: readonly (readonly CheckedLimit[])[];
  readonly pools: readonly (readonly PoolFact[])[];
}

interface FoundSize {
  readonly now: PoolCounts;
  readonly smallest: PoolCounts | undefined;
  readonly best: Trial;
  readonly around: ReadonlyMap<string, readonly Trial[]>;
  readonly replays: number;
}

export interface SizeFigures {
  readonly apiVersion: 'keg.dev/v1alpha1';
  readonly kind: 'Size';
  readonly scenario: string;
  readonly limits: readonly string[];
  /** The share of the seeds in which the limits must hold. */
  readonly share: number;
  readonly seeds: readonly number[];
  readonly now: Counts;
  /** null where no number of nodes keeps the limits. */
  readonly smallest: Counts | null;
  readonly best: SizedTrial;
  /** By pool. */
  readonly around: Readonly<Record<string, readonly SizedTrial[]>>;
  readonly replays: number;
}

export interface SizedTrial {
  readonly counts: Counts;
  /** Number of seeds in which all limits hold, of how many. */
  readonly held: number;
  readonly seeds: number;
  readonly limits: readonly {
    readonly limit: string;
    /** Number of seeds in which it is broken. */
    readonly broken: number;
    /** For people; null where no seed has the figure. */
    readonly median: string | null;
    readonly low: string | null;
    readonly high: string | null;
    /** In the order of the seeds. */
    readonly values: readonly (number | null)[];
  }[];
  /** By pool, in the first seed. */
  readonly scarcest: Readonly<Record<string, ScarceResource | null>>;
}

export function sizeFigures(
  found: FoundSize,
  asked: Pick<SizeFigures, 'scenario' | 'limits' | 'share' | 'seeds'>,
): SizeFigures {
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Size',
    ...asked,
    now: Object.fromEntries(found.now),
    smallest: found.smallest ? Object.fromEntries(found.smallest) : null,
    best: sizedTrial(found.best),
    around: Object.fromEntries([...found.around].map(([pool, trials]) => [pool, trials.map(sizedTrial)])),
    replays: found.replays,
  };
}

function sizedTrial({ counts, held, checks, pools }: Trial): SizedTrial {
  const limits = checks[0] ?? [];
  return {
    counts: Object.fromEntries(counts),
    held,
    seeds: checks.length,
    limits: limits.map(({ limit }, index) => {
      const ofSeeds = checks.map((each) => each[index]!);
      const known = ofSeeds
        .filter(({ value }) => value !== null)
        .toSorted((one, other) => one.value! - other.value!);
      const text = (check: CheckedLimit | undefined): string | null => (check ? figureText(check) : null);
      return {
        limit: limit.text,
        broken: ofSeeds.filter(({ holds }) => !holds).length,
        median: text(known[known.length >> 1]),
        low: text(known[0]),
        high: text(known.at(-1)),
        values: ofSeeds.map(({ value }) => value),
      };
    }),
    scarcest: Object.fromEntries(
      (pools[0] ?? []).flatMap(({ pool, scarcest }) => (pool === null ? [] : [[pool, scarcest ?? null]])),
    ),
  };
}
