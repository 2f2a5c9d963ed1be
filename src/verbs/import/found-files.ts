/** Opens the files of an import, and chooses among those of folders and archives: a must-gather has many that no recording needs. */
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { type FileHead, fileHead } from '../../core/importers/file-kinds/file-head.ts';
import { formatOfAll } from '../../core/importers/find-format.ts';
import { type ImportFormat, leftOut } from '../../core/importers/import-format.ts';
import { objectKindOf } from '../../core/objects/object-kinds.ts';
import type { SourceFile } from '../../storage/source-file.ts';
import { openSourceFiles, type SourceFiles } from '../../storage/source-files.ts';

export interface FoundFiles {
  readonly sources: readonly SourceFile[];
  readonly heads: readonly FileHead[];
  readonly format: ImportFormat;
  /** What is left out of folders and archives. */
  readonly problems: readonly Problem[];
  close(): void;
}

/**
 * Opens the files that are named, and of folders and archives those of one format.
 *
 * @param chosen the format that `--from` names.
 * @throws {UserError} (exit code 2) for a path that cannot be read, for a named file of no known format, for folders without anything to import,
 *         and for several formats.
 */
export async function findFiles(
  paths: readonly string[],
  formats: readonly ImportFormat[],
  chosen: ImportFormat | undefined,
): Promise<FoundFiles> {
  const isWanted = (head: Uint8Array, name: string) => formatIn(fileHead(head, name), formats) !== undefined;
  const opened = await openSourceFiles(paths, isWanted);
  try {
    return choose(opened, paths, formats, chosen);
  } catch (error) {
    opened.close();
    throw error;
  }
}

function choose(
  { sources, skipped, unreadable, close }: SourceFiles,
  paths: readonly string[],
  formats: readonly ImportFormat[],
  chosen: ImportFormat | undefined,
): FoundFiles {
  const files = sources.map((source) => {
    const head = fileHead(source.head, source.file);
    return { source, head, format: source.isFound ? formatIn(head, formats) : undefined };
  });
  const named = files.filter(({ source }) => !source.isFound);
  const found = files.filter(({ source }) => source.isFound);
  if (found.length === 0 && named.length === 0) {
    throw new UserError(`${paths.join(', ')}: holds no file that import recognises`, {
      next: `${unreadable.map(({ file, why }) => `${file}: ${why}; `).join('')}${counted(skipped, 'file')} looked at; docs/reference/inputs.md describes the folders and archives that import reads`,
    });
  }
  const format = chosen ?? formatOf(named, found, paths, formats);
  const kept = files.filter((file) => !file.source.isFound || file.format === format);
  const left = skipped + files.length - kept.length;
  return {
    sources: kept.map(({ source }) => source),
    heads: kept.map(({ head }) => head),
    format,
    problems: [
      ...unreadable.map(({ file, why }) => ({
        ...leftOut(`left out: this file, because ${why}`),
        position: { file },
      })),
      ...(left > 0 ? [leftOut(`left out: ${counted(left, 'file')} without anything of this format`)] : []),
    ],
    close,
  };
}

interface HeadedFile {
  readonly head: FileHead;
  readonly format: ImportFormat | undefined;
}

function formatOf(
  named: readonly HeadedFile[],
  found: readonly HeadedFile[],
  paths: readonly string[],
  formats: readonly ImportFormat[],
): ImportFormat {
  const counts = new Map<ImportFormat, number>();
  const note = (format: ImportFormat): void => void counts.set(format, (counts.get(format) ?? 0) + 1);
  const ofNamed = named.map(({ head }) => head);
  if (named.length > 0) note(formatOfAll(ofNamed, formats));
  for (const { format } of found) if (format) note(format);
  const [first] = counts.keys();
  if (counts.size === 1 && first) return first;
  const list = [...counts].map(([{ name }, count]) => `${counted(count, 'file')} of ${name}`).join(', ');
  throw new UserError(`${paths.join(', ')}: the files are of several formats (${list})`, {
    next: `import each format into a recording of its own: ${[...counts.keys()].map(({ name }) => `--from ${name}`).join(' or ')}`,
  });
}

/** In a folder a file may hold a single object that decides. Alone it is a manifest, which import refuses. */
function formatIn(head: FileHead, formats: readonly ImportFormat[]): ImportFormat | undefined {
  if (head.apiVersion.startsWith('keg.dev/')) return undefined;
  const found = formats.find((format) => format.detect(head));
  if (found) return found;
  return objectKindOf(head.kind) ? formats.find(({ name }) => name === 'dump') : undefined;
}
