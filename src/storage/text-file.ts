/** Reads small text files whole, and says in a line why one could not be read. */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { UserError } from '../core/errors/user-error.ts';

/** V8 holds strings of up to half a gigabyte; long lists belong in a recording, which is streamed. */
const LARGEST = 256 * 1024 * 1024;

/**
 * Reads a UTF-8 file; `-` is standard input. A byte order mark is dropped.
 *
 * @throws {UserError} if the file is missing, unreadable, a folder or larger than 256 MiB.
 */
export async function readTextFile(path: string): Promise<string> {
  try {
    const content = await (path === '-' ? buffer(process.stdin) : readFile(path));
    if (content.length > LARGEST) {
      throw new UserError(`${path} is larger than 256 MiB`, {
        next: 'put long pod lists into a recording beside the scenario',
      });
    }
    return content.toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw unreadable(error, path);
  }
}

/** The user's side of a failed open or read; anything else is passed on as it is. */
export function unreadable(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOENT') return new UserError(`there is no file ${path}`, { next: 'check the path' });
  if (code === 'EISDIR') return new UserError(`${path} is a folder`, { next: 'name a file in it' });
  if (code === 'EACCES' || code === 'EPERM')
    return new UserError(`${path} may not be read`, { next: 'check its permissions' });
  return error;
}
