/** Reads an object that decides where pods run from a foreign file: prunes it, and checks it as an API server would. */
import type { ClusterObject } from '../../objects/cluster-object.ts';
import type { ObjectKind } from '../../objects/object-kinds.ts';
import { prunedObject } from '../../objects/pruned-object.ts';
import { objectManifest } from '../../scenario/schema/object-manifest.ts';
import { uidByName } from './cluster-objects.ts';
import { withoutNulls } from './loose-json.ts';

/** Without its own uid, kind and name stand for it. Undefined for an object without a name, or with a field of another type than the API's. */
export function decidingObject(source: unknown, entry: ObjectKind): ClusterObject | undefined {
  const object = prunedObject(withoutNulls(source), entry);
  const { name, namespace, uid } = object.metadata;
  if (typeof name !== 'string') return undefined;
  const place = entry.isNamespaced ? { namespace: namespace ?? 'default' } : {};
  const metadata = {
    ...object.metadata,
    ...place,
    uid: uid ?? uidByName(`${entry.kind} ${namespace}/${name}`),
  };
  const whole = { ...object, metadata } as ClusterObject;
  const { uid: _uid, deletionTimestamp: _gone, ownerReferences: _owners, ...written } = metadata;
  const manifest = { ...whole, apiVersion: entry.apiVersion, metadata: written };
  return objectManifest.safeParse(manifest).success ? whole : undefined;
}
