/** Writes a claim that is bound to a volume of the cluster, for the drawn sequences. */
import type { PersistentVolume, PersistentVolumeClaim } from '../../../src/core/objects/cluster-object.ts';

const STORAGE = '1Gi';

/** A volume that is bound to the claim of this name. @param rest what it has besides: its source, and where it can be reached. */
export function boundVolume(
  name: string,
  accessMode: string,
  rest: NonNullable<PersistentVolume['spec']>,
  labels?: Readonly<Record<string, string>>,
): PersistentVolume {
  return {
    kind: 'PersistentVolume',
    metadata: { name: `pv-${name}`, ...(labels && { labels }) },
    spec: {
      capacity: { storage: STORAGE },
      accessModes: [accessMode],
      storageClassName: 'now',
      claimRef: { namespace: 'default', name },
      ...rest,
    },
    status: { phase: 'Bound' },
  };
}

export function boundClaim(name: string, accessMode: string, phase = 'Bound'): PersistentVolumeClaim {
  return {
    kind: 'PersistentVolumeClaim',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'pv.kubernetes.io/bind-completed': 'yes',
        'pv.kubernetes.io/bound-by-controller': 'yes',
      },
    },
    spec: {
      storageClassName: 'now',
      accessModes: [accessMode],
      volumeName: `pv-${name}`,
      resources: { requests: { storage: STORAGE } },
    },
    status: { phase },
  };
}
