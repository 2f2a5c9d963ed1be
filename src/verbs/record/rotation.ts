/** Decides when a recording continues in the next file: after a time, or at a size. */
import { UserError } from '../../core/errors/user-error.ts';
import { parseQuantity } from '../../core/objects/quantity.ts';
import { parseDuration } from '../../core/time/duration.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';

export type Rotation =
  | { readonly every: Microseconds }
  /** Bytes of a file. */
  | { readonly size: number };

/** Sizes as Kubernetes writes them (500M, 64Ki) and as people do (500MB). A number without a unit is ambiguous. */
const SIZE = /^(\d+\.?\d*(?:[kMGT]|[KMGT]i))B?$/;

/**
 * Reads `24h` or `500MB`.
 *
 * @throws {UserError} (usage) for any other text, and for a time or size of zero.
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
  /** How many of these bytes describe what existed at the start of the file. */
  readonly bytesAtSync: number;
}

/** The list of a large cluster alone can exceed the size. Such a file may grow to twice that list; otherwise files would rotate without end. */
export function isDue(rotation: Rotation, { at, bytes, bytesAtSync }: PartLength): boolean {
  if ('every' in rotation) return at >= rotation.every;
  return bytes >= Math.max(rotation.size, 2 * bytesAtSync);
}
