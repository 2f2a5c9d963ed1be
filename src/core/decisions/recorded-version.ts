/** Chooses the version of the model for a recording. */
import type { Problem } from '../errors/problem.ts';
import type { RecordingHeader } from '../recording/observation.ts';
import {
  DEFAULT_KUBERNETES_VERSION,
  type KubernetesVersion,
  modelledVersion,
  parseKubernetesVersion,
} from '../scheduler/kubernetes-version.ts';

/**
 * The given version, else that of the header, else the default with a warning.
 *
 * @throws {UserError} for a given version that is not modelled.
 */
export function recordedVersion(
  { source }: RecordingHeader,
  given: string | undefined,
): { readonly version: KubernetesVersion; readonly problems: readonly Problem[] } {
  if (given !== undefined) return { version: parseKubernetesVersion(given), problems: [] };
  const version = source.kubernetes === undefined ? undefined : modelledVersion(source.kubernetes);
  if (version !== undefined) return { version, problems: [] };
  const what =
    source.kubernetes === undefined
      ? 'the recording does not say which Kubernetes version decided'
      : `Kubernetes ${source.kubernetes} is not modelled`;
  const message = `${what}: compared with ${DEFAULT_KUBERNETES_VERSION}`;
  const next = 'name a version with --kubernetes-version';
  return {
    version: DEFAULT_KUBERNETES_VERSION,
    problems: [{ code: 'not-modelled', severity: 'warning', message, next }],
  };
}
