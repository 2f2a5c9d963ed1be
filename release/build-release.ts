/** Builds the files of a release into a folder: archives, krew's manifest, the npm package, bill of materials and sums. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packArchive } from './archive.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { bundle } from './bundle.ts';
import { bundledPackages } from './bundled-packages.ts';
import { buildExecutable } from './executable.ts';
import { krewManifest } from './krew-manifest.ts';
import { checkLicences } from './licences.ts';
import { manPage } from './man-page.ts';
import { archiveName, PLATFORMS } from './platforms.ts';
import { sourceDate } from './source-date.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

const ROOT = join(import.meta.dirname, '..');
/** What a package of krew may take to download, in bytes. */
const LARGEST = 48_000_000;

/**
 * @param folder is emptied first.
 * @param note prints one line about the current step.
 * @throws Error if a licence is not allowed or an archive is over 48 MB.
 */
export async function buildRelease(folder: string, note: (line: string) => void): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { files, metafile } = await bundle();
  const packages = bundledPackages(metafile, ROOT);
  checkLicences(packages);
  const manual = await manPage({ date: sourceDate() });
  for (const platform of PLATFORMS) {
    const { program, nodeLicence } = await buildExecutable(platform, files);
    const node = { version: platform.node.version, licence: nodeLicence };
    const notices = thirdPartyNotices(packages, node);
    const archive = packArchive(platform, { program, notices, manual, level: 9 });
    const name = archiveName(platform, version);
    if (archive.length > LARGEST) throw new Error(`${name} has ${archive.length} bytes, over ${LARGEST}`);
    writeFileSync(join(folder, name), archive);
    note(
      `${name}: ${(archive.length / 1e6).toFixed(1)} MB, ${(program.length / 1e6).toFixed(1)} MB unpacked`,
    );
  }
  const template = readFileSync(join(ROOT, '.krew.yaml'), 'utf8');
  writeFileSync(join(folder, 'keg.yaml'), krewManifest(template, version, sumsOf(folder)));
  writeFileSync(
    join(folder, `kubectl-keg_v${version}_sbom.cdx.json`),
    billOfMaterials(version, packages, PLATFORMS),
  );
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT, stdio: 'ignore' });
  const sums = [...sumsOf(folder)].map(([name, sum]) => `${sum}  ${name}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
  note(`${sums.length} files and SHA256SUMS in ${folder}`);
}

/** The SHA-256 of each file by its name, in the order of the names. */
function sumsOf(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder).sort();
  return new Map(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}
