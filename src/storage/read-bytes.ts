/** Reads a file or standard input as a stream of bytes, whichever storage it comes from. */
import { UserError } from '../core/errors/user-error.ts';
import { inflated, isDamagedGzip } from './gzip.ts';
import { storageFor } from './index.ts';

/** How messages name a path; `-` is standard input. */
export function sourceName(path: string): string {
  return path === '-' ? 'standard input' : path;
}

/** @throws {UserError} (exit code 2) while it is read: missing or unreadable. */
export function readBytes(path: string): AsyncIterable<Uint8Array> {
  return path === '-' ? (process.stdin as AsyncIterable<Uint8Array>) : storageFor(path).read(path);
}

/**
 * Inflates gzip, also when it was cut short.
 *
 * @throws {UserError} (exit code 2) while it is read: missing, unreadable or damaged.
 */
export async function* readInflated(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* inflated(readBytes(path));
  } catch (error) {
    if (!isDamagedGzip(error)) throw error;
    throw new UserError('the gzip file is damaged', {
      position: { file: sourceName(path) },
      next: 'copy or write it again; gzip -t checks it',
    });
  }
}
