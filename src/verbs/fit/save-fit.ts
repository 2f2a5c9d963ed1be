/** Writes what a fit gives: the scenario with its tables of requests, all of them or none, and the page. */
import { basename, dirname, join } from 'node:path';
import { withTables } from '../../core/fitting/writing/request-tables.ts';
import type { WrittenScenario } from '../../core/fitting/writing/written-scenario.ts';
import { explainedNames } from '../../core/fitting/writing/written-words.ts';
import { saveScenario } from '../../core/scenario/save-scenario.ts';
import type { RecordingFit } from '../../render/fit/recording-fit.ts';
import { openAtomicFile, writeFileAtomically } from '../../storage/atomic-file.ts';
import { storageFor } from '../../storage/index.ts';
import { refuseExisting, refuseInputs } from '../../storage/safe-outputs.ts';
import type { AtomicFile } from '../../storage/storage.ts';

/** Another name, such as /dev/stdout, may be no file with a folder for tables: that scenario contains its choices. */
const SCENARIO_ENDING = /\.ya?ml$/i;

interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface FitFiles {
  readonly recordings: readonly string[];
  readonly scenario: string | undefined;
  readonly plot?: string | undefined;
  /** Replaces files that exist. */
  readonly force: boolean;
}

/**
 * @returns the files that were written.
 * @throws {UserError} if a file exists and `force` is not set or a table would replace a recording. Nothing is written then.
 */
export async function saveFit(
  fit: RecordingFit,
  { recordings, scenario, plot, force }: FitFiles,
): Promise<string[]> {
  const overwrite = force;
  const written = scenario === undefined ? [] : scenarioFiles(fit.scenario, scenario, recordings);
  const places = written.map(({ path }) => path);
  refuseInputs(places, recordings);
  for (const path of places) refuseExisting(path, force);
  await writeTogether(written, force);
  const paths = places.reverse();
  if (plot === undefined) return paths;
  const { renderFitPage } = await import('../../render/charts/page.ts');
  await writeFileAtomically(plot, renderFitPage(fit), { overwrite });
  return [...paths, plot];
}

/** Where a file cannot be put in its place, new files that were put in theirs before it are removed again. */
async function writeTogether(files: readonly TextFile[], overwrite: boolean): Promise<void> {
  const open: { readonly path: string; readonly file: AtomicFile }[] = [];
  const placed: string[] = [];
  try {
    for (const { path, text } of files) {
      const file = openAtomicFile(path, { overwrite });
      open.push({ path, file });
      file.write(text);
    }
    for (const { path, file } of open) {
      const isNew = !(await storageFor(path).exists(path));
      await file.commit();
      if (isNew) placed.push(path);
    }
  } catch (error) {
    for (const path of placed) await storageFor(path).remove(path);
    throw error;
  } finally {
    for (const { file } of open) file.discard();
  }
}

/** The tables come first: a scenario without its tables would be of no use. */
function scenarioFiles(fitted: WrittenScenario, path: string, recordings: readonly string[]): TextFile[] {
  const stem = basename(path).replace(SCENARIO_ENDING, '');
  const { scenario, tables } = SCENARIO_ENDING.test(path)
    ? withTables(fitted, stem)
    : { scenario: fitted, tables: [] };
  const comment = [`Fitted by kubectl keg fit from ${recordings.join(', ')}`, ...explainedNames(fitted)]
    .map((line) => ` ${line}`)
    .join('\n');
  return [
    ...tables.map(({ name, text }) => ({ path: join(dirname(path), name), text })),
    { path, text: saveScenario(scenario, { comment }) },
  ];
}
