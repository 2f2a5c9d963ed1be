/** Plays a comparison on one node that holds all pods, for a recording without nodes: nothing then depends on where pods fit. */
import type { Container, PodTemplate } from '../../core/objects/pod.ts';
import type { NodePool, PodEntry, Scenario } from '../../core/scenario/scenario.ts';
import type { Planned } from '../../core/timeline/timeline-event.ts';

/** More than any recording requests. */
const MOST = { cpu: '1000000', memory: '1000Ti', other: '1000000' };

/** @param resources - that pods request, besides cpu and memory. */
export function onOneNode(scenario: Scenario, resources: readonly string[]): Scenario {
  const { cpu, memory, other } = MOST;
  const room = { ...Object.fromEntries(resources.map((name) => [name, other])), cpu, memory, pods: other };
  const node: NodePool = {
    name: 'all',
    pool: 'all',
    count: undefined,
    labels: {},
    taints: [],
    unschedulable: false,
    capacity: room,
    allocatable: room,
    images: [],
    declaredFeatures: [],
    position: { file: 'a recording without nodes' },
  };
  return {
    ...scenario,
    nodes: [node],
    nodeEvents: [],
    pods: scenario.pods.map((entry): PodEntry => {
      return entry.kind === 'deletion' ? entry : { ...entry, template: anywhere(entry.template) };
    }),
    workloads: scenario.workloads.map(({ template, steps, ...workload }) => ({
      ...workload,
      template: anywhere(template),
      steps: steps.map((step) => ({ ...step, template: anywhere(step.template) })),
    })),
  };
}

/** The same for planned pods. */
export function plannedAnywhere(planned: readonly Planned[]): Planned[] {
  return planned.map((event) =>
    event.action.kind === 'create-pod'
      ? {
          ...event,
          action: {
            ...event.action,
            pod: { ...event.action.pod, template: anywhere(event.action.pod.template) },
          },
        }
      : event,
  );
}

/** What it requests, without anything that keeps it from a node. */
function anywhere(template: PodTemplate): PodTemplate {
  const { spec, metadata } = template;
  const { containers, initContainers, overhead, resources } = spec;
  const bare = ({ name, resources: own, restartPolicy }: Container): Container => ({
    ...(name !== undefined && { name }),
    ...(own && { resources: own }),
    ...(restartPolicy && { restartPolicy }),
  });
  return {
    ...(metadata && { metadata }),
    spec: {
      containers: containers.map(bare),
      ...(initContainers && { initContainers: initContainers.map(bare) }),
      ...(overhead && { overhead }),
      ...(resources && { resources }),
    },
  };
}
