/** Decides which disks two pods of a node can't share (volumerestrictions/volume_restrictions.go, isVolumeConflict). */
import type { Volume } from '../../../objects/pod.ts';

/** A disk that a pod names directly, by the type of its source. */
export interface PodDisk {
  readonly source: 'gcePersistentDisk' | 'awsElasticBlockStore' | 'iscsi' | 'rbd';
  /** Equal for equal disks, without the monitors of an RBD image. */
  readonly id: string;
  /** Of an RBD image: one common monitor makes images of equal name the same. */
  readonly monitors: readonly string[] | undefined;
  readonly readOnly: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** The disk of a volume; an empty list for a volume of another type. */
export function diskOf(volume: Volume): PodDisk[] {
  const at = (source: PodDisk['source']) => (volume[source] ?? undefined) as Fields | undefined;
  const gce = at('gcePersistentDisk');
  if (gce) return [disk('gcePersistentDisk', [gce.pdName], gce)];
  const aws = at('awsElasticBlockStore');
  // Two pods can't share an EBS volume, even if both only read.
  if (aws) return [disk('awsElasticBlockStore', [aws.volumeID], {})];
  const iscsi = at('iscsi');
  if (iscsi) return [disk('iscsi', [iscsi.iqn], iscsi)];
  const rbd = at('rbd');
  if (!rbd) return [];
  const monitors = Array.isArray(rbd.monitors) ? rbd.monitors.map(String) : [];
  return [{ ...disk('rbd', [rbd.pool ?? 'rbd', rbd.image], rbd), monitors }];
}

function disk(source: PodDisk['source'], id: readonly unknown[], { readOnly }: Fields): PodDisk {
  return { source, id: JSON.stringify(id), monitors: undefined, readOnly: readOnly === true };
}

/** Whether one disk of the first pod is in use by the second. Two that only read can share. */
export function disksConflict(disks: readonly PodDisk[], others: readonly PodDisk[]): boolean {
  return disks.some((one) =>
    others.some((other) => sameDisk(one, other) && !(one.readOnly && other.readOnly)),
  );
}

function sameDisk(one: PodDisk, other: PodDisk): boolean {
  if (one.source !== other.source || one.id !== other.id) return false;
  return !one.monitors || one.monitors.some((monitor) => other.monitors?.includes(monitor));
}
