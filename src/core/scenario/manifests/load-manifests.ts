/** Loads files of Kubernetes manifests as one scenario, with the errors in them. */

import type { Problem } from '../../errors/problem.ts';
import type { Microseconds } from '../../time/microseconds.ts';
import type { ScenarioForm } from '../forms/scenario-form.ts';
import { checkedScenario, type LoadedScenario, scenarioNameOf } from '../load-scenario.ts';
import { type PlainObject, parsePositionedStream } from '../positioned-yaml.ts';
import type { ServerCheck } from '../server-rules/refused-by-server.ts';
import { joinedDocument } from './joined-document.ts';
import { placedObjects } from './placed-objects.ts';
import { scenarioOfManifests } from './scenario-of-manifests.ts';
import { secondJsonValue } from './second-json-value.ts';

export interface ManifestFile {
  /** What errors call it. */
  readonly file: string;
  readonly text: string;
}

export interface LoadedManifests extends LoadedScenario {
  /** The scenario as data, with the keys of a scenario file; undefined if a file cannot be parsed. */
  readonly data: PlainObject | undefined;
}

const MANIFEST_FORM: ScenarioForm = {
  id: 'manifests',
  title: 'manifests of Kubernetes',
  detect: () => false,
};

/**
 * Reads the objects of all files as one scenario. Everything exists or is created at 0s, in the order of the files. Never throws for bad
 * input: each fault is a problem with file, line and column.
 *
 * @param files at least one. The first gives the scenario its name.
 * @param every the time from the creation of one pod or workload to that of the next.
 */
export function loadManifests(
  files: readonly ManifestFile[],
  every: Microseconds = 0,
  check: ServerCheck = {},
): LoadedManifests {
  const problems: Problem[] = [];
  const documents = files.flatMap(({ file, text }) => {
    const parsed = parsePositionedStream(text, file, 'any');
    const second = parsed.problems && secondJsonValue(text, file);
    if (second) problems.push(second);
    else
      for (const problem of parsed.problems ?? [])
        problems.push({ code: 'syntax-error', severity: 'error', ...problem });
    return parsed.documents ?? [];
  });
  const placed = placedObjects(documents, problems);
  const form = MANIFEST_FORM;
  if (problems.length > 0 || documents.length === 0)
    return { scenario: undefined, data: undefined, form, problems };
  const name = scenarioNameOf(files[0]!.file);
  const { data, sourcePath, byKey } = scenarioOfManifests(placed, name, problems, every);
  const document = joinedDocument(files[0]!.file, byKey);
  return { ...checkedScenario({ form, data, sourcePath, document, name }, undefined, problems, check), data };
}
