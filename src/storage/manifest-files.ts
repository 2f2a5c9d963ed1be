/** Reads the texts of files of manifests, which are one scenario together. */
import { fileHead } from '../core/importers/file-kinds/file-head.ts';
import { requireRole } from '../core/importers/file-kinds/name-file.ts';
import type { ManifestFile } from '../core/scenario/manifests/load-manifests.ts';
import { openSourceFile, type SourceFile, wholeTextOf } from './source-file.ts';

/**
 * Reads all files in their order.
 *
 * @param first the first file, which is open already.
 * @param others paths; - is standard input.
 * @throws {UserError} (exit code 2) if one cannot be read, or is no file of manifests (naming what it is).
 */
export async function readManifestFiles(
  first: SourceFile,
  others: readonly string[],
): Promise<readonly ManifestFile[]> {
  const files = [{ file: first.file, text: await wholeTextOf(first) }];
  for (const path of others) {
    const source = await openSourceFile(path);
    try {
      requireRole(fileHead(source.head, source.file), ['manifests'], 'a file of Kubernetes manifests');
      files.push({ file: source.file, text: await wholeTextOf(source) });
    } finally {
      source.close();
    }
  }
  return files;
}
