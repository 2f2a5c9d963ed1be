/** The estimate of a loguniform distribution rules out no end, whatever the rounding of logarithms. */
import test from 'ava';
import { sampleOf } from '../../../../src/core/distributions/estimating/sample.ts';
import { quantile } from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { fitFamily } from '../../../../src/core/fitting/fit-family.ts';

test('a loguniform sample with cut-off durations always has a loguniform fit', (t) => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = randomStream(seed, 'loguniform');
    const seen = Array.from({ length: 60 }, () => ({
      duration: quantile({ family: 'loguniform', min: 161.3, max: 4303.7 }, random()),
      isEnded: random() < 0.95,
    }));
    const fit = fitFamily('loguniform', sampleOf(seen));
    const ends = seen.filter(({ isEnded }) => isEnded).map(({ duration }) => duration);
    const [min, max] = [fit?.parameters[0]?.value, fit?.parameters[1]?.value];
    t.true(min !== undefined && min <= Math.min(...ends), `seed ${seed}`);
    t.true(max !== undefined && max >= Math.max(...ends), `seed ${seed}`);
  }
});
