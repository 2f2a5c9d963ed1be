/** Reads `--gate`, and turns a scenario that misses it into an exit code. */
import { UserError } from '../../core/errors/user-error.ts';
import type { Gate, Truth } from '../../core/measure/truth.ts';

/** The range of fitted ÷ recorded by default. */
export const DEFAULT_GATE = '0.9:1.1';

/**
 * @param value - undefined: the default range.
 * @returns undefined for `off`: nothing is replayed.
 * @throws {UserError} (usage) for anything but `off` and two numbers around 1.
 */
export function parseGate(value: string | undefined): Gate | undefined {
  if (value === 'off') return undefined;
  const [, low, high] = /^(\d*\.?\d+):(\d*\.?\d+)$/.exec(value ?? DEFAULT_GATE) ?? [];
  const gate = { low: Number(low), high: Number(high) };
  if (gate.low <= 1 && gate.high >= 1) return gate;
  throw new UserError(`--gate ${value} is not a range around 1`, {
    next: `write for example --gate ${DEFAULT_GATE}, or --gate off`,
  });
}

/** @returns the error to end with (exit code 1), or undefined where the scenario is true, or was not replayed. */
export function checkGate(truth: Truth | undefined): UserError | undefined {
  if (!truth?.isMissed) return undefined;
  const missed = truth.total
    .filter(({ isOutside }) => isOutside)
    .map(({ name, ratio }) => `${name} ${ratio === null ? 'from none' : ratio.toFixed(2)}`);
  return new UserError(
    `the scenario is not true to the recording, fitted ÷ recorded: ${missed.join(', ')} (--gate ${truth.gate.low}:${truth.gate.high})`,
    { exitCode: 1, next: 'the table shows which groups miss it; a longer recording may settle it' },
  );
}
