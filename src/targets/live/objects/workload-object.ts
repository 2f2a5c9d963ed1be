/** Builds a workload of the scenario as the object whose controller creates its pods, and the patches that scale it. */

import { contentHash } from '../../../core/objects/content-hash.ts';
import type { PodSpec } from '../../../core/objects/pod.ts';
import type { WorkloadKind } from '../../../core/scenario/scenario.ts';
import type { PlannedWorkload } from '../../../core/timeline/timeline-event.ts';
import type { AdaptedTemplate, AdaptTo } from './adapt-template.ts';
import { runLabels, WORKLOAD_ANNOTATION, WORKLOAD_LABEL } from './run-names.ts';
import { runClaimTemplates } from './storage-objects.ts';

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
  storage?: AdaptTo['storage'],
): object {
  const { kind, name, job, claimTemplates } = workload;
  const labels = workloadLabels(workload);
  const template = podTemplateOf(workload, adapted);
  const base = {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name, namespace, labels: runLabels(run) },
  };
  if (kind === 'Job') {
    return { ...base, spec: { completions: 1, backoffLimit: 6, ...job, parallelism: pods, template } };
  }
  return {
    ...base,
    spec: {
      ...(kind === 'DaemonSet' ? {} : { replicas: pods }),
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      ...(claimTemplates &&
        storage && {
          volumeClaimTemplates: runClaimTemplates(claimTemplates, run, storage.defaultClass),
        }),
      selector: { matchLabels: labels },
      ...strategyOf(workload),
      template,
    },
  };
}

function workloadLabels({ kind, name }: PlannedWorkload): Readonly<Record<string, string>> {
  return { [WORKLOAD_LABEL]: labelValue(kind, name) };
}

function podTemplateOf(workload: PlannedWorkload, adapted: AdaptedTemplate): object {
  const { kind, name } = workload;
  return {
    metadata: {
      labels: { ...adapted.labels, ...workloadLabels(workload) },
      annotations: { ...adapted.annotations, [WORKLOAD_ANNOTATION]: `${kind}/${name}` },
    },
    spec: withRestartPolicy(adapted.spec, kind),
  };
}

/** The field of spec that says how pods are replaced. A StatefulSet keeps Kubernetes' default. */
function strategyOf({ kind, strategy: { type, maxSurge, maxUnavailable } }: PlannedWorkload): object {
  switch (kind) {
    case 'Deployment':
      return {
        strategy: { type, ...(type === 'RollingUpdate' && { rollingUpdate: { maxSurge, maxUnavailable } }) },
      };
    case 'DaemonSet':
      return { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable } } };
    default:
      return {};
  }
}

/** A JSON patch that replaces the whole template: a merge would keep fields that the new template lacks. */
export function templatePatch(workload: PlannedWorkload, adapted: AdaptedTemplate): readonly object[] {
  return [{ op: 'replace', path: '/spec/template', value: podTemplateOf(workload, adapted) }];
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
