/** A family that is registered like any other is written in a scenario, drawn from, and fitted. */
import test from 'ava';
import { z } from 'zod';
import type { Distribution } from '../../../../src/core/distributions/families/distribution.ts';
import type { FittableFamily } from '../../../../src/core/distributions/families/family.ts';
import { FAMILIES } from '../../../../src/core/distributions/families/index.ts';
import { log } from '../../../../src/core/distributions/special-functions/exact-math.ts';
import { writtenValue } from '../../../../src/core/distributions/written/parameter-schemas.ts';
import { writtenTime } from '../../../../src/core/distributions/written/written-values.ts';

/** A density of 2x ÷ max² between 0 and max. */
interface Ramp {
  readonly family: 'ramp';
  readonly max: number;
}

const schema = z.strictObject({ type: z.literal('ramp'), max: writtenValue });

const ramp: FittableFamily<Ramp> = {
  name: 'ramp',
  summary: 'a density that rises from 0 to `max`',
  cdf: ({ max }, x) => Math.min(1, Math.max(0, x / max)) ** 2,
  survival: ({ max }, x) => 1 - Math.min(1, Math.max(0, x / max)) ** 2,
  quantile: ({ max }, u) => max * Math.sqrt(u),
  mean: ({ max }) => (2 * max) / 3,
  scaled: ({ max }, factor) => ({ family: 'ramp', max: max * factor }),
  schema,
  read: ({ max }: z.output<typeof schema>, reader) => ({
    family: 'ramp',
    max: reader.positive(max, ['max']),
  }),
  write: ({ max }) => ({ type: 'ramp', max: writtenTime(max) }),
  fitting: {
    hasEdges: true,
    density: {
      logDensity:
        ({ max }) =>
        (x, logX) =>
          x <= 0 || x > max ? Number.NEGATIVE_INFINITY : Math.LN2 + logX - 2 * log(max),
      logSurvival:
        ({ max }) =>
        (x) =>
          x <= 0 ? 0 : log(1 - Math.min(1, x / max) ** 2),
      partialMean:
        ({ max }) =>
        (x) =>
          (2 * Math.min(max, Math.max(0, x)) ** 3) / (3 * max * max),
    },
    coordinates: {
      of: ({ max }) => [log(max)],
      toParameters: ([max]) => ({ family: 'ramp', max: Math.exp(max!) }),
      units: () => [1],
      shown: ({ max }) => [{ name: 'max', value: max, kind: 'upper bound' }],
    },
    candidates: [
      {
        name: 'ramp',
        fewestEnds: 5,
        estimate: ({ rows }) => ({ family: 'ramp', max: rows.at(-1)!.duration }),
      },
    ],
  },
};

const original = structuredClone(Object.keys(FAMILIES));
Object.assign(FAMILIES, { ramp });
// Imported after the registration: the schema and the candidates are built from the list when their modules load.
const { loadScenario } = await import('../../../../src/core/scenario/load-scenario.ts');
const { chooseFamily } = await import('../../../../src/core/fitting/choice/choose-family.ts');
const { quantile, writtenDistribution } = await import(
  '../../../../src/core/distributions/families/distribution.ts'
);
const { randomStream } = await import('../../../../src/core/distributions/random-stream.ts');
const { sampleOf } = await import('../../../../src/core/distributions/estimating/sample.ts');

function scenarioWith(lifetime: string): string {
  return `
apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster: {nodes: [{name: node, template: {allocatable: {cpu: 1, pods: 10}}}]}
templates: {web: {spec: {containers: [{name: web}]}}}
events: {pods: [{name: web, template: web, count: 3, arrivals: {type: constant, value: 1s}, lifetime: ${lifetime}}]}
`;
}

test('a registered family is read from a scenario, in its unit', (t) => {
  const { scenario } = loadScenario(scenarioWith('{type: ramp, max: 1m}'), 'toy.yaml');
  const [pods] = scenario!.pods;
  t.like(pods, { kind: 'drawn', lifetime: { family: 'ramp', max: 60 } });
});

test('a registered family reports its wrong parameters at their line', (t) => {
  const { problems } = loadScenario(scenarioWith('{type: ramp, max: 0s}'), 'toy.yaml');
  t.deepEqual(
    problems.map(({ message }) => message),
    ['events.pods[0].lifetime.max: "0s" must be above 0'],
  );
});

test('a registered family is listed where an unknown type is refused', (t) => {
  const { problems } = loadScenario(scenarioWith('{type: rmp, max: 1m}'), 'toy.yaml');
  t.regex(problems[0]!.message, /must be one of .*, choice, ramp$/);
});

test('a registered family is drawn from, fitted, chosen and written back', (t) => {
  const truth = { family: 'ramp', max: 60 } as unknown as Distribution;
  const random = randomStream(1, 'ramp');
  const durations = Array.from({ length: 800 }, () => quantile(truth, random()));
  const sample = sampleOf(durations.map((duration) => ({ duration, isEnded: true })));
  const { best, distribution, verdict } = chooseFamily(sample, { seed: 1, name: 'toy', repeats: 39 });
  t.is(verdict, 'fits');
  t.is(best!.candidate as string, 'ramp');
  t.deepEqual(
    best!.parameters.map(({ name, value }) => [name, value]),
    [['max', Math.max(...durations)]],
  );
  t.is(writtenDistribution(distribution!).type, 'ramp');
});

test('every family of the list stands under its own name', (t) => {
  t.deepEqual(
    Object.values(FAMILIES).map(({ name }) => name as string),
    [...original, 'ramp'],
  );
});
