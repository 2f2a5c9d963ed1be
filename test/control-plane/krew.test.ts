/** krew installs, upgrades and removes keg on a machine without Node, and keg runs there through kubectl. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { bundle } from '../../release/bundle.ts';
import { buildExecutable } from '../../release/executable.ts';
import { krewManifest } from '../../release/krew-manifest.ts';
import { archiveName, LINUX_AMD64, LINUX_ARM64, PLATFORMS } from '../../release/platforms.ts';
import { tar } from '../../release/tar.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { buildKrew } from './cluster/build.ts';
import { archiveOfTests } from './krew-archive.ts';
import { krewHome, serveFiles } from './krew-home.ts';
import { clusterOfFile, type FileCluster } from './ready-cluster.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SCENARIO = join(ROOT, 'fixtures', 'gpu-day.yaml');
const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};
const OLDER = '0.0.9';
const isHere = process.platform === 'linux' && process.arch === 'x64';
const onLinux = isHere ? test.serial : test.serial.skip;

let archive = '';
let cluster: FileCluster;
test.before(async (t) => {
  if (!isHere) return;
  archive = await archiveOfTests(LINUX_AMD64, t.log);
  cluster = await clusterOfFile({
    without: ['kube-scheduler', 'kube-controller-manager', 'kwok-controller'],
  });
});

/** Debian's qemu-user-static, libc6-arm64-cross and libstdc++6-arm64-cross. */
const ARM64 = { emulator: '/usr/bin/qemu-aarch64-static', libraries: '/usr/aarch64-linux-gnu' };
const hasArm64 = existsSync(ARM64.emulator) && existsSync(join(ARM64.libraries, 'lib', 'libstdc++.so.6'));

/** krew's manifest of a version whose archive for this machine is the one at the path. */
function manifestOf(version: string, path: string, folder?: string): string {
  // krew reads only the sum of this machine's archive.
  const sums = new Map(PLATFORMS.map((each) => [archiveName(each, version), '0'.repeat(63).concat('f')]));
  sums.set(archiveName(LINUX_AMD64, version), createHash('sha256').update(readFileSync(path)).digest('hex'));
  return krewManifest(readFileSync(join(ROOT, '.krew.yaml'), 'utf8'), version, sums, folder);
}

/** An archive of an older keg, which is a script that prints its version. */
function olderArchive(t: ExecutionContext): string {
  const path = join(temporaryFolder(t), archiveName(LINUX_AMD64, OLDER));
  const content = Buffer.from(`#!/bin/sh\necho kubectl keg ${OLDER}\n`);
  writeFileSync(path, gzipSync(tar([{ path: 'kubectl-keg', content, isExecutable: true }])));
  return path;
}

onLinux("krew's own check accepts the manifest", async (t) => {
  const path = join(temporaryFolder(t), 'keg.yaml');
  writeFileSync(path, manifestOf(VERSION, archive));
  const { 'validate-krew-manifest': check } = await buildKrew(t.log);
  t.notThrows(() => execFileSync(check, ['-skip-install', '-manifest', path], { stdio: 'pipe' }));
});

onLinux(
  'after krew install keg runs through kubectl without Node, and uninstalling leaves nothing',
  async (t) => {
    const { home, kubectl, files } = await krewHome(t);
    t.throws(() => execFileSync('node', [], { env: { PATH: join(home, '..', 'tools') } }), {
      code: 'ENOENT',
    });
    const before = files();
    const manifest = join(temporaryFolder(t), 'keg.yaml');
    writeFileSync(manifest, manifestOf(VERSION, archive));
    const start = performance.now();
    t.regex(
      await kubectl(['krew', 'install', `--manifest=${manifest}`, `--archive=${archive}`]),
      /Installed plugin: keg/,
    );
    const table = await kubectl(['keg', 'replay', SCENARIO]);
    t.log(`from krew install to the first table: ${((performance.now() - start) / 1000).toFixed(1)} s`);
    t.regex(table, /^ {2}cpu +[\d.]+/m);
    t.regex(await kubectl(['keg', 'version']), new RegExp(`^kubectl keg ${VERSION}`));
    const status = await kubectl(['keg', 'cluster', 'status'], { KUBECONFIG: cluster.cluster.kubeconfig });
    t.regex(status, /v1\.\d+/);
    const store = join(home, '.krew', 'store', 'keg', `v${VERSION}`);
    for (const file of ['LICENSE', 'THIRD-PARTY-NOTICES', 'kubectl-keg.1'])
      t.true(existsSync(join(store, file)), file);
    await kubectl(['krew', 'uninstall', 'keg']);
    t.deepEqual(files(), before);
  },
);

onLinux('krew upgrades from one version to the next through an index', async (t) => {
  const { kubectl, publish } = await krewHome(t);
  const older = olderArchive(t);
  const newer = join(temporaryFolder(t), archiveName(LINUX_AMD64, VERSION));
  copyFileSync(archive, newer);
  const folder = await serveFiles(t, [older, newer]);
  await publish(manifestOf(OLDER, older, folder));
  await kubectl(['krew', 'install', 'keg']);
  t.is((await kubectl(['keg', 'version'])).trim(), `kubectl keg ${OLDER}`);
  await publish(manifestOf(VERSION, newer, folder));
  await kubectl(['krew', 'upgrade', 'keg']);
  t.regex(await kubectl(['keg', 'version']), new RegExp(`^kubectl keg ${VERSION}`));
});

onLinux("an archive with another sum than the manifest's is not installed", async (t) => {
  const { kubectl, files } = await krewHome(t);
  const manifest = join(temporaryFolder(t), 'keg.yaml');
  writeFileSync(manifest, manifestOf(VERSION, olderArchive(t)));
  const before = files();
  await t.throwsAsync(kubectl(['krew', 'install', `--manifest=${manifest}`, `--archive=${archive}`]), {
    message: /checksum/,
  });
  t.deepEqual(files(), before);
});

// Only at night: each change of a source makes another executable, and qemu is slow.
if (process.env.KEG_PROPERTY_RUNS === 'nightly') {
  onLinux('two builds of the executables for Linux have the same bytes', async (t) => {
    const { files } = await bundle();
    for (const platform of [LINUX_AMD64, LINUX_ARM64]) {
      const [first, second] = [
        await buildExecutable(platform, files),
        await buildExecutable(platform, files),
      ];
      t.true(first.program.equals(second.program), platform.arch);
    }
  });

  const onArm64 = isHere && hasArm64 ? test.serial : test.serial.skip;
  onArm64('the program for linux/arm64 replays a scenario under qemu', async (t) => {
    const folder = temporaryFolder(t);
    const packed = await archiveOfTests(LINUX_ARM64, t.log);
    execFileSync('tar', ['-xzf', packed, '-C', folder]);
    const run = (...args: string[]): string =>
      execFileSync(ARM64.emulator, ['-L', ARM64.libraries, join(folder, 'kubectl-keg'), ...args], {
        encoding: 'utf8',
        cwd: folder,
      });
    t.regex(run('version'), /linux-arm64/);
    t.regex(run('replay', 'fixtures/scheduler-changes.yaml'), /^ {2}cpu +[\d.]+/m);
  });
}
