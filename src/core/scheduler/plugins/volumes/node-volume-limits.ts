/** Keeps pods off nodes to which no more volumes of a CSI driver can be attached (plugins/nodevolumelimits). */

import { allocatableOf } from '../../../objects/admission.ts';
import type { CSINode } from '../../../objects/cluster-object.ts';
import { parseQuantity } from '../../../objects/quantity.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { PodInfo } from '../../cache/pod-info.ts';
import type { EventRegistration, QueueingHint } from '../../framework/plugin.ts';
import { definePlugin } from '../../framework/plugin-definition.ts';
import { signVolumes } from '../../framework/pod-signature.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { type Rejection, unresolvable, unschedulable } from '../../framework/rejection.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import {
  type AttachedVolumes,
  type AttachSite,
  addAttachedVolumes,
  missingClaim,
  volumeName,
} from './attachable-volumes.ts';
import { inTreePluginOf, isMigratable } from './csi-migration.ts';
import { podVolumes, usesClaim } from './pod-volumes.ts';

const NAME = 'NodeVolumeLimits';
const EXCEEDED = unschedulable(NAME, 'node(s) exceed max volume count');
/** Up to 1.31 a limit can stand among the node's resources, with this before the driver's name. */
const LIMIT_RESOURCE = 'attachable-volumes-csi-';

export const nodeVolumeLimits = definePlugin({
  name: NAME,
  points: ['preFilter', 'filter'],
  create: ({ behaviour }) => ({
    name: NAME,
    sign: signVolumes,
    neverFilters: (template) => !canAttach(template),
    preFilter(pod, { objects }) {
      if (!canAttach(pod.info)) return 'skip';
      const missing = missingClaim(pod, objects);
      if (missing !== undefined) {
        const { namespace } = pod;
        const text = `looking up PVC ${namespace}/${missing}: persistentvolumeclaim "${missing}" not found`;
        const rejection = unresolvable(NAME, text);
        return { filter: { reject: () => rejection } };
      }
      return { filter: { reject: (node) => rejectNode(pod, node, objects, behaviour) } };
    },
    events: limitEvents(behaviour),
  }),
});

function canAttach(template: PodInfo): boolean {
  const { claims, inline } = podVolumes(template);
  return claims.length > 0 || inline.some(isMigratable);
}

function rejectNode(
  pod: PodState,
  node: NodeInfo,
  objects: ClusterObjects,
  behaviour: Behaviour,
): Rejection | undefined {
  const csiNode = objects.get('CSINode', undefined, node.name);
  const site: AttachSite = { objects, csiNode, behaviour };
  const wanted: AttachedVolumes = new Map();
  addAttachedVolumes(pod, site, wanted);
  if (wanted.size === 0) return undefined;
  if (behaviour.missingDriversReject) {
    for (const driver of wanted.values())
      if (isMissing(driver, csiNode, objects)) return missingDriver(driver);
  }
  const limits = volumeLimits(node, csiNode, behaviour);
  if (limits.size === 0) return undefined;
  const attached: AttachedVolumes = new Map();
  for (const other of node.pods.values()) addAttachedVolumes(other, site, attached);
  for (const name of attached.keys()) wanted.delete(name);
  if (behaviour.attachmentsCount) addAttachments(node.name, objects, attached);
  const added = countByDriver(wanted);
  const present = countByDriver(attached);
  for (const [driver, count] of added) {
    const limit = limits.get(driver);
    if (limit !== undefined && (present.get(driver) ?? 0) + count > limit) return EXCEEDED;
  }
  return undefined;
}

const missingDrivers = new Map<string, Rejection>();

function missingDriver(driver: string): Rejection {
  let rejection = missingDrivers.get(driver);
  if (!rejection) {
    rejection = unschedulable(NAME, `${driver} CSI driver is not installed on the node`);
    missingDrivers.set(driver, rejection);
  }
  return rejection;
}

