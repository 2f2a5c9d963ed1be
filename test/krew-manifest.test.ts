/** The krew manifest keeps krew's own rules (kubernetes-sigs/krew, internal/index/validation/validate.go). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';

interface Platform {
  readonly uri?: string;
  readonly sha256?: string;
  readonly bin?: string;
  readonly files?: readonly unknown[];
  readonly selector?: {
    readonly matchLabels?: Record<string, string>;
    readonly matchExpressions?: readonly unknown[];
  };
}

const root = join(import.meta.dirname, '..');
const manifest = parse(readFileSync(join(root, '.krew.yaml'), 'utf8'));
const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;

test('it is a krew Plugin with a safe name', (t) => {
  t.is(manifest.apiVersion, 'krew.googlecontainertools.github.com/v1alpha2');
  t.is(manifest.kind, 'Plugin');
  t.regex(manifest.metadata.name, /^[\w-]+$/);
});

test('its version is that of package.json, as a semantic version with v', (t) => {
  t.is(manifest.spec.version, `v${version}`);
  t.regex(manifest.spec.version, /^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/);
});

test('its short description is one line without a full stop', (t) => {
  t.regex(manifest.spec.shortDescription, /^[^\n]{1,80}[^.\n]$/);
});

test('every platform has an archive, its sum, a program and a selector of os and arch alone', (t) => {
  const platforms: readonly Platform[] = manifest.spec.platforms;
  t.true(platforms.length > 0);
  const seen = new Set<string>();
  for (const platform of platforms) {
    t.regex(platform.uri ?? '', /^https:\/\/.+\.(tar\.gz|zip)$/);
    t.true(platform.uri?.includes(manifest.spec.version));
    t.regex(platform.sha256 ?? '', /^[0-9a-f]{64}$/);
    t.regex(platform.bin ?? '', /^[^/.][^/]*$/);
    t.true(platform.files === undefined || platform.files.length > 0);
    const labels = platform.selector?.matchLabels ?? {};
    t.deepEqual(Object.keys(labels).sort(), ['arch', 'os']);
    t.is(platform.bin?.endsWith('.exe') ?? false, labels.os === 'windows');
    seen.add(`${labels.os}/${labels.arch}`);
  }
  t.is(seen.size, platforms.length, 'no platform twice: krew takes the first that matches');
});
