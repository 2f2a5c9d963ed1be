/** Prunes an object, as an API server sends it, to the metadata and the fields that decide where pods run. Nothing else gets into a recording. */
import type { ClusterObject } from './cluster-object.ts';
import type { ObjectKind } from './object-kinds.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The metadata that every object keeps. */
const NAMES = ['name', 'namespace', 'uid'] as const;
const OWNER_FIELDS = ['apiVersion', 'kind', 'name', 'uid', 'controller'] as const;

/** Fields without a value are left out, so that equal content gives equal text. */
export function prunedObject(object: unknown, entry: ObjectKind): ClusterObject {
  const whole = fieldsAt(object);
  const pruned: Record<string, unknown> = { kind: entry.kind, metadata: prunedMetadata(whole, entry) };
  for (const path of entry.fields) copy(path.split('.'), whole, pruned);
  return pruned as unknown as ClusterObject;
}

function prunedMetadata(object: Fields, { hasDecidingLabels, annotations = [] }: ObjectKind): Fields {
  const metadata = fieldsAt(object.metadata);
  const kept = only(metadata, NAMES);
  const noted = only(fieldsAt(metadata.annotations), annotations);
  const owners = Array.isArray(metadata.ownerReferences) ? (metadata.ownerReferences as unknown[]) : [];
  const controllers = owners.map(fieldsAt).filter(({ controller }) => controller === true);
  return {
    ...kept,
    ...(hasDecidingLabels && isGiven(metadata.labels) ? { labels: metadata.labels } : {}),
    ...(isGiven(noted) ? { annotations: noted } : {}),
    ...(controllers.length > 0
      ? { ownerReferences: controllers.map((owner) => only(owner, OWNER_FIELDS)) }
      : {}),
    ...only(metadata, ['deletionTimestamp']),
  };
}

/** Copies the value at a path, and creates the maps above it. */
function copy([name, ...rest]: readonly string[], from: Fields, to: Record<string, unknown>): void {
  const value = from[name!];
  if (value === undefined || value === null) return;
  if (rest.length === 0) {
    to[name!] = value;
    return;
  }
  const inner = { ...fieldsAt(to[name!]) };
  copy(rest, fieldsAt(value), inner);
  if (isGiven(inner)) to[name!] = inner;
}

function only(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(
    names.flatMap((name) =>
      Object.hasOwn(fields, name) && fields[name] != null ? [[name, fields[name]]] : [],
    ),
  );
}

function isGiven(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function fieldsAt(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
