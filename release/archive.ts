/** Packs an executable with what goes with it: licence, notices and example scenarios. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Platform, programName } from './platforms.ts';
import { type ArchivedFile, tar } from './tar.ts';
import { zip } from './zip.ts';

const ROOT = join(import.meta.dirname, '..');

export interface ArchiveOptions {
  readonly program: Buffer;
  readonly notices: string;
  /** The page for man. Archives for Windows have none. */
  readonly manual?: string;
  /** zlib's, from 0 to 9. */
  readonly level: number;
}

/** A zip archive for Windows, otherwise a gzipped tar archive. It has no links, because krew refuses them. */
export function packArchive(platform: Platform, options: ArchiveOptions): Buffer {
  const files: ArchivedFile[] = [
    { path: programName(platform), content: options.program, isExecutable: true },
    { path: 'LICENSE', content: readFileSync(join(ROOT, 'LICENSE')) },
    { path: 'THIRD-PARTY-NOTICES', content: Buffer.from(options.notices) },
    ...manual(platform, options),
    ...examples(),
  ];
  const { level } = options;
  // gzip's header has no time and names no system, so that the bytes are the same everywhere.
  return platform.os === 'windows' ? zip(files, level) : gzipSync(tar(files), { level });
}

function manual({ os }: Platform, options: ArchiveOptions): ArchivedFile[] {
  if (options.manual === undefined || os === 'windows') return [];
  return [{ path: 'kubectl-keg.1', content: Buffer.from(options.manual) }];
}

/** The scenarios and scheduler configurations that help and the documentation name. */
function examples(): ArchivedFile[] {
  const paths = globSync('fixtures/**/*.yaml', { cwd: ROOT });
  return paths.map((path) => ({ path: path.replaceAll('\\', '/'), content: readFileSync(join(ROOT, path)) }));
}
