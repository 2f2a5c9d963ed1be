/** The Lomax distribution by maximum likelihood: for each scale the best shape is known, so a hill is climbed that has one direction. */
import type { Lomax } from '../../distributions/families/lomax.ts';
import { exp, log, log1p } from '../../distributions/special-functions/exact-math.ts';
import { logLikelihood } from '../likelihood/log-likelihood.ts';
import type { Sample } from '../sample.ts';
import { coordinatesOf } from './coordinates.ts';
import { exposure } from './exponential.ts';
import { maximize } from './maximize.ts';

/** Scales tried, as powers of e around the mean. */
const LOWEST = -12;
const HIGHEST = 9;

/** Undefined where the tail is no heavier than exponential: the likelihood then rises all the way to the exponential distribution. */
export function estimateLomax(sample: Sample): Lomax | undefined {
  const mean = exposure(sample) / sample.events;
  if (sample.events < 2 || !(mean > 0)) return undefined;
  let best = { power: HIGHEST, value: Number.NEGATIVE_INFINITY };
  for (let power = LOWEST; power <= HIGHEST; power += 1) {
    const { value } = profile(sample, mean * exp(power));
    if (value > best.value) best = { power, value };
  }
  if (best.power === HIGHEST) return undefined;
  const scale = mean * exp(best.power);
  const start: Lomax = { family: 'lomax', shape: profile(sample, scale).shape, scale };
  const coordinates = coordinatesOf('lomax');
  const likelihood = logLikelihood({ ...sample, resolution: 0 });
  const found = maximize(
    (at) => likelihood(coordinates.toParameters(at)),
    coordinates.of(start),
    coordinates.units(start),
  );
  return found && (coordinates.toParameters(found.at) as Lomax);
}

/** The best shape for a scale, events ÷ Σ (ln(1 + t/scale) − ln(1 + entry/scale)), and the logarithm of the likelihood there. */
function profile({ rows, events }: Sample, scale: number): { shape: number; value: number } {
  let [hazard, ends] = [0, 0];
  for (const { duration, entry, isEnded, count } of rows) {
    const growth = log1p(duration / scale);
    hazard += count * (growth - (entry > 0 ? log1p(entry / scale) : 0));
    if (isEnded) ends += count * growth;
  }
  const shape = events / hazard;
  return { shape, value: events * (log(shape / scale) - 1) - ends };
}
