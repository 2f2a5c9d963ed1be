/** Checks what a scenario says to the scheduler (version, configuration, weights) where it is written, not when it is played. */
import { UserError } from '../errors/user-error.ts';
import { readConfiguration } from '../scheduler/configuration/read-configuration.ts';
import { withWeights } from '../scheduler/configuration/with-weights.ts';
import {
  behaviourOf,
  DEFAULT_KUBERNETES_VERSION,
  parseKubernetesVersion,
} from '../scheduler/kubernetes-version.ts';
import type { Path } from './positioned-yaml.ts';
import type { Reporter } from './reporter.ts';
import type { ScenarioFile } from './schema/scenario-file.ts';

export function checkScheduler(file: ScenarioFile, report: Reporter): void {
  const told = <Result>(path: Path, attempt: () => Result): Result | undefined => {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      report.error(path, error.next ? `${error.message} (${error.next})` : error.message);
      return undefined;
    }
  };
  const written = file.cluster?.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
  const version = told(['cluster', 'kubernetesVersion'], () => parseKubernetesVersion(written));
  if (!version) return;
  const behaviour = behaviourOf(version);
  const configuration = file.cluster?.scheduler?.configuration;
  const profile = told(['cluster', 'scheduler', 'configuration'], () =>
    readConfiguration(configuration, behaviour),
  );
  for (const [index, event] of (file.events?.scheduler ?? []).entries()) {
    const path = ['events', 'scheduler', index];
    if (event.configuration !== undefined) {
      told([...path, 'configuration'], () => readConfiguration(event.configuration, behaviour));
    }
    const { weights } = event;
    if (weights && profile) told([...path, 'weights'], () => withWeights(profile, weights, behaviour));
  }
}
