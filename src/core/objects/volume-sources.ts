/** Lists the sources of a volume that decide where a pod can run, and what each of their fields names. */

/** `claim`, `driver`, `image`: a name of that kind. `handle`: the name of a disk in a storage system. `plain`: no name. */
export type VolumeFieldMeaning = 'claim' | 'driver' | 'image' | 'handle' | 'handles' | 'plain';

/** Sources of volumes of pods: claims, images, and disks that only one node may use or that count against a limit of the node. */
export const VOLUME_SOURCES: Readonly<Record<string, Readonly<Record<string, VolumeFieldMeaning>>>> = {
  persistentVolumeClaim: { claimName: 'claim', readOnly: 'plain' },
  image: { reference: 'image', pullPolicy: 'plain' },
  csi: { driver: 'driver', volumeHandle: 'handle', readOnly: 'plain' },
  awsElasticBlockStore: { volumeID: 'handle', readOnly: 'plain' },
  gcePersistentDisk: { pdName: 'handle', readOnly: 'plain' },
  azureDisk: { diskName: 'handle', diskURI: 'handle', readOnly: 'plain' },
  cinder: { volumeID: 'handle', readOnly: 'plain' },
  vsphereVolume: { volumePath: 'handle' },
  portworxVolume: { volumeID: 'handle', readOnly: 'plain' },
  iscsi: { iqn: 'handle', readOnly: 'plain' },
  rbd: { monitors: 'handles', pool: 'handle', image: 'handle', readOnly: 'plain' },
};

/** Rebuilds a source with the listed fields alone; undefined for a source that does not decide. */
export function volumeSource(
  source: string,
  value: unknown,
  write: (meaning: VolumeFieldMeaning, value: unknown) => unknown,
): Readonly<Record<string, unknown>> | undefined {
  const fields = Object.hasOwn(VOLUME_SOURCES, source) ? VOLUME_SOURCES[source] : undefined;
  if (!fields || typeof value !== 'object' || value === null) return undefined;
  const given = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, meaning]) => {
      const written = given[name] == null ? undefined : write(meaning, given[name]);
      return written === undefined ? [] : [[name, written]];
    }),
  );
}
