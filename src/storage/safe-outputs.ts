/** Checks the outputs of every command that writes: an output is never an input, and replaces existing files only with --force. */
import { type BigIntStats, fstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../core/errors/user-error.ts';
import { storageFor } from './index.ts';
import { refuseExistingLocally } from './local/local-atomic-file.ts';
import { localFiles } from './local/local-files.ts';
import { type Output, refuseOutputName } from './output-name.ts';

export interface PlannedFiles {
  /** Every file that the command reads; `-` is standard input, and undefined is a flag that was not given. */
  readonly inputs: readonly (string | undefined)[];
  readonly outputs: readonly Output[];
  /** Replace what exists. */
  readonly force: boolean;
}

/**
 * Checks all outputs of a command before it reads or writes anything.
 *
 * @throws {UserError} (usage) for a name that looks like a flag or a format, an output that is also an input (by any spelling, link or
 *         redirection) or another output, and an output that exists while `force` is false.
 */
export function refuseUnsafeOutputs({ inputs, outputs, force }: PlannedFiles): void {
  refuseInputs(
    outputs.map(({ path }) => path),
    inputs,
  );
  for (const output of outputs) refuseOutputName(output);
  const seen = new Map<string, Output>();
  for (const output of outputs) {
    for (const place of placesOf(output.path)) {
      const other = seen.get(place);
      if (other !== undefined && other !== output) {
        throw new UserError(`${output.flag} and ${other.flag} name the same file: ${output.path}`, {
          next: 'give each output its own name',
        });
      }
      seen.set(place, output);
    }
  }
  if (!force) for (const output of outputs) refuseExistingOutput(output);
}

/** @throws {UserError} (usage) if one of the outputs is one of the inputs. */
export function refuseInputs(outputs: readonly string[], inputs: readonly (string | undefined)[]): void {
  const read = new Set(inputs.flatMap((input) => (input === undefined ? [] : placesOf(input))));
  for (const output of outputs) {
    if (!placesOf(output).some((place) => read.has(place))) continue;
    throw new UserError(`${output} is an input of this command, and would be overwritten`, {
      next: 'name another file',
    });
  }
}

function refuseExistingOutput({ flag, path, kind }: Output): void {
  if (!isLocal(path)) return;
  if (kind !== 'folder') return refuseExisting(path, false);
  const found = lookUp(() => statSync(path));
  if (found === undefined) return;
  if (!found.isDirectory()) {
    throw new UserError(`${path} is not a folder`, { next: `name another folder with ${flag}` });
  }
  if (readdirSync(path).length === 0) return;
  throw new UserError(`the folder ${path} already holds files`, {
    next: `name another folder with ${flag}, or add --force to replace files in it`,
  });
}

/** Refuses a local file that exists. Another storage refuses it when the output is committed. @throws {UserError} (usage) */
export function refuseExisting(path: string, overwrite: boolean): void {
  if (isLocal(path)) refuseExistingLocally(path, overwrite);
}

/** Refuses a local file whose folder does not exist: for files that are written only at the end. @throws {UserError} (usage) */
export function refuseMissingFolder(path: string): void {
  const folder = dirname(path);
  if (!isLocal(path) || lookUp(() => statSync(folder)) !== undefined) return;
  throw new UserError(`there is no folder ${folder}`, {
    next: 'create it first, or name a file in another folder',
  });
}

/** Refuses a folder where a file is written to or added to. @throws {UserError} (usage) */
export function refuseFolder(flag: string, path: string): void {
  if (!isLocal(path) || !lookUp(() => statSync(path))?.isDirectory()) return;
  throw new UserError(`${flag} ${path} is a folder`, { next: 'name a file in it' });
}

function isLocal(path: string): boolean {
  return storageFor(path) === localFiles;
}

/** What identifies a file: its device and inode if it exists, and its path with all links of its folder resolved. */
function placesOf(path: string): string[] {
  if (path === '-') return identityOf(lookUp(() => fstatSync(0, { bigint: true })));
  if (!isLocal(path)) return [path];
  const folder = lookUp(() => realpathSync(dirname(resolve(path)))) ?? dirname(resolve(path));
  return [
    join(folder, basename(resolve(path))),
    ...identityOf(lookUp(() => statSync(path, { bigint: true }))),
  ];
}

/** Only regular files: every process may read and write the same terminal. */
function identityOf(stats: BigIntStats | undefined): string[] {
  return stats?.isFile() ? [`${stats.dev}:${stats.ino}`] : [];
}

function lookUp<Found>(action: () => Found): Found | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
