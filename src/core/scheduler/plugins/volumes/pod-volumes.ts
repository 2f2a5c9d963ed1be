/** Reads from a pod's volumes, once for each template, what the volume plugins need. A pod without such volumes costs them one comparison. */
import type { Volume } from '../../../objects/pod.ts';
import type { PodInfo } from '../../cache/pod-info.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { diskOf, type PodDisk } from './disk-conflicts.ts';

/** A volume that uses a claim: a named one, or one that is made for the pod (a generic ephemeral volume). */
export interface ClaimVolume {
  readonly name: string;
  /** Undefined for an ephemeral volume. */
  readonly claimName: string | undefined;
}

export interface PodVolumes {
  readonly claims: readonly ClaimVolume[];
  /** Disks that two pods of a node can't share. */
  readonly disks: readonly PodDisk[];
  /** The volumes without a claim. */
  readonly inline: readonly Volume[];
}

const NONE: PodVolumes = { claims: [], disks: [], inline: [] };
const known = new WeakMap<PodInfo, PodVolumes>();

export function podVolumes(info: PodInfo): PodVolumes {
  const { volumes } = info.spec;
  if (!volumes || volumes.length === 0) return NONE;
  let result = known.get(info);
  if (!result) {
    result = readVolumes(volumes);
    known.set(info, result);
  }
  return result;
}

function readVolumes(volumes: readonly Volume[]): PodVolumes {
  const claims: ClaimVolume[] = [];
  const inline: Volume[] = [];
  for (const volume of volumes) {
    const { name, persistentVolumeClaim, ephemeral } = volume;
    if (persistentVolumeClaim) claims.push({ name, claimName: persistentVolumeClaim.claimName });
    else if (ephemeral) claims.push({ name, claimName: undefined });
    else inline.push(volume);
  }
  return { claims, disks: inline.flatMap(diskOf), inline };
}

/** The name of the claim of a volume. That of an ephemeral volume follows from the pod (component-helpers/storage/ephemeral). */
export function claimNameOf(pod: PodState, { name, claimName }: ClaimVolume): string {
  return claimName ?? `${pod.name}-${name}`;
}

/** Whether a volume of the pod uses the claim of that name, in the pod's namespace. */
export function usesClaim(pod: PodState, name: string): boolean {
  return podVolumes(pod.info).claims.some((volume) => claimNameOf(pod, volume) === name);
}

/** Whether a volume of the pod names the claim. Ephemeral volumes don't count. */
export function namesClaim(pod: PodState, name: string): boolean {
  return podVolumes(pod.info).claims.some(({ claimName }) => claimName === name);
}
