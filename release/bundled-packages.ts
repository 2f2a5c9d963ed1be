/** The npm packages whose code is in the bundle, with their licences, from esbuild's metafile and their package.json. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX identifier or expression. */
  readonly licence: string;
  /** Licence and notice files, as text. */
  readonly notices: readonly string[];
  readonly repository: string | undefined;
}

/**
 * In the order of their names.
 *
 * @param root the folder that the paths of the metafile start from.
 * @throws Error if a package states no licence.
 */
export function bundledPackages(metafile: Metafile, root: string): BundledPackage[] {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const folders = new Set(used.map(folderOfPackage).filter((folder) => folder !== undefined));
  const found = [...folders].map((folder) => readBundledPackage(join(root, folder)));
  return found.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

/** `node_modules/a/node_modules/@b/c/d.js` is of `node_modules/a/node_modules/@b/c`. */
function folderOfPackage(path: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function readBundledPackage(folder: string): BundledPackage {
  const { name, version, license, repository } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Record<string, unknown>;
  const licence = typeof license === 'string' ? license : undefined;
  if (licence === undefined) throw new Error(`${name}@${version} states no licence in its package.json`);
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file) && !/\.[cm]?[jt]s$/.test(file))
    .sort();
  return {
    name: String(name),
    version: String(version),
    licence,
    notices: files
      .map((file) => join(folder, file))
      .filter(existsSync)
      .map(readText),
    repository: repositoryOf(repository),
  };
}

function readText(path: string): string {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
}

/** The address of a repository as package.json gives it: a string, or an object with `url`. */
function repositoryOf(repository: unknown): string | undefined {
  const url = typeof repository === 'string' ? repository : (repository as { url?: string } | undefined)?.url;
  const path = /github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?(?:#.*)?$/.exec(url ?? '')?.[1];
  return path === undefined ? undefined : `https://github.com/${path}`;
}

function key({ name, version }: BundledPackage): string {
  return `${name}@${version}`;
}
