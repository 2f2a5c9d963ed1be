/** Random entries of pods without an owner: every form of arrivals, with every form of runs. */
import { between, type LawName, oneOf, randomLaw } from './random-laws.ts';
import { type Claim, type Entry, type Making, type RandomPart, spanOf, templateOf } from './random-part.ts';
import {
  phasesUnderLoad,
  type RandomKeys,
  randomAges,
  randomPhases,
  randomRun,
  randomWithdrawal,
} from './random-runs.ts';

/** Gaps whose laws have no edge: the gap that the end of the window cuts off is one of them. */
const GAPS: readonly LawName[] = ['exponential', 'weibull', 'gamma', 'lognormal'];

export function randomPods(making: Making): RandomPart {
  return oneOf(making.random, [arriving, arriving, arriving, arriving, recorded, present, loaded, withdrawn])(
    making,
  );
}

function arriving(making: Making): RandomPart {
  const arrivals = oneOf(making.random, [poisson, renewal, piecewise, bursts, batches])(making);
  return partOf(making, [arrivals, randomRun(making), randomPhases(making)]);
}

function loaded(making: Making): RandomPart {
  return partOf(making, [oneOf(making.random, [bursts, batches])(making), phasesUnderLoad(making)]);
}

function withdrawn(making: Making): RandomPart {
  const part = partOf(making, [poisson(making), randomWithdrawal(making)]);
  return { ...part, templates: templateOf(making, '100k') };
}

function partOf(making: Making, keys: readonly RandomKeys[]): RandomPart {
  const { name } = making;
  return {
    templates: templateOf(making),
    pods: [Object.assign({ name, template: name }, ...keys.map(({ entry }) => entry))],
    claims: keys.flatMap(({ claims }) => claims),
  };
}

/** Fewer than 20 pods: too few for estimates. */
function recorded(making: Making): RandomPart {
  const { random, window, name } = making;
  const minutes = Array.from({ length: Math.round(between(random, 3, 15)) }, () =>
    Math.floor(between(random, 1, window / 60)),
  );
  const distinct = [...new Set(minutes)].sort((one, other) => one - other);
  const arrivals = distinct.map((minute, index) => {
    const at = spanOf(60 * minute);
    return index < 2 ? { at, count: 3 } : at;
  });
  return {
    templates: templateOf(making),
    pods: [{ name, template: name, arrivals, ...randomRun(making).entry, ...randomPhases(making).entry }],
    claims: [],
    certain: { [name]: [{ arrivals }] },
  };
}

function present(making: Making): RandomPart {
  const { name } = making;
  const { entry, claims, ages } = randomAges(making);
  const written = ages.map(spanOf);
  return {
    templates: templateOf(making),
    pods: [{ name, template: name, ages: written, ...entry }],
    claims,
    certain: { [name]: [{ ages: written }] },
  };
}

function until({ window }: Making): Entry {
  return { until: `${window}s` };
}

function poisson(making: Making): RandomKeys {
  return gaps(making, ['exponential']);
}

function renewal(making: Making): RandomKeys {
  return gaps(making, GAPS);
}

function gaps(making: Making, families: readonly LawName[]): RandomKeys {
  const { random, window, name } = making;
  const law = randomLaw(random, window / between(random, 150, 400), families);
  return {
    entry: { arrivals: law.written, ...until(making) },
    claims: [{ group: name, kind: 'law', quantity: 'arrivals', law }],
  };
}

/** Rates that differ by a factor of four, or pauses: no stretch has so few pods that chance hides it. */
function piecewise(making: Making): RandomKeys {
  const { random, window, name } = making;
  const shares = [0, between(random, 0.15, 0.35), between(random, 0.45, 0.6), between(random, 0.7, 0.85), 1];
  const edges = shares.map((share) => Math.round(share * window));
  const factors: number[] = [];
  while (factors.length < 4)
    factors.push(
      oneOf(
        random,
        [0, 1, 4].filter((each) => each !== factors.at(-1)),
      ),
    );
  const lengths = factors.map((_, index) => edges[index + 1]! - edges[index]!);
  const weights = factors.map((factor, index) => factor * lengths[index]!).filter((weight) => weight > 0);
  const mean = Math.min(...weights) / between(random, 40, 80);
  return {
    entry: {
      arrivals: { type: 'exponential', mean },
      pace: { steps: factors.map((factor, index) => ({ at: `${edges[index]}s`, factor })) },
      ...until(making),
    },
    claims: factors.map((factor, index): Claim => {
      const [from, to] = [edges[index]!, edges[index + 1]!];
      return { group: name, kind: 'rate', from, to, pods: (factor * lengths[index]!) / mean };
    }),
  };
}

const SIZES = [
  { size: 4, mean: 4 },
  { size: 12, mean: 12 },
  {
    size: {
      type: 'choice',
      options: [
        { value: 3, weight: 3 },
        { value: 8, weight: 1 },
      ],
    },
    mean: 4.25,
  },
] as const;

function bursts(making: Making): RandomKeys {
  const { random, name } = making;
  const inside = randomLaw(random, 0.25, ['exponential', 'gamma', 'weibull']);
  const { entry, claims } = batches(making);
  return {
    entry: { ...entry, burst: { ...(entry.burst as Entry), gap: inside.written } },
    claims: [...claims, { group: name, kind: 'law', quantity: 'burst gaps', law: inside }],
  };
}

function batches(making: Making): RandomKeys {
  const { random, window, name } = making;
  const { size, mean } = oneOf(random, SIZES);
  const law = randomLaw(random, window / between(random, 50, 90), ['exponential']);
  return {
    entry: { arrivals: law.written, burst: { size }, ...until(making) },
    claims: [
      { group: name, kind: 'law', quantity: 'arrivals', law },
      { group: name, kind: 'burst size', mean },
    ],
  };
}
