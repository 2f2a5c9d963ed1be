/** Decides what is compared: every file as it is, then every file with the settings of every variant. */
import { basename } from 'node:path';
import { UserError } from '../../core/errors/user-error.ts';
import { fileHead } from '../../core/importers/file-kinds/file-head.ts';
import { requireRole } from '../../core/importers/file-kinds/name-file.ts';
import { recordedFileOf } from '../../storage/recorded-file.ts';
import { loadScenarioFile } from '../../storage/scenario-file.ts';
import { openSourceFile, wholeTextOf } from '../../storage/source-file.ts';

/** Settings that a person gave a name. `options` are those of a replay, read from the flags. */
export interface NamedSettings<Options> {
  readonly name: string;
  /** The flags, as they were written. */
  readonly flags: string;
  readonly options: Options;
}

export interface Variant<Options> {
  readonly name: string;
  readonly file: string;
  readonly kind: 'replay' | 'recording';
  /** The name of its file as it is, where it is not the first one. */
  readonly beside?: string;
  readonly settings: NamedSettings<Options> | undefined;
}

export interface ComparedFiles<Options> {
  readonly variants: readonly Variant<Options>[];
  /** Every file that is read: those that are compared, and those that a scenario names. */
  readonly inputs: readonly string[];
  /** That of the first scenario that has one. */
  readonly seed: number | undefined;
}

/**
 * A recording as it is is measured; a scenario, and a recording with settings, is replayed. A file with settings is compared
 * with itself as it is, and the other files with the first.
 *
 * @throws {UserError} (usage) for a file that is neither, for fewer than two variants, and for two of one name.
 */
export async function comparedVariants<Options>(
  files: readonly string[],
  settings: readonly NamedSettings<Options>[],
): Promise<ComparedFiles<Options>> {
  const names = fileNames(files);
  const opened = await Promise.all(files.map(openCompared));
  const asTheyAre = opened.map(
    ({ kind }, index): Variant<Options> => ({
      name: names[index]!,
      file: files[index]!,
      kind,
      settings: undefined,
    }),
  );
  const changed = files.flatMap((file, index) =>
    settings.map((each): Variant<Options> => {
      const name = files.length === 1 ? each.name : `${names[index]}/${each.name}`;
      return { name, file, kind: 'replay', ...(index > 0 && { beside: names[index]! }), settings: each };
    }),
  );
  const variants = [...asTheyAre, ...changed];
  refuseTooFew(variants);
  refuseEqualNames(variants);
  const seeds = opened.flatMap(({ seed }) => seed ?? []);
  return { variants, inputs: opened.flatMap(({ inputs }) => inputs), seed: seeds[0] };
}

interface OpenedFile {
  readonly kind: Variant<unknown>['kind'];
  readonly inputs: readonly string[];
  readonly seed?: number | undefined;
}

async function openCompared(path: string): Promise<OpenedFile> {
  if (path === '-') {
    throw new UserError(
      'compare reads a file once for each replay, and standard input ends after the first',
      {
        next: 'give the names of files',
      },
    );
  }
  const source = await openSourceFile(path);
  try {
    const head = fileHead(source.head, source.file);
    const role = requireRole(head, ['scenario', 'recording'], 'a scenario or a recording');
    if (role === 'recording') return { kind: 'recording', inputs: [path] };
    const inputs = [path];
    const { scenario } = await loadScenarioFile(await wholeTextOf(source), path, (table) =>
      inputs.push(table),
    );
    const recorded = scenario && recordedFileOf(path, scenario);
    return {
      kind: 'replay',
      inputs: recorded === undefined ? inputs : [...inputs, recorded],
      seed: scenario?.seed,
    };
  } finally {
    source.close();
  }
}

/** The names without folder and ending where they differ, otherwise the paths. */
function fileNames(files: readonly string[]): readonly string[] {
  const short = files.map((file) =>
    basename(file).replace(/\.(?:ya?ml|json|keg\.jsonl|jsonl)(?:\.gz)?$/, ''),
  );
  return new Set(short).size === short.length ? short : files;
}

function refuseTooFew(variants: readonly Variant<unknown>[]): void {
  if (variants.length > 1) return;
  throw new UserError('there is nothing to compare with', {
    next: "give a second file, or a variant such as --variant 'fewer=--nodes-scale 0.8'",
  });
}

function refuseEqualNames(variants: readonly Variant<unknown>[]): void {
  const seen = new Set<string>();
  for (const { name } of variants) {
    if (seen.has(name)) {
      throw new UserError(`two variants have the name ${name}`, { next: 'give each its own name' });
    }
    seen.add(name);
  }
}
