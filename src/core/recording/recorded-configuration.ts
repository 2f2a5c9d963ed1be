/** Checks the scheduler configuration in a recording's header: the file may have been edited, or a newer release may refuse it. */
import { UserError } from '../errors/user-error.ts';
import { ConfigurationError } from '../scheduler/configuration/configuration-error.ts';
import { readConfiguration } from '../scheduler/configuration/read-configuration.ts';
import { behaviourOf, type KubernetesVersion } from '../scheduler/kubernetes-version.ts';

/**
 * @param file the name of the recording.
 * @throws {UserError} with line 1 of the file if kube-scheduler of this version would refuse the configuration.
 */
export function checkRecordedConfiguration(
  configuration: unknown,
  version: KubernetesVersion,
  file: string,
): void {
  try {
    readConfiguration(configuration, behaviourOf(version));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new UserError(`source.configuration: ${error.message}`, {
      position: { file, line: 1 },
      next: error.next ?? 'give another configuration with --scheduler-config',
    });
  }
}
