/** The list of packages, its notices and the bill of materials name what the bundle contains. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { billOfMaterials } from '../../release/bill-of-materials.ts';
import { bundle } from '../../release/bundle.ts';
import { bundledPackages } from '../../release/bundled-packages.ts';
import { checkLicences } from '../../release/licences.ts';
import { PLATFORMS } from '../../release/platforms.ts';
import { thirdPartyNotices } from '../../release/third-party-notices.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');

interface Bill {
  readonly components: readonly { readonly name: string; readonly version: string; readonly purl: string }[];
}

/** What esbuild writes about bundled inputs, as far as it is read. */
function metafileOf(bytesByPath: Readonly<Record<string, number>>) {
  const inputs = Object.fromEntries(
    Object.entries(bytesByPath).map(([path, bytesInOutput]) => [path, { bytesInOutput }]),
  );
  const output = { bytes: 1, inputs, imports: [], exports: [] };
  return { inputs: {}, outputs: { 'dist/keg.js': output } };
}

function writePackage(root: string, folder: string, fields: object): void {
  const path = join(root, folder, 'package.json');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(fields));
  writeFileSync(join(root, folder, 'LICENSE.md'), `licence of ${folder}\r\n`);
}

test('packages come from bundled inputs: scoped, nested, and none that was shaken off', (t) => {
  const root = temporaryFolder(t);
  writePackage(root, 'node_modules/@a/b', { name: '@a/b', version: '1.0.0', license: 'MIT' });
  writePackage(root, 'node_modules/c/node_modules/d', { name: 'd', version: '2.0.0', license: 'ISC' });
  const metafile = metafileOf({
    'node_modules/@a/b/x.js': 10,
    'node_modules/@a/b/lib/y.js': 10,
    'node_modules/c/node_modules/d/d.js': 10,
    'node_modules/unused/index.js': 0,
    'src/cli/main.ts': 10,
  });
  t.deepEqual(
    bundledPackages(metafile, root).map(({ name, version, notices }) => [name, version, notices]),
    [
      ['@a/b', '1.0.0', ['licence of node_modules/@a/b']],
      ['d', '2.0.0', ['licence of node_modules/c/node_modules/d']],
    ],
  );
});

test('a package that states no licence is an error', (t) => {
  const root = temporaryFolder(t);
  writePackage(root, 'node_modules/a', { name: 'a', version: '1.0.0' });
  t.throws(() => bundledPackages(metafileOf({ 'node_modules/a/a.js': 1 }), root), {
    message: /a@1\.0\.0 states no licence/,
  });
});

test('bill of materials and notices name every package of the bundle, and licences allow it', async (t) => {
  const { metafile } = await bundle();
  const packages = bundledPackages(metafile, ROOT);
  t.notThrows(() => checkLicences(packages));
  const bill = JSON.parse(billOfMaterials('1.2.3', packages, PLATFORMS)) as Bill;
  const notices = thirdPartyNotices(packages);
  const names = new Set(
    Object.values(metafile.outputs)
      .flatMap(({ inputs }) => Object.entries(inputs))
      .flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []))
      .flatMap((path) => path.split('node_modules/').slice(1).slice(-1))
      .map((path) =>
        path
          .split('/')
          .slice(0, path.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
  );
  t.true(names.size > 20);
  for (const name of names) {
    const { version } = bill.components.find((each) => each.name === name) ?? {};
    t.truthy(version, name);
    t.true(notices.includes(`\n${name} ${version} (`), name);
  }
  // The packages and the two versions of Node.
  t.is(bill.components.length, packages.length + new Set(PLATFORMS.map(({ node }) => node.version)).size);
  t.is(new Set(bill.components.map(({ purl }) => purl)).size, bill.components.length);
});

test('the bill of materials names each Node with the package that it came from', (t) => {
  const bill = billOfMaterials('1.2.3', [], PLATFORMS);
  for (const { node } of PLATFORMS) t.true(bill.includes(`${node.name}@${node.version} ${node.integrity}`));
});

test('the Node that prepares the code has the version of the Node that runs it', (t) => {
  for (const { os, arch, node, builder } of PLATFORMS) t.is(builder.version, node.version, `${os}/${arch}`);
});
