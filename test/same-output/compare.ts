/**
 * `node test/same-output/compare.ts BEFORE [AFTER]`: runs the same commands in two checkouts and lists what each prints or writes otherwise.
 *
 * It shows that a change of structure left exit codes, standard output, standard error and files as they were, byte for byte, and lists what
 * a change of behaviour changed. Both checkouts need their `node_modules`. Exit code 1 where anything differs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { type ComparedCommand, comparedCommands } from './commands.ts';
import { writeMadeInputs } from './made-inputs.ts';

const HERE = resolve(import.meta.dirname, '..', '..');
const SHARED = resolve(HERE, '..', 'shared');

/** How fast the machine was: the only text that two runs of one checkout print otherwise. */
const WALL_TIME = /took [\d.]+ s here \([\d,]+x\)/g;

interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Path in the working folder → content of every file that the command left. */
  readonly files: ReadonlyMap<string, string>;
}

const [before, after = HERE] = process.argv.slice(2);
if (before === undefined) {
  process.stderr.write('usage: node test/same-output/compare.ts BEFORE [AFTER]\n');
  process.exit(2);
}
const folders = [mkdtempSync(join(tmpdir(), 'before-')), mkdtempSync(join(tmpdir(), 'after-'))] as const;
for (const folder of folders) writeMadeInputs(folder);

let same = 0;
let different = 0;
const leftOut: string[] = [];
for (const command of comparedCommands(join(HERE, 'fixtures'), SHARED)) {
  if (command.shared !== undefined && !existsSync(join(SHARED, command.shared))) {
    leftOut.push(command.title);
    continue;
  }
  const differences = differencesOf(run(before, command, folders[0]), run(after, command, folders[1]));
  if (differences.length === 0) same += 1;
  else different += 1;
  process.stdout.write(`${differences.length === 0 ? 'same     ' : 'DIFFERS  '} ${command.title}\n`);
  for (const difference of differences) process.stdout.write(`           ${difference}\n`);
}
for (const folder of folders) rmSync(folder, { recursive: true });
for (const title of leftOut) process.stdout.write(`left out  ${title} (../shared is not here)\n`);
process.stdout.write(`\n${same} same, ${different} differ, ${leftOut.length} left out\n`);
process.exitCode = different === 0 ? 0 : 1;

function run(checkout: string, { args }: ComparedCommand, folder: string): Outcome {
  const executable = resolve(checkout, 'bin', 'kubectl-keg.cjs');
  const earlier = filesIn(folder);
  const { status, stdout, stderr } = spawnSync(process.execPath, [executable, ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, COLUMNS: '120', NO_COLOR: '1', KUBECONFIG: join(folder, 'none') },
  });
  const files = new Map([...filesIn(folder)].filter(([path, content]) => earlier.get(path) !== content));
  return { exitCode: status, stdout: steady(stdout, folder), stderr: steady(stderr, folder), files };
}

function steady(text: string, folder: string): string {
  return text.replaceAll(folder, '.').replaceAll(WALL_TIME, 'took (wall time)');
}

function filesIn(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, 'latin1')]));
}

function differencesOf(one: Outcome, other: Outcome): readonly string[] {
  const paths = new Set([...one.files.keys(), ...other.files.keys()]);
  return [
    ...(one.exitCode === other.exitCode ? [] : [`exit code ${one.exitCode} → ${other.exitCode}`]),
    ...differentLine('stdout', one.stdout, other.stdout),
    ...differentLine('stderr', one.stderr, other.stderr),
    ...[...paths].flatMap((path) => differentLine(path, one.files.get(path), other.files.get(path))),
  ];
}

/** How many lines differ, and the first that does. */
function differentLine(name: string, one: string | undefined, other: string | undefined): readonly string[] {
  if (one === other) return [];
  if (one === undefined || other === undefined)
    return [`${name}: only ${one === undefined ? 'after' : 'before'}`];
  const [left, right] = [one.split('\n'), other.split('\n')];
  const lines = Array.from({ length: Math.max(left.length, right.length) }, (_, index) => index);
  const changed = lines.filter((index) => left[index] !== right[index]);
  const first = changed[0] ?? 0;
  const shown = (line: string | undefined) => (line === undefined ? '(no line)' : line.slice(0, 100));
  return [
    `${name}: ${changed.length} lines, first ${first + 1}: ${shown(left[first])} → ${shown(right[first])}`,
  ];
}
