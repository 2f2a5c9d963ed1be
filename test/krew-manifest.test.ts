/** krew's manifest keeps krew's own rules (kubernetes-sigs/krew, internal/index/validation/validate.go) and those of krew-index. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { krewManifest } from '../release/krew-manifest.ts';
import { archiveName, PLATFORMS } from '../release/platforms.ts';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly version: string;
    readonly homepage: string;
    readonly shortDescription: string;
    readonly description: string;
    readonly caveats: string;
    readonly platforms: readonly KrewPlatform[];
  };
}

interface KrewPlatform {
  readonly uri: string;
  readonly sha256: string;
  readonly bin: string;
  readonly files?: readonly unknown[];
  readonly selector: { readonly matchLabels: Record<string, string> };
}

const root = join(import.meta.dirname, '..');
const template = readFileSync(join(root, '.krew.yaml'), 'utf8');
const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
/** A sum of its own for each archive. */
const sums = new Map(PLATFORMS.map((each, index) => [archiveName(each, version), String(index).repeat(64)]));
const manifest = parse(krewManifest(template, version, sums)) as Manifest;

test('it is a krew Plugin with a safe name', (t) => {
  t.is(manifest.apiVersion, 'krew.googlecontainertools.github.com/v1alpha2');
  t.is(manifest.kind, 'Plugin');
  t.regex(manifest.metadata.name, /^[\w-]+$/);
});

test('its version is that of package.json, as a semantic version with v', (t) => {
  t.is(manifest.spec.version, `v${version}`);
  t.regex(manifest.spec.version, /^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/);
});

test('its name is lower case and does not repeat kubectl or kube, as krew-index asks', (t) => {
  t.regex(manifest.metadata.name, /^[a-z][a-z0-9-]*$/);
  t.notRegex(manifest.metadata.name, /kube/);
});

test('its short description is one line of at most 50 characters without a full stop', (t) => {
  t.regex(manifest.spec.shortDescription, /^[A-Z][^\n]{1,48}[^.\n]$/);
});

test('it has a homepage, a description and first commands, in lines of at most 80 characters', (t) => {
  t.regex(manifest.spec.homepage, /^https:\/\/github\.com\//);
  for (const text of [manifest.spec.description, manifest.spec.caveats]) {
    t.true(text.split('\n').length > 2);
    for (const line of text.split('\n')) t.true(line.length <= 80, line);
  }
  t.true(manifest.spec.caveats.includes('kubectl keg '));
});

test('the licence is open and stands in the repository', (t) => {
  t.regex(readFileSync(join(root, 'LICENSE'), 'utf8'), /Apache License/);
});

test('the platforms are those that a release builds, each with its archive, sum and program', (t) => {
  const { platforms } = manifest.spec;
  t.is(platforms.length, PLATFORMS.length);
  for (const [index, { os, arch }] of PLATFORMS.entries()) {
    const { uri, sha256, bin, files, selector } = platforms[index]!;
    t.deepEqual(selector.matchLabels, { os, arch });
    t.true(uri.startsWith(`${manifest.spec.homepage}/releases/download/v${version}/`));
    t.is(sha256, sums.get(archiveName({ os, arch }, version)) ?? 'none');
    t.is(bin, os === 'windows' ? 'kubectl-keg.exe' : 'kubectl-keg');
    t.is(files, undefined, 'without files krew extracts all, the licence too');
  }
});

test('the template itself has no sum that could be taken for a true one', (t) => {
  t.notRegex(template, /[0-9a-f]{64}/);
});

test('an archive of the template that was not built is an error', (t) => {
  t.throws(() => krewManifest(template, version, new Map()), { message: /no such archive/ });
});

test('archives of a folder take the place of those of the release page', (t) => {
  const local = parse(krewManifest(template, version, sums, 'http://127.0.0.1:8000')) as Manifest;
  t.is(local.spec.platforms[0]?.uri, `http://127.0.0.1:8000/${archiveName(PLATFORMS[0]!, version)}`);
});
