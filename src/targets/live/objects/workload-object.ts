/** Builds a workload of the scenario as the object whose controller creates its pods, and the patches that scale it. */

import { contentHash } from '../../../core/objects/content-hash.ts';
import type { PodSpec } from '../../../core/objects/pod.ts';
import type { WorkloadKind } from '../../../core/scenario/scenario.ts';
import type { PlannedWorkload } from '../../../core/timeline/timeline-event.ts';
import type { AdaptedTemplate } from './adapt-template.ts';
import { runLabels, WORKLOAD_ANNOTATION, WORKLOAD_LABEL } from './run-names.ts';

/** API path of all workloads of a kind in a namespace. */
export function workloadsPath(kind: WorkloadKind, namespace: string): string {
  const group = kind === 'Job' ? 'batch' : 'apps';
  return `/apis/${group}/v1/namespaces/${namespace}/${kind.toLowerCase()}s`;
}

/** @param pods replicas, or a Job's parallelism. */
export function workloadObject(
  workload: PlannedWorkload,
  namespace: string,
  adapted: AdaptedTemplate,
  run: string,
  pods: number,
): object {
  const { kind, name, job } = workload;
  const labels = { [WORKLOAD_LABEL]: labelValue(kind, name) };
  const template = {
    metadata: {
      labels: { ...adapted.labels, ...labels },
      annotations: { ...adapted.annotations, [WORKLOAD_ANNOTATION]: `${kind}/${name}` },
    },
    spec: withRestartPolicy(adapted.spec, kind),
  };
  const base = {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name, namespace, labels: runLabels(run) },
  };
  if (kind === 'Job') {
    const { completions = 1, backoffLimit = 6 } = job ?? {};
    return { ...base, spec: { completions, backoffLimit, parallelism: pods, template } };
  }
  return {
    ...base,
    spec: {
      ...(kind === 'DaemonSet' ? {} : { replicas: pods }),
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      selector: { matchLabels: labels },
      template,
    },
  };
}

/** A merge patch; undefined for a DaemonSet, which has no number to scale. */
export function scalePatch(kind: WorkloadKind, pods: number): object | undefined {
  if (kind === 'DaemonSet') return undefined;
  return { spec: kind === 'Job' ? { parallelism: pods } : { replicas: pods } };
}

const LONGEST_LABEL = 63;

function labelValue(kind: WorkloadKind, name: string): string {
  const value = `${kind}.${name}`;
  return value.length <= LONGEST_LABEL ? value : `${kind}.${contentHash(name)}`;
}

/** The only restart policies that the API allows for each kind. */
function withRestartPolicy(spec: PodSpec, kind: WorkloadKind): object {
  return { ...spec, restartPolicy: kind === 'Job' ? 'Never' : 'Always' };
}
