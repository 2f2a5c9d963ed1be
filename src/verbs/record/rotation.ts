/** When a recording goes on in the next file: after a time, or at a size. */
import { UserError } from '../../core/errors/user-error.ts';
import { parseQuantity } from '../../core/objects/quantity.ts';
import { parseDuration } from '../../core/time/duration.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';

export type Rotation =
  | { readonly every: Microseconds }
  /** Bytes of a file. */
  | { readonly size: number };

/** As Kubernetes writes sizes, and as people do; without a unit it might be meant as anything. */
const SIZE = /^(\d+\.?\d*(?:[kMGT]|[KMGT]i))B?$/;

/**
 * Reads `24h` or `500MB`.
 *
 * @throws {UserError} (usage) for anything else, and for no time or size at all.
 */
export function parseRotation(text: string): Rotation {
  const every = parseDuration(text);
  if (every !== undefined && every > 0) return { every };
  const quantity = SIZE.exec(text)?.[1];
  const size = quantity === undefined ? 0 : parseQuantity(quantity);
  if (size > 0) return { size };
  throw new UserError(`--rotate ${text} is neither a time nor a size for a file`, {
    next: 'write for example 24h or 500MB',
  });
}

export interface PartLength {
  /** Recording time. */
  readonly at: Microseconds;
  readonly bytes: number;
  /** So many of them told of what was there at its start. */
  readonly bytesAtSync: number;
}

/** A file that tells of a large cluster is over its size when it begins: it is left to grow to twice that, or files would be changed without end. */
export function isDue(rotation: Rotation, { at, bytes, bytesAtSync }: PartLength): boolean {
  if ('every' in rotation) return at >= rotation.every;
  return bytes >= Math.max(rotation.size, 2 * bytesAtSync);
}
