/** A partial search leads to a node exactly if some race of the workers finds a set of nodes in which the node is one of the best. */
import test from 'ava';
import { possibleBinding } from '../../../src/core/decisions/possible-binding.ts';
import type { NodeSurvey, VaryingScore } from '../../../src/core/scheduler/cycle/survey-nodes.ts';
import {
  scaleToLargest,
  scaleToLargestReversed,
} from '../../../src/core/scheduler/framework/normalize-scores.ts';
import { propertyRuns } from '../../property-runs.ts';
import fc from '../../seeded-properties.ts';
import { everyRace, smallSearch } from '../scheduler/cycle/every-race.ts';

type Normalize = VaryingScore['normalize'];

/** As PodTopologySpread normalises: by the lowest and the highest. */
const fewestBest: Normalize = (scores, count) => {
  const some = scores.subarray(0, count);
  const [least, most] = [Math.min(...some), Math.max(...some)];
  for (let i = 0; i < count; i++)
    scores[i] = most === 0 ? 100 : Math.trunc((100 * (most + least - (scores[i] as number))) / most);
};
const small = fc.integer({ min: 0, max: 3 });
const many = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { minLength: 12, maxLength: 12 });
const scores = fc.record({
  fixed: many(fc.integer({ min: 0, max: 60 })),
  varying: fc.array(
    fc.record({
      weight: fc.integer({ min: 1, max: 2 }),
      raw: many(small),
      normalize: fc.constantFrom<Normalize>(scaleToLargest, scaleToLargestReversed, fewestBest),
    }),
    { maxLength: 2 },
  ),
});

/** The best of a set, by the definition of the scores. */
function bestOf(
  places: readonly number[],
  {
    fixed,
    varying,
  }: { fixed: number[]; varying: readonly { weight: number; raw: number[]; normalize: Normalize }[] },
): number[] {
  const totals = places.map((place) => fixed[place] as number);
  for (const { weight, raw, normalize } of varying) {
    const some = Float64Array.from(places, (place) => raw[place] as number);
    normalize(some, some.length);
    for (const [i, score] of some.entries()) totals[i] = (totals[i] as number) + score * weight;
  }
  const highest = Math.max(...totals);
  return places.filter((_, i) => totals[i] === highest);
}

test('a node is possible if, and only if, a race finds nodes and it is one of the best', (t) => {
  let [possible, impossible] = [0, 0];
  fc.assert(
    fc.property(smallSearch, scores, fc.nat({ max: 11 }), (search, drawn, first) => {
      const { feasible: passes, needed, parallelism } = search;
      const count = passes.length;
      const start = first % count;
      const feasible = [...passes.keys()].filter((place) => passes[place]);
      const survey = {
        names: passes.map((_, place) => `n${place}`),
        feasible,
        needed,
        parallelism,
        isNarrowed: false,
        scores: {
          fixed: Float64Array.from(feasible, (place) => drawn.fixed[place] as number),
          varying: drawn.varying.map(({ raw, ...rest }) => ({
            ...rest,
            raw: Float64Array.from(feasible, (place) => raw[place] as number),
          })),
          groups: [],
        },
        decideAmong(names: readonly string[]) {
          const best = bestOf(
            names.map((name) => Number(name.slice(1))),
            drawn,
          ).map((place) => `n${place}`);
          return { explanation: { best } };
        },
      } as unknown as NodeSurvey;
      const fromStart = passes.map((_, place) => passes[(place + start) % count] as boolean);
      const winners = new Set<number>();
      for (const bits of everyRace(fromStart, needed, parallelism)) {
        const places = [...passes.keys()].filter((place) => (bits >> place) & 1);
        for (const best of bestOf(
          places.map((place) => (place + start) % count),
          drawn,
        ))
          winners.add(best);
      }
      for (const place of passes.keys()) {
        const { verdict } = possibleBinding(survey, `n${place}`, start);
        t.is(verdict, winners.has(place) ? 'possible' : 'impossible');
        if (verdict === 'possible') possible += 1;
        else impossible += 1;
      }
    }),
    propertyRuns(150, 3000),
  );
  t.true(possible > 100);
  t.true(impossible > 100);
});
