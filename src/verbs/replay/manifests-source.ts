/** Reads files of Kubernetes manifests, or a directory of the Karpenter driver, as the scenario of a replay. */

import { invalidScenario } from '../../core/errors/invalid-scenario.ts';
import { loadDriver } from '../../core/scenario/driver/load-driver.ts';
import type { LoadedScenario } from '../../core/scenario/load-scenario.ts';
import { loadManifests } from '../../core/scenario/manifests/load-manifests.ts';
import { refuseIdleScenario } from '../../core/scenario/refuse-idle-scenario.ts';
import { readDriverFolder } from '../../storage/driver-folder.ts';
import { readManifestFiles } from '../../storage/manifest-files.ts';
import type { SourceFile } from '../../storage/source-file.ts';
import type { PlayRequest } from './play-request.ts';
import type { ScenarioSource } from './scenario-source.ts';

/** @throws {UserError} as readScenarioSource does. */
export async function readManifestsSource(
  first: SourceFile,
  { otherFiles = [], applyEvery }: PlayRequest,
): Promise<ScenarioSource> {
  return played(
    loadManifests(await readManifestFiles(first, otherFiles), applyEvery),
    'name files with pods or workloads as well: kubectl keg replay nodes.yaml jobs.yaml',
  );
}

/** Reads a scenario directory of the Karpenter driver. @throws {UserError} as readScenarioSource does. */
export async function readDriverSource(folder: string): Promise<ScenarioSource> {
  return played(loadDriver(await readDriverFolder(folder)));
}

function played({ scenario, problems }: LoadedScenario, next?: string): ScenarioSource {
  if (!scenario) throw invalidScenario(problems);
  refuseIdleScenario(scenario, next);
  return { scenario, problems, recordedPods: [], recordedFile: undefined };
}