/** Only a driver that asks for it keeps pods off nodes without it. */
function isMissing(driver: string, csiNode: CSINode | undefined, objects: ClusterObjects): boolean {
  if (!objects.get('CSIDriver', undefined, driver)?.spec?.preventPodSchedulingIfMissing) return false;
  return !csiNode?.spec?.drivers?.some(({ name }) => name === driver);
}

/** Driver → most volumes on the node. A driver without an entry has no limit. */
function volumeLimits(
  { node }: NodeInfo,
  csiNode: CSINode | undefined,
  behaviour: Behaviour,
): Map<string, number> {
  const limits = new Map<string, number>();
  if (!behaviour.attachmentsCount && node) {
    for (const [resource, amount] of Object.entries(allocatableOf(node) ?? {}))
      if (resource.startsWith(LIMIT_RESOURCE))
        limits.set(resource.slice(LIMIT_RESOURCE.length), parseQuantity(amount));
  }
  for (const { name, allocatable } of csiNode?.spec?.drivers ?? [])
    if (allocatable?.count != null) limits.set(name, allocatable.count);
  return limits;
}

/** Adds the volumes that are attached to the node, whether a pod there uses them or not. */
function addAttachments(nodeName: string, objects: ClusterObjects, attached: AttachedVolumes): void {
  for (const { spec } of objects.all('VolumeAttachment')) {
    if (spec?.nodeName !== nodeName || !spec.attacher || !spec.source?.persistentVolumeName) continue;
    const volume = objects.get('PersistentVolume', undefined, spec.source.persistentVolumeName);
    const handle = volume?.spec?.csi?.volumeHandle;
    if (handle) attached.set(volumeName(spec.attacher, handle), spec.attacher);
  }
}

function countByDriver(volumes: AttachedVolumes): Map<string, number> {
  const counts = new Map<string, number>();
  for (const driver of volumes.values()) counts.set(driver, (counts.get(driver) ?? 0) + 1);
  return counts;
}

function limitEvents(behaviour: Behaviour): readonly EventRegistration[] {
  return [
    { kinds: ['object-added'], objects: ['CSINode'] },
    ...(behaviour.raisedLimitsWake
      ? [{ kinds: ['object-updated'], objects: ['CSINode'], hint: raisesLimit } as const]
      : []),
    {
      kinds: ['pod-removed'],
      hint: (_pod, event) => event.kind === 'pod-removed' && canAttach(event.pod.info),
    },
    { kinds: ['object-added'], objects: ['PersistentVolumeClaim'], hint: addsClaim },
    ...(behaviour.attachmentsCount
      ? [
          {
            kinds: ['object-removed'],
            objects: ['VolumeAttachment'],
            ...(behaviour.raisedLimitsWake && { hint: detaches }),
          } as const,
        ]
      : []),
  ];
}

const raisesLimit: QueueingHint = (_pod, event) => {
  if (!('object' in event) || event.object.kind !== 'CSINode') return false;
  const before = event.objectBefore?.kind === 'CSINode' ? event.objectBefore.spec?.drivers : undefined;
  const limitBefore = (name: string) =>
    before?.find((driver) => driver.name === name)?.allocatable?.count ?? 0;
  return (event.object.spec?.drivers ?? []).some(
    ({ name, allocatable }) => (allocatable?.count ?? 0) > limitBefore(name),
  );
};

const addsClaim: QueueingHint = (pod, event) =>
  'object' in event &&
  event.object.metadata.namespace === pod.namespace &&
  usesClaim(pod, event.object.metadata.name);

/** A pod with only ephemeral volumes is not woken. */
const detaches: QueueingHint = (pod, event) => {
  if (!('object' in event) || event.object.kind !== 'VolumeAttachment') return false;
  const { attacher } = event.object.spec ?? {};
  const { claims, inline } = podVolumes(pod.info);
  return (
    claims.some(({ claimName }) => claimName !== undefined) ||
    inline.some((volume) => inTreePluginOf(volume)?.driver === attacher)
  );
};
