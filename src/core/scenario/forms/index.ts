/** All forms of scenario files that keg reads. One line a form; the first that detects its file reads it. */
import type { Path, Plain } from '../positioned-yaml.ts';
import { GO_TOOL_AFTER } from './go-tool-after.ts';
import { GO_TOOL_CURRENT } from './go-tool-current.ts';
import { GO_TOOL_LIST } from './go-tool-list.ts';
import { GO_TOOL_README } from './go-tool-readme.ts';
import { isObject, type ScenarioForm } from './scenario-form.ts';

/** The form of keg's own files. It also takes every file that no other form detects. */
export const KEG_FORM: ScenarioForm = {
  id: 'keg',
  title: 'kubectl keg',
  detect: (data) => data.apiVersion !== undefined || data.kind !== undefined,
};

export const SCENARIO_FORMS: readonly ScenarioForm[] = [
  GO_TOOL_LIST,
  GO_TOOL_AFTER,
  KEG_FORM,
  GO_TOOL_README,
  GO_TOOL_CURRENT,
];

export interface TranslatedScenario {
  readonly form: ScenarioForm;
  /** In keg's own keys. */
  readonly data: Plain;
  /** Converts a path of `data` to the path in the source file. */
  sourcePath(path: Path): Path;
}

/** Detects the form of a parsed file and renames its keys to those of keg. */
export function translateScenario(data: Plain, forms = SCENARIO_FORMS): TranslatedScenario {
  const form = (isObject(data) && forms.find((each) => each.detect(data))) || KEG_FORM;
  const translation = isObject(data) ? form.translate?.(data) : undefined;
  return { form, data, sourcePath: (path) => path, ...translation };
}
