/** Finds the CSI volumes that a pod attaches to its node, in-tree volumes with a CSI driver included (nodevolumelimits/csi.go, filterAttachableVolumes). */
import type { CSINode, PersistentVolumeClaim } from '../../../objects/cluster-object.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import { storageClassOf } from './claims.ts';
import { countsAsCsi, inTreePluginNamed, inTreePluginOf } from './csi-migration.ts';
import { claimNameOf, podVolumes } from './pod-volumes.ts';

/** What is needed to know the driver of a volume on a node. */
export interface AttachSite {
  readonly objects: ClusterObjects;
  readonly csiNode: CSINode | undefined;
  readonly behaviour: Behaviour;
}

/** Unique name of a volume → its CSI driver. */
export type AttachedVolumes = Map<string, string>;

/** The name of a claim that does not exist, if the pod needs one. */
export function missingClaim(pod: PodState, objects: ClusterObjects): string | undefined {
  return podVolumes(pod.info)
    .claims.map((volume) => claimNameOf(pod, volume))
    .find((name) => !objects.get('PersistentVolumeClaim', pod.namespace, name));
}

/** Adds the volumes of a pod. A volume whose driver is not known does not count, nor does a claim that does not exist. */
export function addAttachedVolumes(pod: PodState, site: AttachSite, result: AttachedVolumes): void {
  const { claims, inline } = podVolumes(pod.info);
  for (const volume of claims) {
    const claim = site.objects.get('PersistentVolumeClaim', pod.namespace, claimNameOf(pod, volume));
    if (!claim) continue;
    const found = volumeOfClaim(claim, site);
    if (found) add(found, result);
  }
  for (const volume of inline) {
    const plugin = inTreePluginOf(volume);
    if (!plugin || !countsAsCsi(plugin, site.csiNode, site.behaviour)) continue;
    const handle = plugin.handle(volume[plugin.source] as Record<string, unknown>, {});
    add({ driver: plugin.driver, handle }, result);
  }
}

/** The unique name of a volume of a driver. */
export function volumeName(driver: string, handle: unknown): string {
  return `${driver}/${handle}`;
}

interface DriverVolume {
  readonly driver: string;
  readonly handle: unknown;
}

function add({ driver, handle }: DriverVolume, result: AttachedVolumes): void {
  if (driver && handle) result.set(volumeName(driver, handle), driver);
}

/** A claim without a volume will get one from the driver of its class. */
function volumeOfClaim(claim: PersistentVolumeClaim, site: AttachSite): DriverVolume | undefined {
  const name = claim.spec?.volumeName;
  const volume = name ? site.objects.get('PersistentVolume', undefined, name) : undefined;
  if (!volume) return volumeOfClass(claim, site);
  const csi = volume.spec?.csi;
  if (csi) return { driver: csi.driver, handle: csi.volumeHandle };
  const plugin = inTreePluginOf(volume.spec);
  if (!plugin || !countsAsCsi(plugin, site.csiNode, site.behaviour)) return undefined;
  const source = volume.spec?.[plugin.source] as Record<string, unknown>;
  return { driver: plugin.driver, handle: plugin.handle(source, volume.metadata.labels ?? {}) };
}

function volumeOfClass(
  claim: PersistentVolumeClaim,
  { objects, csiNode, behaviour }: AttachSite,
): DriverVolume | undefined {
  const className = storageClassOf(claim);
  const provisioner = className && objects.get('StorageClass', undefined, className)?.provisioner;
  if (!provisioner) return undefined;
  const handle = `claim ${claim.metadata.namespace}/${claim.metadata.name}`;
  const plugin = inTreePluginNamed(provisioner);
  if (!plugin) return { driver: provisioner, handle };
  return countsAsCsi(plugin, csiNode, behaviour) ? { driver: plugin.driver, handle } : undefined;
}
