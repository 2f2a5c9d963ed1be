/** Reads and checks the KubeSchedulerConfiguration of `--scheduler-config`, so that an error names the line. */
import { UserError } from '../core/errors/user-error.ts';
import { parsePositionedYaml } from '../core/scenario/positioned-yaml.ts';
import { ConfigurationError } from '../core/scheduler/configuration/configuration-error.ts';
import { readConfiguration } from '../core/scheduler/configuration/read-configuration.ts';
import { behaviourOf, DEFAULT_KUBERNETES_VERSION } from '../core/scheduler/kubernetes-version.ts';
import { readTextFile } from './text-file.ts';

/** @throws {UserError} with file, line and column if it is not YAML, or if kube-scheduler would refuse it. */
export async function readSchedulerConfiguration(path: string): Promise<unknown> {
  const { document, problems } = parsePositionedYaml(await readTextFile(path), path);
  if (!document) {
    const [problem] = problems;
    throw new UserError(problem?.message ?? 'is not YAML', { position: problem?.position });
  }
  try {
    // No release differs in what it refuses, as far as it is checked here.
    readConfiguration(document.data, behaviourOf(DEFAULT_KUBERNETES_VERSION));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const { message, next, path: inside, ofName } = error;
    const position = ofName ? document.keyPositionOf(inside) : document.positionOf(inside);
    throw new UserError(message, { next, position });
  }
  return document.data;
}
