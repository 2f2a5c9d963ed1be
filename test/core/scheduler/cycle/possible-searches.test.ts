/** The sets that a raced search can find are exactly those that some order of the workers' steps finds. */
import test from 'ava';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { drawVisits } from '../../../../src/core/scheduler/cycle/drawn-visits.ts';
import {
  AVOIDED,
  FREE,
  possibleSearch,
  REFUSED,
  WANTED,
} from '../../../../src/core/scheduler/cycle/possible-searches.ts';
import { propertyRuns } from '../../../property-runs.ts';
import fc from '../../../seeded-properties.ts';
import { everyRace, smallSearch } from './every-race.ts';

const bitsOf = (places: readonly number[]) => places.reduce((bits, place) => bits | (1 << place), 0);

test('a set is possible if, and only if, some race of the workers finds it', (t) => {
  let [possible, impossible] = [0, 0];
  fc.assert(
    fc.property(smallSearch, ({ feasible, needed, parallelism }) => {
      const races = everyRace(feasible, needed, parallelism);
      for (let bits = 0; bits < 1 << feasible.length; bits++) {
        const places = feasible.flatMap((_, i) => ((bits >> i) & 1 ? [i] : []));
        if (places.length !== needed || places.some((place) => !feasible[place])) continue;
        const marks = Uint8Array.from(feasible, (passes, i) => {
          if (!passes) return REFUSED;
          return places.includes(i) ? WANTED : AVOIDED;
        });
        const found = possibleSearch(marks, needed, parallelism);
        t.is(found !== undefined, races.has(bits));
        if (found) t.deepEqual(found, places);
        if (found) possible += 1;
        else impossible += 1;
      }
    }),
    propertyRuns(60, 600),
  );
  t.true(possible > 100);
  t.true(impossible > 100);
});

test('with nodes to have and nodes to avoid, a set is found exactly where there is one', (t) => {
  let [some, none] = [0, 0];
  fc.assert(
    fc.property(smallSearch, fc.infiniteStream(fc.integer({ min: 0, max: 5 })), (each, draws) => {
      const { feasible, needed, parallelism } = each;
      const marks = Uint8Array.from(feasible, (passes) => {
        const draw = draws.next().value as number;
        if (!passes) return REFUSED;
        if (draw === 0) return WANTED;
        return draw <= 2 ? AVOIDED : FREE;
      });
      const holds = (bits: number) =>
        marks.every(
          (mark, i) => (mark !== WANTED || (bits >> i) & 1) && (mark !== AVOIDED || !((bits >> i) & 1)),
        );
      const races = [...everyRace(feasible, needed, parallelism)].filter(holds);
      const found = possibleSearch(marks, needed, parallelism);
      if (found) t.true(races.includes(bitsOf(found)));
      else t.deepEqual(races, []);
      if (found) some += 1;
      else none += 1;
    }),
    propertyRuns(200, 3000),
  );
  t.true(some > 20);
  t.true(none > 20);
});

test('every search that is drawn is possible', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 400 }), fc.nat(), fc.nat({ max: 4 }), (nodes, seed, rare) => {
      const passes = (place: number) => rare === 0 || place % (rare + 1) !== 0;
      const needed = 100 - 20 * rare;
      const visits = drawVisits(
        Int32Array.from({ length: nodes }, (_, i) => i),
        0,
        16,
        randomStream(seed, 'x'),
      );
      const marks = Uint8Array.from({ length: nodes }, (_, i) => (passes(i) ? AVOIDED : REFUSED));
      let found = 0;
      for (let slot = visits.next(); slot !== undefined && found < needed; slot = visits.next()) {
        if (!passes(slot)) continue;
        marks[slot] = WANTED;
        found += 1;
      }
      if (found === needed) t.truthy(possibleSearch(marks, needed, 16));
    }),
    propertyRuns(60, 600),
  );
});
