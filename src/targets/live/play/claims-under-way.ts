/** Finds claims of a run that the volume controller may still bind: it may miss a volume and look again only after 15 s. */
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../../core/objects/cluster-object.ts';
import {
  SELECTED_NODE,
  storageClassOf,
  WAIT_FOR_FIRST_CONSUMER,
} from '../../../core/scheduler/plugins/volumes/claims.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { RUN_LABEL } from '../objects/run-label.ts';

/** The volume controller looks at all claims every 15 s (PVClaimBinderSyncPeriod); the rest is for its work. */
const LONGEST_LOOK_MS = 20_000;

type Dated<T> = T & { readonly metadata: { readonly creationTimestamp?: string } };

/** Whether a claim that waits for no pod is not bound yet, and it or a volume is so young that the controller may not have looked. */
export async function areClaimsUnderWay(transport: Transport, run: string, nowMs: number): Promise<boolean> {
  const list = async <T>(path: string): Promise<readonly Dated<T>[]> => {
    const query = { labelSelector: `${RUN_LABEL}=${run}` };
    return (await transport.call<{ readonly items: readonly Dated<T>[] }>({ method: 'GET', path, query }))
      .items;
  };
  const claims = await list<PersistentVolumeClaim>('/api/v1/persistentvolumeclaims');
  const unbound = claims.filter(({ status }) => status?.phase !== 'Bound');
  if (unbound.length === 0) return false;
  const [volumes, classes] = await Promise.all([
    list<PersistentVolume>('/api/v1/persistentvolumes'),
    list<StorageClass>('/apis/storage.k8s.io/v1/storageclasses'),
  ]);
  const late = new Set(
    classes.flatMap(({ metadata, volumeBindingMode }) =>
      volumeBindingMode === WAIT_FOR_FIRST_CONSUMER ? [metadata.name] : [],
    ),
  );
  const awaited = unbound.filter(
    (claim) =>
      claim.spec?.volumeName ||
      claim.metadata.annotations?.[SELECTED_NODE] ||
      !late.has(storageClassOf({ ...claim, kind: 'PersistentVolumeClaim' })),
  );
  const isYoung = ({ metadata }: Dated<object & { metadata: object }>): boolean =>
    nowMs - Date.parse(metadata.creationTimestamp ?? '') < LONGEST_LOOK_MS;
  return awaited.length > 0 && [...awaited, ...volumes].some(isYoung);
}
