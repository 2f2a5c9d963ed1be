/** Writes files that appear whole or not at all, in the storage that their path names. */
import { storageFor } from './index.ts';
import type { AtomicFile, AtomicFileOptions } from './storage.ts';

/** @throws {UserError} if it cannot be written, or exists and `overwrite` is false; some storages throw only in `commit`. */
export function openAtomicFile(path: string, options: AtomicFileOptions = {}): AtomicFile {
  return storageFor(path).openAtomic(path, options);
}

/** Writes a whole file. See {@link openAtomicFile}. */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  options: AtomicFileOptions = {},
): Promise<void> {
  const file = openAtomicFile(path, options);
  try {
    file.write(content);
    await file.commit();
  } finally {
    file.discard();
  }
}
