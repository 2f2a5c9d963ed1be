/** Checks before anything is created that the user has the rights that a run needs: a refusal half-way would leave half a play. */
import { UserError } from '../../../core/errors/user-error.ts';
import type { ClusterObjectKind } from '../../../core/objects/cluster-object.ts';
import { type AccessRule, neededRoles } from '../../../kubernetes/access-rules.ts';
import { ApiError } from '../../../kubernetes/api-error.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { RUN_KINDS } from '../remove/removal-kinds.ts';

export interface Right {
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly verbs: readonly string[];
  /** Where it is enough to have it in one namespace. */
  readonly namespace?: string | undefined;
}

const KEEP = ['create', 'list', 'delete'] as const;
const CHANGE = ['create', 'get', 'patch', 'delete'] as const;
const STORAGE = 'storage.k8s.io';

export const RIGHTS: readonly Right[] = [
  { group: '', resource: 'namespaces', verbs: KEEP },
  { group: '', resource: 'nodes', verbs: [...KEEP, 'get', 'watch', 'patch'] },
  { group: '', resource: 'nodes', subresource: 'status', verbs: ['patch'] },
  // The pods of the probe are deleted as a collection.
  { group: '', resource: 'pods', verbs: [...KEEP, 'deletecollection', 'get', 'watch', 'patch'] },
  { group: '', resource: 'pods', subresource: 'status', verbs: ['patch'] },
  { group: '', resource: 'serviceaccounts', verbs: ['get'] },
];
export const STAGE_RIGHTS: Right = { group: 'kwok.x-k8s.io', resource: 'stages', verbs: KEEP };
export const PRIORITY_RIGHTS: Right = {
  group: 'scheduling.k8s.io',
  resource: 'priorityclasses',
  verbs: KEEP,
};

/** Rights for objects of a kind that the run sets, changes and removes. */
export const OBJECT_RIGHTS: Readonly<Partial<Record<ClusterObjectKind, Right>>> = {
  Service: { group: '', resource: 'services', verbs: CHANGE },
  PodDisruptionBudget: { group: 'policy', resource: 'poddisruptionbudgets', verbs: CHANGE },
  RuntimeClass: { group: 'node.k8s.io', resource: 'runtimeclasses', verbs: KEEP },
  PersistentVolume: { group: '', resource: 'persistentvolumes', verbs: [...KEEP, 'get'] },
  PersistentVolumeClaim: { group: '', resource: 'persistentvolumeclaims', verbs: [...KEEP, 'get'] },
  StorageClass: { group: STORAGE, resource: 'storageclasses', verbs: [...KEEP, 'get'] },
  CSINode: { group: STORAGE, resource: 'csinodes', verbs: [...KEEP, 'get'] },
  CSIDriver: { group: STORAGE, resource: 'csidrivers', verbs: [...KEEP, 'get'] },
  CSIStorageCapacity: { group: STORAGE, resource: 'csistoragecapacities', verbs: CHANGE },
  VolumeAttachment: { group: STORAGE, resource: 'volumeattachments', verbs: [...KEEP, 'get'] },
};
/** Where pods of the run have claims: keg makes the volumes that a driver would make. */
export const CLAIM_RIGHTS: readonly Right[] = [
  { group: '', resource: 'persistentvolumeclaims', verbs: ['list', 'watch'] },
  { group: '', resource: 'persistentvolumes', verbs: ['create', 'get', 'list', 'watch'] },
  { group: STORAGE, resource: 'storageclasses', verbs: ['get', 'list', 'watch'] },
  { group: STORAGE, resource: 'csinodes', verbs: ['get', 'list', 'watch'] },
  { group: STORAGE, resource: 'csidrivers', verbs: ['list', 'watch'] },
];
export const NAMESPACE_LABEL_RIGHTS: Right = { group: '', resource: 'namespaces', verbs: ['patch'] };
export const DRAIN_RIGHTS: Right = {
  group: '',
  resource: 'pods',
  subresource: 'eviction',
  verbs: ['create'],
};
export const RESIZE_RIGHTS: Right = { group: '', resource: 'pods', subresource: 'resize', verbs: ['patch'] };

export function workloadRights(resource: string): Right {
  return { group: resource === 'jobs' ? 'batch' : 'apps', resource, verbs: [...KEEP, 'get', 'patch'] };
}

/** Removal lists every kind that any run may create, also kinds that this run does not create. */
export function cleaningRights(hasStages: boolean, verbs: readonly string[] = ['list']): readonly Right[] {
  return RUN_KINDS.filter(({ kind }) => kind !== 'stages' || hasStages).map(({ group, resource }) => ({
    group: /^\/apis\/([^/]+)/.exec(group)?.[1] ?? '',
    resource,
    verbs,
  }));
}

/** @throws {UserError} (the cluster) with the rights that are missing. */
export async function requireRights(transport: Transport, rights: readonly Right[]): Promise<void> {
  const each = rights.flatMap((right) => right.verbs.map((verb) => ({ ...right, verb })));
  const asked = [...new Map(each.map((right) => [inWords(right), right])).values()];
  const answers = await Promise.all(asked.map((each) => isAllowed(transport, each)));
  const missing = asked.filter((_, index) => !answers[index]);
  if (missing.length === 0) return;
  const words = missing.map(inWords);
  throw new UserError(
    `context "${transport.context}" is not allowed to ${words.slice(0, MOST).join(', ')}${words.length > MOST ? `, and ${words.length - MOST} more` : ''}`,
    {
      next: `ask for ${neededRoles(missing.map(ruleOf))}; docs/how-to/rbac-replay.yaml contains the role that a replay needs`,
      exitCode: 3,
    },
  );
}

type AskedRight = Omit<Right, 'verbs'> & { readonly verb: string };

function inWords({ verb, resource, subresource }: AskedRight): string {
  return `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
}

function ruleOf({ verb, group, resource, subresource, namespace }: AskedRight): AccessRule {
  return {
    group,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    verbs: [verb],
    ...(namespace !== undefined && { namespaces: [namespace] }),
  };
}

/**
 * Makes the calls. Where the cluster refuses one of them for want of a right, the error names all that are missing.
 *
 * @throws {UserError} (the cluster) with the rights that are missing, or what the calls throw.
 */
export async function withRights<T>(
  transport: Transport,
  rights: readonly Right[],
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 403) throw error;
    await requireRights(transport, rights).catch((missing: unknown) => {
      throw missing instanceof ApiError ? error : missing;
    });
    throw error;
  }
}

const MOST = 6;

interface Review {
  readonly status?: { readonly allowed?: boolean };
}

async function isAllowed(
  transport: Transport,
  { group, resource, subresource, verb, namespace }: AskedRight,
): Promise<boolean> {
  const review = await transport.call<Review>({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: {
        resourceAttributes: {
          group,
          resource,
          verb,
          ...(subresource === undefined ? {} : { subresource }),
          ...(namespace === undefined ? {} : { namespace }),
        },
      },
    },
    idempotent: true,
  });
  return review.status?.allowed === true;
}
