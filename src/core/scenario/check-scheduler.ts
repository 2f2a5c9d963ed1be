/** Checks the scheduler's version, configuration and weights when a scenario is loaded, so that errors have a line. */
import { UserError } from '../errors/user-error.ts';
import { ConfigurationError } from '../scheduler/configuration/configuration-error.ts';
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
  const checked = <Result>(path: Path, work: () => Result): Result | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const {
        path: inside,
        detail,
        ofName,
        advice,
      } = error instanceof ConfigurationError
        ? error
        : { path: [], detail: error.message, ofName: false, advice: error.next };
      report.error(
        'invalid-scheduler',
        [...path, ...inside],
        advice ? `${detail} (${advice})` : detail,
        ofName ? 'key' : undefined,
      );
      return undefined;
    }
  };
  const written = file.cluster?.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
  const version = checked(['cluster', 'kubernetesVersion'], () => {
    try {
      return parseKubernetesVersion(written);
    } catch (error) {
      // YAML reads 1.30 without quotes as the number 1.3.
      if (!(error instanceof UserError) || !/^1\.[1-9]$/.test(written)) throw error;
      throw new UserError(error.message, { next: `write it in quotes: "${written}0"` });
    }
  });
  if (!version) return;
  const behaviour = behaviourOf(version);
  const configuration = file.cluster?.scheduler?.configuration;
  const settings = checked(['cluster', 'scheduler', 'configuration'], () =>
    readConfiguration(configuration, behaviour),
  );
  for (const [index, event] of (file.events?.scheduler ?? []).entries()) {
    const path = ['events', 'scheduler', index];
    if (event.configuration !== undefined) {
      checked([...path, 'configuration'], () => readConfiguration(event.configuration, behaviour));
    }
    const { weights } = event;
    for (const profile of (weights && settings?.profiles) ?? [])
      checked([...path, 'weights'], () => withWeights(profile, weights ?? {}, behaviour));
  }
}
