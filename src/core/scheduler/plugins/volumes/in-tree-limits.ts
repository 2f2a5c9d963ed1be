/** Keeps pods off nodes to which no more volumes of an in-tree plugin can be attached; on by default up to 1.30 (nodevolumelimits/non_csi.go). */
import { allocatableOf } from '../../../objects/admission.ts';
import type { Node } from '../../../objects/node.ts';
import { parseQuantity } from '../../../objects/quantity.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { PodInfo } from '../../cache/pod-info.ts';
import { definePlugin, type PluginDefinition } from '../../framework/plugin-definition.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { type Rejection, unresolvable, unschedulable } from '../../framework/rejection.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import { missingClaim } from './attachable-volumes.ts';
import { countsAsCsi, type InTreePlugin, inTreePluginNamed } from './csi-migration.ts';
import { claimNameOf, podVolumes } from './pod-volumes.ts';

interface LimitedPlugin {
  readonly name: string;
  /** The in-tree plugin whose volumes count. */
  readonly plugin: string;
  /** The field of the source that names a volume. */
  readonly id: string;
  /** The resource of the node that holds the limit. */
  readonly resource: string;
  /** The limit of a node without that resource. */
  readonly limit: (node: Node) => number;
  readonly isDefault: boolean;
}

const NITRO = /^[cmr]5.*|t3|z1d/;

function limitOfEbs({ metadata: { labels } }: Node): number {
  const type = labels?.['node.kubernetes.io/instance-type'] ?? labels?.['beta.kubernetes.io/instance-type'];
  return NITRO.test(type ?? '') ? 25 : 39;
}

export const ebsLimits = inTreeLimits({
  name: 'EBSLimits',
  plugin: 'kubernetes.io/aws-ebs',
  id: 'volumeID',
  resource: 'attachable-volumes-aws-ebs',
  limit: limitOfEbs,
  isDefault: true,
});

export const gcePdLimits = inTreeLimits({
  name: 'GCEPDLimits',
  plugin: 'kubernetes.io/gce-pd',
  id: 'pdName',
  resource: 'attachable-volumes-gce-pd',
  limit: () => 16,
  isDefault: true,
});

export const azureDiskLimits = inTreeLimits({
  name: 'AzureDiskLimits',
  plugin: 'kubernetes.io/azure-disk',
  id: 'diskName',
  resource: 'attachable-volumes-azure-disk',
  limit: () => 16,
  isDefault: true,
});

export const cinderLimits = inTreeLimits({
  name: 'CinderLimits',
  plugin: 'kubernetes.io/cinder',
  id: 'volumeID',
  resource: 'attachable-volumes-cinder',
  limit: () => 256,
  isDefault: false,
});

function inTreeLimits(limited: LimitedPlugin): PluginDefinition {
  const { name } = limited;
  const exceeded = unschedulable(name, 'node(s) exceed max volume count');
  const plugin = inTreePluginNamed(limited.plugin) as InTreePlugin;
  return definePlugin({
    name,
    points: ['preFilter', 'filter'],
    exists: ({ hasInTreeLimits }) => hasInTreeLimits,
    isDefault: (behaviour) => limited.isDefault && behaviour.inTreeLimits,
    create: ({ behaviour }) => ({
      name,
      neverFilters: (template) => !hasVolumesOf(plugin, template),
      preFilter(pod, { objects }) {
        if (!hasVolumesOf(plugin, pod.info)) return 'skip';
        const missing = missingClaim(pod, objects);
        if (missing !== undefined) {
          const text = `looking up PVC ${pod.namespace}/${missing}: persistentvolumeclaim "${missing}" not found`;
          const rejection = unresolvable(name, text);
          return { filter: { reject: () => rejection } };
        }
        const reject = (node: NodeInfo): Rejection | undefined =>
          isExceeded(pod, node, plugin, limited, objects, behaviour) ? exceeded : undefined;
        return { filter: { reject } };
      },
      events: [
        { kinds: ['node-added'] },
        { kinds: ['pod-removed'] },
        { kinds: ['object-added'], objects: ['PersistentVolumeClaim'] },
      ],
    }),
  });
}

function hasVolumesOf(plugin: InTreePlugin, template: PodInfo): boolean {
  const { claims, inline } = podVolumes(template);
  return claims.length > 0 || inline.some((volume) => volume[plugin.source] != null);
}

function isExceeded(
  pod: PodState,
  { name, node, pods }: NodeInfo,
  plugin: InTreePlugin,
  limited: LimitedPlugin,
  objects: ClusterObjects,
  behaviour: Behaviour,
): boolean {
  const wanted = new Set<string>();
  addVolumes(pod, plugin, limited, objects, wanted);
  if (wanted.size === 0 || !node) return false;
  // Where a CSI driver took over, NodeVolumeLimits counts.
  if (countsAsCsi(plugin, objects.get('CSINode', undefined, name), behaviour)) return false;
  const present = new Set<string>();
  for (const other of pods.values()) addVolumes(other, plugin, limited, objects, present);
  const given = allocatableOf(node)?.[limited.resource];
  const limit = given === undefined ? limited.limit(node) : parseQuantity(given);
  return new Set([...present, ...wanted]).size > limit;
}

/** Adds the names of the pod's volumes of the plugin. A claim without a volume counts if its class names the plugin. */
function addVolumes(
  pod: PodState,
  { name, source }: InTreePlugin,
  { id }: LimitedPlugin,
  objects: ClusterObjects,
  result: Set<string>,
): void {
  const { claims, inline } = podVolumes(pod.info);
  const add = (at: unknown) => {
    if (at) result.add(String((at as Record<string, unknown>)[id]));
  };
  for (const volume of inline) add(volume[source]);
  for (const each of claims) {
    const claimName = claimNameOf(pod, each);
    const claim = objects.get('PersistentVolumeClaim', pod.namespace, claimName);
    if (!claim) continue;
    const { volumeName, storageClassName } = claim.spec ?? {};
    const volume = volumeName ? objects.get('PersistentVolume', undefined, volumeName) : undefined;
    if (volume) add(volume.spec?.[source]);
    else if (
      storageClassName &&
      objects.get('StorageClass', undefined, storageClassName)?.provisioner === name
    )
      result.add(`claim ${pod.namespace}/${claimName}`);
  }
}
