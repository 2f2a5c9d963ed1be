/** States how many nodes each pool has after a change, and what was rounded to whole nodes. */
import { counted } from '../errors/counted.ts';
import type { Problem } from '../errors/problem.ts';

/** Number of nodes by pool; undefined: single nodes without a pool. */
export type PoolSizes = ReadonlyMap<string | undefined, number>;

const POOLS_SHOWN = 8;
/** A sum of decimal fractions is seldom exact. */
const WHOLE = 1e-9;

/**
 * `nodes of each pool: g2 3 → 2 (2.4 rounded), t4 5; in all 8 → 7`. None where there were no nodes before.
 *
 * @param wantedOf - the number of nodes of a pool of this size before it is rounded; undefined: as after.
 */
export function sizesNote(
  before: PoolSizes,
  after: PoolSizes,
  wantedOf?: (pool: string | undefined, size: number) => number,
): Problem[] {
  if (before.size === 0) return [];
  const parts = Array.from(new Set([...before.keys(), ...after.keys()]), (pool) => {
    const [size, now] = [before.get(pool) ?? 0, after.get(pool) ?? 0];
    const wanted = wantedOf?.(pool, size) ?? now;
    const exact = Math.abs(wanted - now) < WHOLE ? '' : ` (${Number(wanted.toFixed(2))} rounded)`;
    return `${pool ?? 'single nodes'} ${size === now ? size : `${size} → ${now}`}${exact}`;
  });
  const shown = parts.slice(0, POOLS_SHOWN).join(', ');
  const more = parts.length > POOLS_SHOWN ? `, and ${counted(parts.length - POOLS_SHOWN, 'more pool')}` : '';
  const all = parts.length > 1 ? `; in all ${total(before)} → ${total(after)}` : '';
  const message = `nodes of each pool: ${shown}${more}${all}`;
  return [{ code: 'other-node-counts', severity: 'note', message }];
}

function total(sizes: PoolSizes): number {
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
