/** Names the files of a rotated recording: `prod.keg.jsonl.gz` becomes `prod.0001.keg.jsonl.gz` and so on, in an order that sorts. */
import { basename, dirname, extname } from 'node:path';
import { UserError } from '../../core/errors/user-error.ts';
import { storageFor } from '../../storage/index.ts';
import { findJournalEnd } from '../../storage/journal-end.ts';
import { saltFileOf } from './salt.ts';

/** Enough for one file an hour for more than a year. Higher numbers get more digits. */
const DIGITS = 4;
const EXTENSION = /(?:\.keg)?(?:\.jsonl?)?(?:\.gz)?$/;

/** @param number from 1. */
export function partName(run: string, number: number): string {
  const { stem, extension } = split(run);
  return `${stem}.${String(number).padStart(DIGITS, '0')}${extension}`;
}

/** The name of the run that a part belongs to; undefined if the name is not that of a part. */
export function runOf(part: string): string | undefined {
  const { stem, extension } = split(part);
  const numbered = /^(.+)\.\d{4,}$/.exec(stem);
  return numbered ? `${numbered[1]}${extension}` : undefined;
}

/** Numbers of the parts that exist, ascending. */
export async function partsOf(run: string): Promise<number[]> {
  const { stem, extension } = split(basename(run));
  return (await storageFor(run).list(dirname(run)))
    .filter((name) => name.startsWith(`${stem}.`) && name.endsWith(extension))
    .map((name) => name.slice(stem.length + 1, name.length - extension.length))
    .filter((number) => /^\d{4,}$/.test(number))
    .map(Number)
    .sort((one, other) => one - other);
}

/**
 * Finds the run to resume, by its own name or by that of its last part, and the part to continue: the last one that contains a line. A crash
 * between two parts leaves a last part without lines; that one is removed.
 *
 * @throws {UserError} (usage) if there is no part, or another part than the last is named.
 */
export async function lastPart(named: string): Promise<{ readonly run: string; readonly number: number }> {
  const run = (await partsOf(named)).length > 0 ? named : (runOf(named) ?? named);
  const numbers = await partsOf(run);
  for (;;) {
    const number = numbers.at(-1);
    if (number === undefined)
      throw new UserError(`there is no ${partName(run, 1)} to continue`, {
        next: `start a new recording: -o ${run}`,
      });
    const file = partName(run, number);
    if ((await findJournalEnd(file)).bytes > 0 || numbers.length === 1) {
      if (named !== run && named !== file)
        throw new UserError(`${named} is not the last file of its recording`, { next: `resume ${file}` });
      return { run, number };
    }
    await storageFor(file).remove(file);
    numbers.pop();
  }
}

/** @throws {UserError} (usage) if a part or the salt of such a run exists. */
export async function refuseBegunRun(run: string): Promise<void> {
  const [number] = await partsOf(run);
  if (number !== undefined)
    throw new UserError(`${partName(run, number)} already exists`, {
      next: `name another file, continue it with --resume ${run} --rotate 24h, or replace it with --force`,
    });
  if (await exists(saltFileOf(run)))
    throw new UserError(`${saltFileOf(run)} belongs to a recording that was cut short`, {
      next: 'name another file, or continue that recording: --resume',
    });
}

/** @throws {UserError} (usage) for a file that can only be resumed together with the other files of its run. */
export async function refusePartAlone(file: string): Promise<void> {
  const isThere = await exists(file);
  const run = isThere ? runOf(file) : file;
  if (run === undefined) return;
  const isAlone = isThere
    ? !(await exists(saltFileOf(run))) || (await exists(saltFileOf(file)))
    : (await partsOf(run)).length === 0;
  if (isAlone) return;
  throw new UserError(`${file} is one of several files of a recording`, {
    next: `resume all of them: --resume ${run} --rotate 24h`,
  });
}

function exists(file: string): Promise<boolean> {
  return storageFor(file).exists(file);
}

function split(file: string): { readonly stem: string; readonly extension: string } {
  const named = EXTENSION.exec(file)?.[0] || extname(file);
  const extension = /^\.\d+$/.test(named) ? '' : named;
  return { stem: file.slice(0, file.length - extension.length), extension };
}
