/** Computes with the part of a distribution beyond a value: the tail of an empirical distribution, beyond all that was observed. */
import * as z from 'zod';
import type { ParameterReader } from '../written/parameter-reader.ts';
import type { WrittenParameters } from '../written/written-values.ts';
import { exponential } from './exponential.ts';
import type { FittableFamily } from './family.ts';
import { gamma } from './gamma.ts';
import { hyperexponential } from './hyperexponential/hyperexponential.ts';
import { lognormal } from './lognormal.ts';
import { lomax } from './lomax.ts';
import { pareto } from './pareto.ts';
import { weibull } from './weibull.ts';

/** The families without an upper end: only they have values beyond any other. */
const TAILS = { exponential, weibull, lognormal, gamma, lomax, pareto, hyperexponential };

type TailName = keyof typeof TAILS;
/** The parameters of a family without an upper end; `never`: no value is finite. */
export type Tail = Parameters<(typeof TAILS)[TailName]['write']>[0] | 'never';
type FiniteTail = Exclude<Tail, 'never'>;

const schemas = Object.values(TAILS).map(({ schema }) => schema) as unknown as [
  z.ZodType<WrittenParameters & { readonly type: TailName }> & z.core.$ZodTypeDiscriminable,
];

export const tailSchema = z.union([z.literal('never'), z.discriminatedUnion('type', schemas)], {
  error: `"tail" is never, or a distribution of type ${Object.keys(TAILS).join(', ')}`,
});

export function readTail(written: z.output<typeof tailSchema>, reader: ParameterReader): Tail {
  if (written === 'never') return written;
  return familyOf(written.type).read(written as never, reader);
}

export function writtenTail(tail: Tail): WrittenParameters | 'never' {
  return tail === 'never' ? tail : familyOf(tail.family).write(tail);
}

export function scaledTail(tail: Tail, factor: number): Tail {
  return tail === 'never' ? tail : familyOf(tail.family).scaled(tail, factor);
}

/** P(X > x | X > from), x ≥ from; 0 where the whole probability beyond `from` underflows. */
export function survivalBeyond(tail: Tail, from: number, x: number): number {
  if (tail === 'never') return 1;
  if (x <= from) return 1;
  const { survival } = familyOf(tail.family);
  const left = survival(tail, from);
  return left > 0 ? survival(tail, x) / left : 0;
}

/** Halvings of an interval between powers of two, after which a double does not change any more. */
const HALVINGS = 100;

/** The x > from with P(X > x | X > from) = 1 − u: by bisection, because a cdf near 1 has no digits left. */
export function quantileBeyond(tail: Tail, from: number, u: number): number {
  if (tail === 'never') return Number.POSITIVE_INFINITY;
  const left = 1 - u;
  let [low, high] = [from, Math.max(2 * from, 1e-6)];
  while (survivalBeyond(tail, from, high) > left && high < Number.POSITIVE_INFINITY)
    [low, high] = [high, 2 * high];
  for (let round = 0; round < HALVINGS && high < Number.POSITIVE_INFINITY; round += 1) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    if (survivalBeyond(tail, from, middle) > left) low = middle;
    else high = middle;
  }
  return high;
}

/** E(X | X > from); infinite where no mean exists. */
export function meanBeyond(tail: Tail, from: number): number {
  if (tail === 'never') return Number.POSITIVE_INFINITY;
  const { survival, mean, fitting } = familyOf(tail.family);
  const whole = mean(tail);
  const left = survival(tail, from);
  if (!(whole < Number.POSITIVE_INFINITY)) return whole;
  return left > 0 ? Math.max(from, (whole - fitting.density.partialMean(tail)(from)) / left) : from;
}

function familyOf(name: TailName): FittableFamily<FiniteTail> {
  return TAILS[name] as unknown as FittableFamily<FiniteTail>;
}
