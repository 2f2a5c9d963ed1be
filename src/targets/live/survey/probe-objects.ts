/** Builds the node and the pods of a probe: they keep off everything else, and request nothing. */
import type { NodeSimulator } from '../node-simulator.ts';
import { readyCondition } from '../objects/node-object.ts';
import { timingAnnotations } from '../objects/pod-timing.ts';
import { PROBE_LABEL } from '../objects/run-names.ts';

/** Pods of one probe. */
export const MOST_PODS = 5_000;

export const PROBE_SPEC = { containers: [{ name: 'probe', image: 'registry.k8s.io/pause:3.10' }] };

export function probeNode(
  name: string,
  labels: Readonly<Record<string, string>>,
  { nodeAnnotations, isKept }: NodeSimulator,
): object {
  const resources = { cpu: '64', memory: '256Gi', pods: String(MOST_PODS) };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels, annotations: nodeAnnotations },
    spec: { taints: [{ key: PROBE_LABEL, value: 'true', effect: 'NoSchedule' }] },
    status: {
      capacity: resources,
      allocatable: resources,
      ...(isKept && { conditions: [readyCondition()] }),
    },
  };
}

export interface ProbePod {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The node to which it is bound when it is created; undefined: the scheduler binds it. */
  readonly nodeName: string | undefined;
  /** Whether keg's Stages carry out its phases: it starts and is ready at once. */
  readonly staged: boolean;
  /** Whether it ends as soon as it has started. */
  readonly ends: boolean;
}

export function probePod({ name, labels, nodeName, staged, ends }: ProbePod): object {
  const timing = { start: 0, perStart: 0, ready: 0, end: ends ? 0 : undefined, phase: 'succeeded' } as const;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels, annotations: staged ? timingAnnotations(timing) : {} },
    spec: {
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      nodeSelector: { [PROBE_LABEL]: labels[PROBE_LABEL] },
      tolerations: [{ key: PROBE_LABEL, operator: 'Exists' }],
      ...(nodeName !== undefined && { nodeName }),
      ...PROBE_SPEC,
    },
  };
}
