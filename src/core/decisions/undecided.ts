/** Lists why a recorded decision cannot be compared with the model. */
import type { PodSpec } from '../objects/pod.ts';
import type { RecordedPod } from './recorded-pod.ts';

/** One sentence for each reason. */
export const UNDECIDED_REASONS = {
  'static-pod': 'static pods, which a kubelet starts without a scheduler',
  'created-with-node': 'pods that had a node when they were first seen',
  'unknown-node': 'bindings to a node that the recording does not contain',
  'other-scheduler':
    'pods that name a scheduler without a known profile (give its configuration with --scheduler-config)',
  'no-objects': 'pods whose labels, volumes or owners decide, in a recording without the objects that decide',
  devices: 'pods with resource claims (devices are not modelled)',
  gap: 'decisions during a gap of the recording, or just after it',
  'part-of-nodes':
    'decisions about a part of the nodes, where it cannot be proved whether the search can have found such a part',
} as const;

export type UndecidedReason = keyof typeof UNDECIDED_REASONS;

interface Knowledge {
  /** Whether the recording contains objects that decide. */
  readonly hasObjects: boolean;
  /** Whether a profile has the scheduler that the pod names. */
  readonly knowsScheduler: boolean;
}

/** Controllers whose pods the default constraints of PodTopologySpread spread. */
const SPREAD_OWNERS: ReadonlySet<string> = new Set(['ReplicaSet', 'ReplicationController', 'StatefulSet']);

/** Why no decision about the pod can be compared; undefined if it can. */
export function undecidedPod(
  { owners, template: { spec } }: RecordedPod,
  { hasObjects, knowsScheduler }: Knowledge,
): UndecidedReason | undefined {
  if (owners[0]?.kind === 'Node') return 'static-pod';
  if (!knowsScheduler) return 'other-scheduler';
  if (spec.resourceClaims?.length) return 'devices';
  const isSpread = owners.some(({ kind }) => SPREAD_OWNERS.has(kind));
  return !hasObjects && (isSpread || readsLabels(spec)) ? 'no-objects' : undefined;
}

function readsLabels({ affinity, topologySpreadConstraints }: PodSpec): boolean {
  return (
    affinity?.podAffinity != null ||
    affinity?.podAntiAffinity != null ||
    (topologySpreadConstraints?.length ?? 0) > 0
  );
}
