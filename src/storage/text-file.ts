/** Reads small text files whole. */
import { UserError } from '../core/errors/user-error.ts';
import { decodedText } from '../core/importers/text/text-encoding.ts';
import { readBytes } from './read-bytes.ts';

/** V8 holds strings of up to half a gigabyte; long lists belong in a recording, which is streamed. */
const LARGEST = 256 * 1024 * 1024;

/**
 * Reads a file in UTF-8 or UTF-16; `-` is standard input. A byte order mark is dropped.
 *
 * @throws {UserError} if the file is missing, unreadable, a folder or larger than 256 MiB.
 */
export async function readTextFile(path: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of readBytes(path)) {
    pieces.push(bytes);
    length += bytes.length;
    if (length > LARGEST) {
      throw new UserError(`${path} is larger than 256 MiB`, {
        next: 'put long pod lists into a recording beside the scenario',
      });
    }
  }
  return decodedText(Buffer.concat(pieces));
}
