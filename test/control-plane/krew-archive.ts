/** The archives for Linux that the tests install and run: built once for the same sources and kept beside the programs of the control plane. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { packArchive } from '../../release/archive.ts';
import { bundle } from '../../release/bundle.ts';
import { bundledPackages } from '../../release/bundled-packages.ts';
import { buildExecutable } from '../../release/executable.ts';
import { manPage } from '../../release/man-page.ts';
import type { Platform } from '../../release/platforms.ts';
import { thirdPartyNotices } from '../../release/third-party-notices.ts';
import { cacheFolder } from './cluster/cache-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DAY = 24 * 3600 * 1000;

/**
 * The path of the archive: a few seconds if it must be built, one if not. It is packed less than that of a release, which takes longer.
 *
 * @param note prints one line about the current step.
 */
export async function archiveOfTests(platform: Platform, note: (line: string) => void): Promise<string> {
  const { files, metafile } = await bundle();
  const inputs = createHash('sha256').update(JSON.stringify([platform, ...files]));
  for (const path of globSync('{release/*.{ts,cjs},fixtures/**/*.yaml}', { cwd: ROOT }).sort()) {
    inputs.update(path).update(readFileSync(join(ROOT, path)));
  }
  const programs = join(cacheFolder(), 'programs', `${process.platform}-${process.arch}`);
  const path = join(programs, `kubectl-keg-${inputs.digest('hex').slice(0, 16)}`, 'kubectl-keg.tar.gz');
  if (!existsSync(path)) {
    note(`building the executable for ${platform.os}/${platform.arch} ...`);
    const { program, nodeLicence } = await buildExecutable(platform, files);
    const node = { version: platform.node.version, licence: nodeLicence };
    const notices = thirdPartyNotices(bundledPackages(metafile, ROOT), node);
    const manual = await manPage({ date: '1980-01-01' });
    removeOld(programs);
    mkdirSync(dirname(path), { recursive: true });
    // Written aside and then moved, so that an interrupted build leaves no broken archive.
    const aside = `${path}.${process.pid}`;
    writeFileSync(aside, packArchive(platform, { program, notices, manual, level: 1 }));
    renameSync(aside, path);
  }
  return path;
}

/** Each change of a source makes another archive of 45 MB. */
function removeOld(programs: string): void {
  for (const folder of globSync(join(programs, 'kubectl-keg-*'))) {
    const isOld = statSync(folder).mtimeMs < Date.now() - DAY;
    if (isOld && /^kubectl-keg-[0-9a-f]{16}$/.test(basename(folder))) rmSync(folder, { recursive: true });
  }
}
