/** Reads files of Kubernetes manifests as the scenario of a replay. */

import { loadManifests } from '../../core/scenario/manifests/load-manifests.ts';
import { refuseIdleScenario } from '../../core/scenario/refuse-idle-scenario.ts';
import { readManifestFiles } from '../../storage/manifest-files.ts';
import type { SourceFile } from '../../storage/source-file.ts';
import { invalidScenario, type ScenarioSource } from './scenario-source.ts';

/** @throws {UserError} as readScenarioSource does. */
export async function readManifestsSource(
  first: SourceFile,
  others: readonly string[],
): Promise<ScenarioSource> {
  const { scenario, problems } = loadManifests(await readManifestFiles(first, others));
  if (!scenario) throw invalidScenario(problems);
  refuseIdleScenario(scenario);
  return { scenario, problems, recordedPods: [], recordedFile: undefined };
}
