/** Metrics of pods, with the names of kube-state-metrics and of kube-scheduler's resource metrics. */

import { readableList } from '../measure/readable-amounts.ts';
import { admitPod } from '../objects/admission.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { isPending, type PodAtPresent, type PresentState } from '../present/present-state.ts';
import type { MetricFamily, MetricLabels, MetricSample } from './metric-family.ts';
import { type NamedAmount, namedAmounts } from './resource-labels.ts';

const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'] as const;

interface ContainerRequests {
  readonly container: string;
  readonly amounts: readonly NamedAmount[];
}

/** @param startSeconds Unix time of the start of the recording. */
export function podFamilies(state: PresentState, startSeconds: number): MetricFamily[] {
  const pods = [...state.pods.values()];
  const containers = containerRequests();
  const gauge = (
    name: string,
    help: string,
    samples: (pod: PodAtPresent) => MetricSample[],
  ): MetricFamily => ({
    name,
    type: 'gauge',
    help,
    samples: pods.flatMap(samples),
  });
  const condition = (pod: PodAtPresent, isTrue: boolean): MetricSample[] =>
    ['true', 'false', 'unknown'].map((value) => ({
      labels: { ...podLabels(pod), condition: value },
      value: Number(value === String(isTrue)),
    }));
  return [
    gauge('kube_pod_info', 'A pod: where it runs, and what created it.', (pod) => [
      {
        labels: {
          ...podLabels(pod),
          node: pod.nodeName ?? '',
          created_by_kind: pod.owners[0]?.kind ?? '',
          created_by_name: pod.owners[0]?.name ?? '',
        },
        value: 1,
      },
    ]),
    {
      ...gauge('kube_pod_created', 'Unix time at which a pod was created.', (pod) => [
        { labels: podLabels(pod), value: startSeconds + pod.created / 1e6 },
      ]),
    },
    gauge('kube_pod_status_phase', 'The phase of a pod.', (pod) =>
      PHASES.map((phase) => ({ labels: { ...podLabels(pod), phase }, value: Number(phase === pod.phase) })),
    ),
    gauge('kube_pod_status_ready', 'Whether a pod is ready.', (pod) => condition(pod, pod.isReady)),
    gauge('kube_pod_status_scheduled', 'Whether a pod is bound.', (pod) =>
      condition(pod, pod.nodeName !== undefined),
    ),
    gauge('kube_pod_status_unschedulable', 'A pod that the scheduler refused.', (pod) =>
      isPending(pod) && pod.reason !== undefined ? [{ labels: podLabels(pod), value: 1 }] : [],
    ),
    gauge('kube_pod_container_resource_requests', 'What a container requests.', (pod) =>
      containers(pod.template).flatMap(({ container, amounts }) =>
        amounts.map(({ labels, value }) => ({
          labels: { ...podLabels(pod), container, node: pod.nodeName ?? '', ...labels },
          value,
        })),
      ),
    ),
    gauge('kube_pod_resource_request', 'What a pod requests, as the scheduler counts it.', (pod) =>
      pod.phase === 'Succeeded' || pod.phase === 'Failed' ? [] : requestSamples(pod),
    ),
    {
      name: 'kube_pod_container_status_restarts',
      type: 'counter',
      help: 'Restarts of a container, if there were any.',
      samples: pods.flatMap((pod) =>
        Array.from(pod.restarts, ([container, value]) => ({
          labels: { ...podLabels(pod), container },
          value,
        })),
      ),
    },
  ];
}

function podLabels({ namespace, name, uid }: PodAtPresent): MetricLabels {
  return { namespace, pod: name, uid };
}

function requestSamples(pod: PodAtPresent): MetricSample[] {
  const spec = pod.template?.spec;
  const own = {
    namespace: pod.namespace,
    pod: pod.name,
    node: pod.nodeName ?? '',
    scheduler: spec?.schedulerName ?? 'default-scheduler',
    priority: `${spec?.priority ?? 0}`,
  };
  const requested = [...pod.request].filter(([resource]) => resource !== 'pods');
  return namedAmounts(requested).map(({ labels, value }) => ({
    labels: {
      ...own,
      resource: labels.resource,
      unit: labels.unit === 'core' ? 'cores' : labels.unit === 'byte' ? 'bytes' : '',
    },
    value,
  }));
}

/** Thousands of pods have the same template. */
function containerRequests(): (template: PodTemplate | undefined) => readonly ContainerRequests[] {
  const known = new Map<PodTemplate, readonly ContainerRequests[]>();
  return (template) => {
    if (!template) return [];
    const found = known.get(template) ?? readContainers(template);
    known.set(template, found);
    return found;
  };
}

/** A limit without a request is a request. Recordings may leave out the names of containers. */
function readContainers({ spec }: PodTemplate): ContainerRequests[] {
  return admitted(spec).map(({ name, resources }, index) => ({
    container: name ?? `container-${index}`,
    amounts: namedAmounts(readableList(resources?.requests ?? {}).amounts),
  }));
}

function admitted(spec: PodTemplate['spec']): PodTemplate['spec']['containers'] {
  return admitPod(spec, { podLevel: false }).containers;
}
