/** Makes a single executable of one platform: its Node, with the bundle as the script and the assets of a single executable application. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { blankLocalSymbols } from './blank-local-symbols.ts';
import { fetchNode } from './node-package.ts';
import { type Platform, programName } from './platforms.ts';
import { signForMacos } from './sign-for-macos.ts';
import { stripSymbols } from './strip-symbols.ts';

/** The mark that Node looks for in itself (Node's documentation, single executable applications). */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const RUN = promisify(execFile);

export interface BuiltExecutable {
  readonly program: Buffer;
  /** The licences of the Node in it. */
  readonly nodeLicence: string;
}

/**
 * Runs on linux/amd64, because the Node that prepares the code runs there. Equal files give equal bytes.
 *
 * @param files the files of the bundle by their name.
 */
export async function buildExecutable(
  platform: Platform,
  files: ReadonlyMap<string, string>,
): Promise<BuiltExecutable> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('executables are built on linux/amd64 only');
  }
  const folder = await mkdtemp(join(tmpdir(), 'keg-executable-'));
  try {
    const node = await fetchNode(platform.node);
    const builder = platform.builder === platform.node ? node : await fetchNode(platform.builder);
    const builderPath = join(folder, 'builder');
    await writeFile(builderPath, builder.program, { mode: 0o755 });
    for (const [name, code] of files) await writeFile(join(folder, name), code);
    if (platform.builder === platform.node) await compileAssets(builderPath, folder);
    const program = join(folder, programName(platform));
    if (platform.os === 'linux') await inject(builderPath, folder, node.program, program);
    else await buildWithNode(builderPath, folder, node.program, program);
    if (platform.os === 'darwin') await signForMacos(program);
    const nodeLicence = node.licence ?? builder.licence;
    if (nodeLicence === undefined) throw new Error(`${platform.node.name} has no licence`);
    return { program: await readFile(program), nodeLicence };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Only where the builder is the executable's own Node: V8 accepts compiled code of no other version or platform. */
async function compileAssets(builder: string, folder: string): Promise<void> {
  const script = join(import.meta.dirname, 'compile-assets.cjs');
  await RUN(builder, ['--random-seed=1', script, folder], { env: {} });
}

/** Node 24 prepares the code and postject puts it into the program. */
async function inject(builder: string, folder: string, node: Buffer, program: string): Promise<void> {
  const output = join(folder, 'prepared');
  await writeConfiguration(folder, { output });
  await RUN(builder, ['--experimental-sea-config', 'sea.json'], { cwd: folder, env: {} });
  await writeFile(program, stripSymbols(node), { mode: 0o755 });
  const postject = createRequire(import.meta.url).resolve('postject/dist/cli.js');
  const args = [postject, program, 'NODE_SEA_BLOB', output, '--sentinel-fuse', FUSE];
  // A process of its own, because it prints warnings about section names that Node does not need.
  await RUN(process.execPath, args);
}

/** Node 26 does both. */
async function buildWithNode(builder: string, folder: string, node: Buffer, program: string): Promise<void> {
  const executable = join(folder, 'node');
  const isMacos = node.readUInt32LE(0) === 0xfeedfacf;
  await writeFile(executable, isMacos ? blankLocalSymbols(node) : node, { mode: 0o755 });
  await writeConfiguration(folder, { output: program, executable });
  await RUN(builder, ['--build-sea', 'sea.json'], { cwd: folder, env: {} });
}

async function writeConfiguration(folder: string, paths: object): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /\.cjs(\.cache)?$/.test(name)).sort();
  const configuration = {
    main: 'loader.cjs',
    ...paths,
    disableExperimentalSEAWarning: true,
    useCodeCache: false,
    assets: Object.fromEntries(names.map((name) => [name, name])),
  };
  await writeFile(join(folder, 'sea.json'), JSON.stringify(configuration));
}
