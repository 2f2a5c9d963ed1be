/** Builds an object of the scenario as it is created on the cluster: with the label of the run, and with names that only this run has. */
import type { ClusterObject, ObjectOfKind } from '../../../core/objects/cluster-object.ts';
import { SEQUENCE_ANNOTATION } from './pod-object.ts';
import { clusterNamespace, ownName, runLabels } from './run-names.ts';
import { type BuiltObject, PREFIXED, STORAGE_BUILDERS } from './storage-objects.ts';

export interface RunObjectCall {
  /** Of the collection. */
  readonly path: string;
  readonly name: string;
  readonly body: { readonly kind: string; readonly metadata: { readonly name: string } };
}

type Builder<Kind extends ClusterObject['kind']> = (object: ObjectOfKind<Kind>, run: string) => BuiltObject;

/** The kinds that a live target creates. Namespaces exist before all others. */
const BUILDERS: { readonly [Kind in ClusterObject['kind']]?: Builder<Kind> } = {
  Namespace: () => ({ path: '/api/v1/namespaces', fields: { apiVersion: 'v1' } }),
  // Only its selector decides. One without an address needs no ports.
  Service: ({ metadata, spec }, run) => ({
    path: `/api/v1/namespaces/${placeOf(metadata, run)}/services`,
    fields: { apiVersion: 'v1', spec: { clusterIP: 'None', selector: spec?.selector ?? undefined } },
  }),
  PodDisruptionBudget: ({ metadata, spec }, run) => ({
    path: `/apis/policy/v1/namespaces/${placeOf(metadata, run)}/poddisruptionbudgets`,
    fields: { apiVersion: 'policy/v1', spec: spec ?? {} },
  }),
  RuntimeClass: ({ handler, overhead, scheduling }) => ({
    path: '/apis/node.k8s.io/v1/runtimeclasses',
    fields: {
      apiVersion: 'node.k8s.io/v1',
      handler: handler ?? 'keg',
      ...(overhead && { overhead }),
      ...(scheduling && { scheduling }),
    },
  }),
  ...STORAGE_BUILDERS,
};

function placeOf({ namespace = 'default' }: ClusterObject['metadata'], run: string): string {
  return clusterNamespace(run, namespace);
}

/** The object as it is sent; undefined for a kind that a live target does not create. */
export function runObject(object: ClusterObject, run: string, sequence: number): RunObjectCall | undefined {
  const build = BUILDERS[object.kind] as Builder<ClusterObject['kind']> | undefined;
  if (!build) return undefined;
  const { namespace, labels } = object.metadata;
  const name = runObjectName(object, run);
  const { path, fields, annotations } = build(object as never, run);
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace: clusterNamespace(run, namespace) }),
    labels: { ...labels, ...runLabels(run) },
    annotations: { ...annotations, [SEQUENCE_ANNOTATION]: String(sequence) },
  };
  return { path, name, body: { kind: object.kind, metadata, ...fields } as RunObjectCall['body'] };
}

/** The path of an object of the run; undefined for a kind that a live target does not create. */
export function runObjectPath(
  object: Pick<ClusterObject, 'kind' | 'metadata'>,
  run: string,
): string | undefined {
  const call = runObject(object as ClusterObject, run, 0);
  return call && `${call.path}/${call.name}`;
}

/** Names in namespaces of the run stay. Others get the run's prefix. */
function runObjectName({ kind, metadata }: Pick<ClusterObject, 'kind' | 'metadata'>, run: string): string {
  if (kind === 'Namespace') return clusterNamespace(run, metadata.name);
  return PREFIXED.has(kind) ? ownName(run, metadata.name) : metadata.name;
}
