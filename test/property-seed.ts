/** Decides the seed of the property tests: fixed, so that a run says the same on every machine, and another each night. */

/** Seed of a quick run without KEG_TEST_SEED. */
const QUICK_SEED = 20261121;

/** Whether property tests try as many cases as a night allows. */
export const isNightly = process.env.KEG_PROPERTY_RUNS === 'nightly';

/** KEG_TEST_SEED, else the date of today (UTC) at night, else a fixed number. */
export const propertySeed =
  readSeed(process.env.KEG_TEST_SEED) ?? (isNightly ? seedOfTheDay(new Date()) : QUICK_SEED);

if (isNightly || process.env.KEG_TEST_SEED) {
  process.stdout.write(`property tests: seed ${propertySeed} (repeat with KEG_TEST_SEED=${propertySeed})\n`);
}

/** The date as a number: 20261126 for 2026-11-26 (UTC). */
function seedOfTheDay(now: Date): number {
  return Number(now.toISOString().slice(0, 10).replaceAll('-', ''));
}

function readSeed(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`KEG_TEST_SEED is no integer: ${text}`);
  return value;
}
