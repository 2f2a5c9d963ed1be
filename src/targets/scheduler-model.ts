/** Reads from a scenario which scheduler decides in a play of it. */
import type { Scenario } from '../core/scenario/scenario.ts';
import {
  DEFAULT_KUBERNETES_VERSION,
  type KubernetesVersion,
  parseKubernetesVersion,
} from '../core/scheduler/kubernetes-version.ts';
import type { Play } from './target.ts';

/**
 * @param version - that the command line asks for; otherwise the scenario's, otherwise the default.
 * @throws {UserError} for a version that is not modelled.
 */
export function schedulerModel(
  { scheduler: { configuration, cycle, bind }, kubernetesVersion }: Scenario,
  version?: KubernetesVersion,
): Play['scheduler'] {
  return {
    kubernetesVersion: version ?? parseKubernetesVersion(kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION),
    configuration,
    cycle,
    bind,
  };
}
