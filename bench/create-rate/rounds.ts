/** Lets the contenders create pods in turn and compares them round by round, so that other load on the machine affects all of them equally. */
import { type Contender, PATIENCE_MILLISECONDS } from './order.ts';

export interface Score {
  readonly contender: Contender;
  /** Pods a second of each round. */
  readonly rates: readonly number[];
}

export interface Rounds {
  readonly count: number;
  /** In a turn. */
  readonly pods: number;
  /** Removes what was created. This is not timed. */
  readonly clean: () => Promise<void>;
}

/** Runs a warm-up round that does not count (connections, compilers, caches), then the rounds, each started by another contender. */
export async function play(contenders: readonly Contender[], rounds: Rounds): Promise<readonly Score[]> {
  const rates = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round <= rounds.count; round += 1) {
    for (const turn of contenders.keys()) {
      const contender = contenders[(turn + round) % contenders.length]!;
      const count = rounds.pods * contender.times;
      const milliseconds = await inTime(
        contender,
        contender.create({ prefix: `round-${round}-${turn}`, count }),
      );
      if (round > 0) rates.get(contender)?.push((count / milliseconds) * 1000);
    }
    // Once a round: the sooner one turn follows another, the less the load of the machine differs between them.
    await rounds.clean();
  }
  return contenders.map((contender) => ({ contender, rates: rates.get(contender) ?? [] }));
}

async function inTime(contender: Contender, turn: Promise<number>): Promise<number> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = new Error(`${contender.name} is not done after ${PATIENCE_MILLISECONDS / 1000} s`);
  const timer = setTimeout(() => reject(late), PATIENCE_MILLISECONDS);
  return Promise.race([turn, promise]).finally(() => clearTimeout(timer));
}

export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The speed of the first contender as a multiple of the second's: the median of the ratios of all rounds. */
export function ratio(first: Score, second: Score): number {
  return median(first.rates.map((rate, round) => rate / (second.rates[round] ?? Number.NaN)));
}
