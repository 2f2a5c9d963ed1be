/** Keeps pods off nodes on which another pod holds a disk or claim that they need for themselves (plugins/volumerestrictions). */

import type { ClusterView } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { PodInfo } from '../../cache/pod-info.ts';
import type { NodeFilter, PreFilterResult, QueueingHint } from '../../framework/plugin.ts';
import { definePlugin } from '../../framework/plugin-definition.ts';
import { signVolumes } from '../../framework/pod-signature.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { type Rejection, unresolvable, unschedulable } from '../../framework/rejection.ts';
import { READ_WRITE_ONCE_POD } from './claims.ts';
import { disksConflict } from './disk-conflicts.ts';
import { namesClaim, podVolumes } from './pod-volumes.ts';

const NAME = 'VolumeRestrictions';
const DISK_CONFLICT = unschedulable(NAME, 'node(s) had no available disk');
const CLAIM_IN_USE = unschedulable(
  NAME,
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
);
const CLAIM_IN_USE_BEFORE_134 = unschedulable(
  NAME,
  'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode',
);

export const volumeRestrictions = definePlugin({
  name: NAME,
  points: ['preFilter', 'filter'],
  create: ({ behaviour }) => ({
    name: NAME,
    sign: signVolumes,
    neverFilters: hasNoDisks,
    preFilter: (pod, cluster) =>
      restrict(pod, cluster, behaviour.claimInUseMessage ? CLAIM_IN_USE : CLAIM_IN_USE_BEFORE_134),
    // Disks are compared before the missing state is read.
    unprepared: {
      filter: (pod) => {
        const reject: NodeFilter['reject'] = (node) => (hasConflict(node, pod) ? DISK_CONFLICT : undefined);
        return podVolumes(pod.info).disks.length === 0 ? 'skip' : { local: true, reject };
      },
      withoutPreFilter: 'cannot read "PreFilterVolumeRestrictions" from cycleState',
    },
    events: [
      { kinds: ['pod-removed'], hint: freesVolume },
      { kinds: behaviour.queueingHints ? ['node-added'] : ['node-added', 'node-taints-changed'] },
      {
        kinds: behaviour.zoneFollowsClaims ? ['object-added'] : ['object-added', 'object-updated'],
        objects: ['PersistentVolumeClaim'],
        hint: addsClaim,
      },
    ],
  }),
});

function hasNoDisks(template: PodInfo): boolean {
  const { claims, disks } = podVolumes(template);
  return claims.length === 0 && disks.length === 0;
}

/** A pod without disks of its own is restricted only if a ReadWriteOncePod claim of it is in use. */
function restrict(pod: PodState, cluster: ClusterView, inUse: Rejection): PreFilterResult {
  if (hasNoDisks(pod.info)) return 'skip';
  const { claims, disks } = podVolumes(pod.info);
  const exclusive = new Set<string>();
  for (const { claimName } of claims) {
    if (claimName === undefined) continue;
    const claim = cluster.objects.get('PersistentVolumeClaim', pod.namespace, claimName);
    if (!claim) return { rejection: unresolvable(NAME, `persistentvolumeclaim "${claimName}" not found`) };
    if (claim.spec?.accessModes?.includes(READ_WRITE_ONCE_POD)) exclusive.add(claimName);
  }
  const used = [...exclusive].filter((name) => isUsed(cluster, pod.namespace, name)).length;
  if (disks.length === 0 && used === 0) return 'skip';
  return { filter: createFilter(pod, exclusive, used, inUse) };
}

function isUsed(cluster: ClusterView, namespace: string, claim: string): boolean {
  return cluster.nodes.some(({ pods }) => {
    for (const pod of pods.values()) if (pod.namespace === namespace && namesClaim(pod, claim)) return true;
    return false;
  });
}

/** Counts volumes with a claim of the same name in any namespace, as kube-scheduler does when it tries a preemption. */
function createFilter(
  pod: PodState,
  exclusive: ReadonlySet<string>,
  usedAtFirst: number,
  inUse: Rejection,
): NodeFilter {
  const { disks } = podVolumes(pod.info);
  let used = usedAtFirst;
  const count = (other: PodState) =>
    podVolumes(other.info).claims.filter(({ claimName }) => claimName && exclusive.has(claimName)).length;
  const filter: NodeFilter = {
    reject: (node) => {
      if (disks.length > 0 && hasConflict(node, pod)) return DISK_CONFLICT;
      return used > 0 ? inUse : undefined;
    },
    addPod(other) {
      used += count(other);
    },
    removePod(other) {
      used -= count(other);
    },
    clone: () => createFilter(pod, exclusive, used, inUse),
  };
  return exclusive.size === 0 ? { reject: filter.reject, local: true } : filter;
}

function hasConflict({ pods }: NodeInfo, { info }: PodState): boolean {
  const { disks } = podVolumes(info);
  for (const other of pods.values()) if (disksConflict(disks, podVolumes(other.info).disks)) return true;
  return false;
}

/** The removed pod must be of the same namespace, even for disks. */
const freesVolume: QueueingHint = (pod, event) => {
  if (event.kind !== 'pod-removed' || event.pod.namespace !== pod.namespace) return false;
  const { disks, claims } = podVolumes(event.pod.info);
  if (disksConflict(podVolumes(pod.info).disks, disks)) return true;
  return claims.some(({ claimName }) => claimName !== undefined && namesClaim(pod, claimName));
};

const addsClaim: QueueingHint = (pod, event) =>
  'object' in event &&
  event.object.metadata.namespace === pod.namespace &&
  namesClaim(pod, event.object.metadata.name);
