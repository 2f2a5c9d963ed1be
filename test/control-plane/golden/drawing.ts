/** Draws numbers and choices from a random stream. */

export interface Drawing {
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  of<Value>(values: readonly Value[]): Value;
}

/** Draws from a source of numbers that are uniform in [0, 1). */
export function drawing(random: () => number): Drawing {
  const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  return {
    whole,
    chance: (probability) => random() < probability,
    of: (values) => values[whole(0, values.length - 1)] as (typeof values)[number],
  };
}
