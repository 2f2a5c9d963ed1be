/** Reads and checks the KubeSchedulerConfiguration of `--scheduler-config`, so that an error names the line. */
import { CORRECT_YAML } from '../core/errors/next-steps.ts';
import { UserError } from '../core/errors/user-error.ts';
import { parsePositionedYaml } from '../core/scenario/positioned-yaml.ts';
import { ConfigurationError } from '../core/scheduler/configuration/configuration-error.ts';
import { readConfiguration } from '../core/scheduler/configuration/read-configuration.ts';
import { behaviourOf, type KubernetesVersion } from '../core/scheduler/kubernetes-version.ts';
import { readTextFile } from './text-file.ts';

export interface WrittenConfiguration {
  readonly configuration: unknown;
  /** @throws {UserError} with file, line and column if kube-scheduler of the version would refuse it. */
  check(version: KubernetesVersion): void;
}

/** @throws {UserError} with file, line and column if it is not YAML. */
export async function openSchedulerConfiguration(path: string): Promise<WrittenConfiguration> {
  const { document, problems } = parsePositionedYaml(await readTextFile(path), path);
  if (!document) {
    const [problem] = problems;
    throw new UserError(problem?.message ?? 'is not YAML', {
      position: problem?.position,
      next: CORRECT_YAML,
    });
  }
  return {
    configuration: document.data,
    check(version) {
      try {
        readConfiguration(document.data, behaviourOf(version));
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        const { message, next, path: inside, ofName } = error;
        const position = ofName ? document.keyPositionOf(inside) : document.positionOf(inside);
        throw new UserError(message, { next, position });
      }
    },
  };
}
