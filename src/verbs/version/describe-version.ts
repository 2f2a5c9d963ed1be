/** Describes this build of keg: its version, where it runs, and what it reads and models. */
import { RECORDING_API_VERSION } from '../../core/recording/observation.ts';
import { KUBERNETES_VERSIONS } from '../../core/scheduler/kubernetes-version.ts';

export interface KegVersion {
  /** As in package.json: 0.1.0. */
  readonly version: string;
  /** As Node names it: linux-x64. */
  readonly platform: string;
  /** Of Node: 24.21.0. */
  readonly node: string;
  /** Of the files that keg reads and writes. */
  readonly apiVersion: string;
  /** The releases of kube-scheduler that keg models, the oldest first. */
  readonly kubernetes: readonly string[];
}

export function describeVersion(version: string): KegVersion {
  return {
    version,
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    apiVersion: RECORDING_API_VERSION,
    kubernetes: KUBERNETES_VERSIONS,
  };
}
