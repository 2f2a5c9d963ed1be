/** Loads the text of a scenario file: a Scenario, or the errors in the file. */

import type { Problem } from '../errors/problem.ts';
import { oneLine } from '../errors/user-error.ts';
import { buildScenario } from './build-scenario.ts';
import { checkScheduler } from './check-scheduler.ts';
import { checkShape } from './check-shape.ts';
import { type TranslatedScenario, translateScenario } from './forms/index.ts';
import type { ScenarioForm } from './forms/scenario-form.ts';
import { lintScenario } from './lint/lint-scenario.ts';
import { type PositionedDocument, parsePositionedYaml } from './positioned-yaml.ts';
import { createReporter } from './reporter.ts';
import type { ReadNamed } from './requests-table.ts';
import type { Scenario } from './scenario.ts';
import { reportRefusedByServer, type ServerCheck } from './server-rules/refused-by-server.ts';

export interface LoadedScenario {
  /** Absent if a problem is an error. */
  readonly scenario: Scenario | undefined;
  /** In the order of the file. */
  readonly problems: readonly Problem[];
  /** Absent if the file cannot be parsed. */
  readonly form: ScenarioForm | undefined;
}

const READ_NOTHING: ReadNamed = (name) => ({ refusal: `the table ${name} cannot be read here` });

/**
 * Reads a scenario in any of the forms that keg reads. Never throws for bad input: each fault is a problem with file, line and column.
 *
 * @param file the name of the file in messages. Its last part without the extension is the name of a scenario without a name.
 * @param read finds the tables that the scenario names. Default: none can be read.
 * @param check how strictly its objects are checked by the rules of an API server.
 */
export function loadScenario(
  text: string,
  file: string,
  read: ReadNamed = READ_NOTHING,
  check: ServerCheck = {},
): LoadedScenario {
  const parsed = parsePositionedYaml(text, file);
  if (!parsed.document) {
    return {
      scenario: undefined,
      form: undefined,
      problems: inFileOrder(
        parsed.problems.map((problem) => ({ code: 'syntax-error', severity: 'error', ...problem })),
      ),
    };
  }
  const { document } = parsed;
  return checkedScenario(
    { ...translateScenario(document.data), document, name: scenarioNameOf(file) },
    read,
    [],
    check,
  );
}

interface TranslatedFile extends TranslatedScenario {
  readonly document: PositionedDocument;
  /** The name of a scenario that has none. */
  readonly name: string;
}

/** Checks translated data, and builds and lints the scenario. `found` are problems of the translation. */
export function checkedScenario(
  { form, data, document, sourcePath, name }: TranslatedFile,
  read: ReadNamed = READ_NOTHING,
  found: readonly Problem[] = [],
  check: ServerCheck = {},
): LoadedScenario {
  const shape = checkShape(data, document, sourcePath);
  const problems = [...found, ...shape.problems];
  if (!shape.file) return { scenario: undefined, problems: inFileOrder(problems), form };
  const report = createReporter(document, sourcePath, problems, read);
  const scenario = buildScenario(shape.file, form, name, report);
  checkScheduler(shape.file, report);
  reportRefusedByServer(data, report, check);
  const failed = problems.some((problem) => problem.severity === 'error');
  if (!failed) problems.push(...lintScenario(scenario));
  const usable = !problems.some((problem) => problem.severity === 'error');
  return { scenario: usable ? scenario : undefined, problems: inFileOrder(problems), form };
}

/** The last part of a file's name, without the extension. */
export function scenarioNameOf(file: string): string {
  const last = file.split(/[\\/]/).at(-1) ?? file;
  return last.replace(/\.(ya?ml|json)$/i, '') || 'scenario';
}

function inFileOrder(problems: readonly Problem[]): readonly Problem[] {
  const line = (problem: Problem): number => problem.position?.line ?? 0;
  const column = (problem: Problem): number => problem.position?.column ?? 0;
  const printable = problems.map((problem) => ({ ...problem, message: oneLine(problem.message) }));
  return printable.sort((left, right) => line(left) - line(right) || column(left) - column(right));
}
