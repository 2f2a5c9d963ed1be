/** Computes the SHA-256 of a file's content, so that a result can be kept with the input that it belongs to. */
import { createHash } from 'node:crypto';
import { readBytes } from './read-bytes.ts';

/** @returns 64 hexadecimal digits. @throws {UserError} for a file that cannot be read. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of readBytes(path)) hash.update(bytes);
  return hash.digest('hex');
}
