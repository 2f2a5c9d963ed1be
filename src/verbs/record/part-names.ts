/** What the files of one run are called: `prod.keg.jsonl.gz` becomes `prod.0001.keg.jsonl.gz` and so on, in an order that sorts. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { UserError } from '../../core/errors/user-error.ts';
import { findJournalEnd } from '../../storage/journal-end.ts';
import { saltFileOf } from './salt.ts';

/** Enough for a file an hour for more than a year; later ones get more. */
const DIGITS = 4;
const EXTENSION = /(?:\.keg)?(?:\.jsonl?)?(?:\.gz)?$/;

/** @param number from 1. */
export function partName(run: string, number: number): string {
  const { stem, extension } = split(run);
  return `${stem}.${String(number).padStart(DIGITS, '0')}${extension}`;
}

/** The name of the whole run that this would be a part of; undefined if it is no part's name. */
export function runOf(part: string): string | undefined {
  const { stem, extension } = split(part);
  const numbered = /^(.+)\.\d{4,}$/.exec(stem);
  return numbered ? `${numbered[1]}${extension}` : undefined;
}

/** Numbers of the parts that are there, ascending. */
export function partsOf(run: string): number[] {
  const { stem, extension } = split(basename(run));
  const folder = dirname(run);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${stem}.`) && name.endsWith(extension))
    .map((name) => name.slice(stem.length + 1, name.length - extension.length))
    .filter((number) => /^\d{4,}$/.test(number))
    .map(Number)
    .sort((one, other) => one - other);
}

/**
 * The run that is to be gone on with, by its own name or by that of its last part, and the part to go on in: the last one that a line was
 * written to. One without any, which a crash left while files were being changed, is taken away.
 *
 * @throws {UserError} (usage) if there is none, or another part is named than the last.
 */
export function lastPart(named: string): { readonly run: string; readonly number: number } {
  const run = partsOf(named).length > 0 ? named : (runOf(named) ?? named);
  const numbers = partsOf(run);
  for (;;) {
    const number = numbers.at(-1);
    if (number === undefined)
      throw new UserError(`there is no ${partName(run, 1)} to go on with`, {
        next: `begin anew: -o ${run}`,
      });
    const file = partName(run, number);
    if (findJournalEnd(file).bytes > 0 || numbers.length === 1) {
      if (named !== run && named !== file)
        throw new UserError(`${named} is not the last of its files`, { next: `go on with ${file}` });
      return { run, number };
    }
    rmSync(file);
    numbers.pop();
  }
}

/** @throws {UserError} (usage) if something of such a run is there already. */
export function refuseBegunRun(run: string): void {
  const [number] = partsOf(run);
  if (number !== undefined)
    throw new UserError(`${partName(run, number)} is there already`, {
      next: `name another file, or go on with it: --resume ${run} --rotate 24h`,
    });
  if (existsSync(saltFileOf(run)))
    throw new UserError(`${saltFileOf(run)} belongs to a recording that was cut short`, {
      next: 'name another file, or go on with that one: --resume',
    });
}

/** @throws {UserError} (usage) for a file that can only be gone on with together with the other files of its run. */
export function refusePartAlone(file: string): void {
  const run = existsSync(file) ? runOf(file) : file;
  if (run === undefined) return;
  const isAlone = existsSync(file)
    ? !existsSync(saltFileOf(run)) || existsSync(saltFileOf(file))
    : partsOf(run).length === 0;
  if (isAlone) return;
  throw new UserError(`${file} was recorded in files of their own`, {
    next: `go on with all of them: --resume ${run} --rotate 24h`,
  });
}

function split(file: string): { readonly stem: string; readonly extension: string } {
  const named = EXTENSION.exec(file)?.[0] || extname(file);
  const extension = /^\.\d+$/.test(named) ? '' : named;
  return { stem: file.slice(0, file.length - extension.length), extension };
}
