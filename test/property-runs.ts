/** Decides how many cases a long property test tries and with which seed: few in a quick run, many at night. */

export interface PropertyRuns {
  readonly numRuns: number;
  readonly seed: number;
}

/** Seed of a quick run without KEG_SEED: fixed, so that the run says the same on every machine. */
const QUICK_SEED = 20261121;
const isNightly = process.env.KEG_PROPERTY_RUNS === 'nightly';
/** The share of a night's cases to try, from 0 to 1. */
const scale = Number(process.env.KEG_NIGHTLY_SCALE ?? 1);
const seed = readSeed(process.env.KEG_SEED) ?? (isNightly ? seedOfTheDay(new Date()) : QUICK_SEED);

if (isNightly || process.env.KEG_SEED) {
  process.stdout.write(`property tests: seed ${seed} (repeat with KEG_SEED=${seed})\n`);
}

/**
 * Options for `fc.assert`: `quick` cases, or `nightly` cases (times KEG_NIGHTLY_SCALE) where KEG_PROPERTY_RUNS is `nightly`.
 * The seed is KEG_SEED, else the date of today (UTC) at night, else a fixed number.
 */
export function propertyRuns(quick: number, nightly: number): PropertyRuns {
  return { numRuns: isNightly ? Math.max(1, Math.round(nightly * scale)) : quick, seed };
}

/** The date as a number: 20261126 for 2026-11-26 (UTC). */
function seedOfTheDay(now: Date): number {
  return Number(now.toISOString().slice(0, 10).replaceAll('-', ''));
}

function readSeed(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`KEG_SEED is no integer: ${text}`);
  return value;
}

/** The smaller of two sizes of a test that takes long, or the whole size where KEG_PROPERTY_RUNS is `nightly`. */
export function sizeOfRun<Size>(small: Size, whole: Size): Size {
  return isNightly ? whole : small;
}
