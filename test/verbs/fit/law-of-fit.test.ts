/** The law of fit: the fit of a replay finds what the scenario has, exactly where it is certain, and in its 95 % intervals where it is drawn. */
import test, { type ExecutionContext } from 'ava';
import { entriesByGroup, type WrittenEntry } from '../../../src/core/fitting/writing/written-words.ts';
import { parseDuration } from '../../../src/core/time/duration.ts';
import { propertyRuns } from '../../property-runs.ts';
import { type CheckedClaim, checkedClaims } from './checked-claims.ts';
import type { Entry } from './random-part.ts';
import { type RandomScenario, randomScenario } from './random-scenario.ts';
import { fitOfReplay, type ReplayedFit } from './replayed-fit.ts';

/** 200 at night, whose intervals must hold 93 to 97 % of the parameters. */
const { numRuns, seed } = propertyRuns(8, 200);
const COVERAGE = 0.95;
const [LOW, HIGH] = [0.93, 0.97];
/** Intervals of the right width have a share beyond this many standard deviations once in 2,000 runs. */
const BY_CHANCE = 3.5;

test('intervals hold the parameters of random scenarios, and certain counts are exact', async (t) => {
  const checked: CheckedClaim[] = [];
  for (let index = 0; index < numRuns; index += 1) {
    const number = seed + index;
    const scenario = randomScenario(number);
    const fit = await fitOfReplay(scenario.file, number);
    checkCertain(t, scenario, fit, `scenario ${number}`);
    checked.push(...checkedClaims(scenario.claims, fit, scenario.window));
  }
  const inside = checked.filter(({ isInside }) => isInside).length;
  const share = inside / checked.length;
  t.log(`${inside} of ${checked.length} inside (${(100 * share).toFixed(1)} %)`);
  // A few scenarios have too few parameters for 93 to 97 %.
  const chance = BY_CHANCE * Math.sqrt((COVERAGE * (1 - COVERAGE)) / checked.length);
  t.true(share >= Math.min(LOW, COVERAGE - chance), outside(checked));
  t.true(share <= Math.max(HIGH, COVERAGE + chance));
});

/** Replicas, scale events, completions, periods, recorded times, ages and nodes. */
function checkCertain(
  t: ExecutionContext,
  { certain, nodes }: RandomScenario,
  { written }: ReplayedFit,
  name: string,
): void {
  const entries = entriesByGroup(written);
  for (const [group, wanted] of Object.entries(certain))
    t.deepEqual(sameKeys(entries.get(group) ?? [], wanted), wanted, `${name}, ${group}`);
  const { cluster, events } = written as {
    readonly cluster: { readonly nodes: readonly { readonly count?: number }[] };
    readonly events: { readonly nodes?: readonly Entry[] };
  };
  t.is(
    cluster.nodes.reduce((sum, { count = 1 }) => sum + count, 0),
    nodes.atStart,
    name,
  );
  const changes = (events.nodes ?? []).map(({ at, action }) => ({ at, action }));
  t.deepEqual(
    changes,
    nodes.events.map(({ at, action }) => ({ at, action })),
    name,
  );
}

/** Of each written entry, the keys that are wanted of it. Pods with ages may be written in several strata. */
function sameKeys(entries: readonly WrittenEntry[], wanted: readonly Entry[]): Entry[] {
  if (wanted[0]?.ages) return [{ ages: oldestFirst(entries.flatMap(({ ages = [] }) => ages)) }];
  return entries.map((entry, index) =>
    Object.fromEntries(
      Object.keys(wanted[index] ?? entry).map((key) => [key, (entry as unknown as Entry)[key]]),
    ),
  );
}

function oldestFirst(ages: readonly unknown[]): unknown[] {
  return [...ages].sort((one, other) => parseDuration(String(other))! - parseDuration(String(one))!);
}

function outside(checked: readonly CheckedClaim[]): string {
  const names = checked.filter(({ isInside }) => !isInside).map(({ name }) => name);
  return `outside: ${names.join(', ')}`;
}
