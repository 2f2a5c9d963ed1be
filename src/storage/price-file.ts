/** Reads the prices of nodes by pool. */
import * as z from 'zod';
import { CORRECT_YAML } from '../core/errors/next-steps.ts';
import { UserError } from '../core/errors/user-error.ts';
import type { PoolPrices } from '../core/measure/scalar-figures.ts';
import { parsePositionedYaml } from '../core/scenario/positioned-yaml.ts';
import { readTextFile } from './text-file.ts';

const PRICE = z.number('is no number').min(0, 'is negative');
const PRICES = z.strictObject(
  { pools: z.record(z.string(), PRICE, 'is no map of pools to prices') },
  'is no file of prices',
);
const EXAMPLE =
  'write pools: with one line for each pool, such as "general: 0.38", its price for one node and one hour';

/**
 * A file with `pools:`, a map of pool to the price of one node for one hour, in any currency.
 *
 * @throws {UserError} with file, line and column for anything else.
 */
export async function readPriceFile(path: string): Promise<PoolPrices> {
  const { document, problems } = parsePositionedYaml(await readTextFile(path), path);
  if (!document) {
    const [problem] = problems;
    throw new UserError(problem?.message ?? 'is not YAML', {
      position: problem?.position,
      next: CORRECT_YAML,
    });
  }
  const read = PRICES.safeParse(document.data);
  if (read.success) return new Map(Object.entries(read.data.pools));
  const [issue] = read.error.issues;
  const inside = (issue?.path ?? []).map((part) => (typeof part === 'symbol' ? String(part) : part));
  throw new UserError(`${inside.join('.') || 'the file'} ${issue?.message ?? 'is no file of prices'}`, {
    position: document.positionOf(inside),
    next: EXAMPLE,
  });
}
