/** Measures fits of windows as short as a lifetime: bias, coverage, p-values under the null, and the families found. 500 runs each. */

import { sampleOf } from '../src/core/distributions/estimating/sample.ts';
import type { Candidate, FittedDistribution } from '../src/core/distributions/families/distribution.ts';
import { randomStream } from '../src/core/distributions/random-stream.ts';
import { DEFAULT_CANDIDATES } from '../src/core/fitting/candidates.ts';
import { goodnessOfFit } from '../src/core/fitting/choice/bootstrap.ts';
import { chooseFamily } from '../src/core/fitting/choice/choose-family.ts';
import { fitFamily } from '../src/core/fitting/fit-family.ts';
import { completeSample, simulateWindow } from '../test/core/fitting/simulated-window.ts';

const RUNS = Number(process.argv[2] ?? 500);

interface Case {
  readonly candidate: Candidate;
  readonly truth: FittedDistribution;
  readonly window: number;
  readonly before: number;
  readonly count: number;
}

/** The window is as long as the mean lifetime; it shows about 1,000 durations. */
const CASES: readonly Case[] = [
  {
    candidate: 'exponential',
    truth: { family: 'exponential', mean: 600 },
    window: 600,
    before: 6000,
    count: 5500,
  },
  {
    candidate: 'weibull',
    truth: { family: 'weibull', shape: 0.7, scale: 474 },
    window: 600,
    before: 12_000,
    count: 10_500,
  },
  {
    candidate: 'lognormal',
    truth: { family: 'lognormal', mu: 5.9, sigma: 1 },
    window: 600,
    before: 12_000,
    count: 10_500,
  },
  {
    candidate: 'gamma',
    truth: { family: 'gamma', shape: 2, scale: 300 },
    window: 600,
    before: 6000,
    count: 5500,
  },
];

function recover({ candidate, truth, window, before, count }: Case, resolution: number): void {
  const shown = fitFamily(candidate, completeSample(truth, 50, 1))!.parameters.map(({ name }) => name);
  const actual = truth as unknown as Record<string, number>;
  const sums = shown.map(() => ({ sum: 0, naive: 0, held: 0 }));
  let [size, truncated] = [0, 0];
  for (let seed = 0; seed < RUNS; seed += 1) {
    const seen = simulateWindow({ distribution: truth, window, before, count, seed, resolution });
    const sample = sampleOf(seen, resolution);
    size += sample.size / RUNS;
    truncated += sample.truncated / RUNS;
    const fit = fitFamily(candidate, sample)!;
    const naive = fitFamily(
      candidate,
      sampleOf(
        seen.map((each) => ({ ...each, entry: 0 })),
        resolution,
      ),
    )!;
    for (const [index, { name, value, low, high }] of fit.parameters.entries()) {
      const total = sums[index]!;
      total.sum += value / RUNS;
      total.naive += naive.parameters[index]!.value / RUNS;
      if (low <= actual[name]! && actual[name]! <= high) total.held += 1;
    }
  }
  const stamps = resolution > 0 ? `stamps of ${resolution}` : 'exact times';
  console.log(
    `${candidate}, ${stamps}: ${size.toFixed(0)} durations a run, ${truncated.toFixed(0)} of them truncated`,
  );
  for (const [index, name] of shown.entries()) {
    const { sum, naive, held } = sums[index]!;
    const bias = (100 * (sum / actual[name]! - 1)).toFixed(2);
    console.log(
      `  ${name} ${actual[name]}: mean ${sum.toPrecision(5)} (bias ${bias} %), covered ${((100 * held) / RUNS).toFixed(1)} %, truncation ignored ${naive.toPrecision(5)}`,
    );
  }
}

function pValues(): void {
  const truth: FittedDistribution = { family: 'weibull', shape: 0.8, scale: 200 };
  const deciles = Array.from({ length: 10 }, () => 0);
  for (let seed = 0; seed < RUNS; seed += 1) {
    const seen = simulateWindow({
      distribution: truth,
      window: 230,
      before: 3000,
      count: 1400,
      seed,
      resolution: 1,
    });
    const sample = sampleOf(seen, 1);
    const { pValue } = goodnessOfFit(
      sample,
      fitFamily('weibull', sample)!,
      randomStream(seed, 'p-values'),
      99,
      Number.POSITIVE_INFINITY,
    );
    deciles[Math.min(9, Math.ceil(pValue * 10) - 1)]! += 1;
  }
  const chiSquare = deciles.reduce((sum, count) => sum + (count - RUNS / 10) ** 2 / (RUNS / 10), 0);
  console.log(
    `p-values of a true Weibull, truncated, censored and stamped, by tenths: ${deciles.join(' ')}; chi-square ${chiSquare.toFixed(1)} with 9 degrees of freedom`,
  );
}

const TRUTHS: Readonly<Partial<Record<Candidate, FittedDistribution>>> = {
  exponential: { family: 'exponential', mean: 100 },
  weibull: { family: 'weibull', shape: 0.6, scale: 100 },
  lognormal: { family: 'lognormal', mu: 4, sigma: 1 },
  gamma: { family: 'gamma', shape: 4, scale: 25 },
  lomax: { family: 'lomax', shape: 1.5, scale: 100 },
  normal: { family: 'normal', mean: 100, sd: 20 },
  pareto: { family: 'pareto', shape: 1.5, min: 10 },
  uniform: { family: 'uniform', min: 20, max: 120 },
  loguniform: { family: 'loguniform', min: 5, max: 500 },
  'hyperexponential-2': {
    family: 'hyperexponential',
    phases: [
      { probability: 0.7, mean: 10 },
      { probability: 0.3, mean: 300 },
    ],
  },
};

function families(): void {
  const runs = Math.ceil(RUNS / 5);
  let [right, all] = [0, 0];
  for (const candidate of DEFAULT_CANDIDATES) {
    const chosen = new Map<string, number>();
    for (let seed = 0; seed < runs; seed += 1) {
      const choice = chooseFamily(completeSample(TRUTHS[candidate]!, 500, seed), {
        seed,
        name: candidate,
        repeats: 99,
      });
      const name = choice.verdict === 'no family fits' ? choice.verdict : choice.best!.candidate;
      chosen.set(name, (chosen.get(name) ?? 0) + 1);
    }
    right += chosen.get(candidate) ?? 0;
    all += runs;
    const others = [...chosen]
      .filter(([name]) => name !== candidate)
      .map(([name, count]) => `${name} ${count}`);
    console.log(
      `500 durations of ${candidate}: found in ${chosen.get(candidate) ?? 0} of ${runs}${others.length > 0 ? `; else ${others.join(', ')}` : ''}`,
    );
  }
  console.log(`right family in ${((100 * right) / all).toFixed(1)} % of ${all}`);
}

for (const resolution of [0, 1]) for (const each of CASES) recover(each, resolution);
pValues();
families();
