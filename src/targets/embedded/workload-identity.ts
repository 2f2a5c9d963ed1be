/** Describes how the objects of a workload and its pods refer to each other: selectors, labels and owners, as the controllers set them. */
import type { SelectingController } from '../../core/objects/cluster-object.ts';
import { contentHash } from '../../core/objects/content-hash.ts';
import type { OwnerReference } from '../../core/objects/object-metadata.ts';
import type { PlannedWorkload } from '../../core/timeline/timeline-event.ts';

type Labels = Readonly<Record<string, string>>;

export interface WorkloadIdentity {
  /** Of the template: the controller names its revision after it. */
  readonly hash: string;
  /** From the controller of the pods up, as ReplicaSet, Deployment. */
  readonly owners: readonly OwnerReference[];
  /** The labels that the controller adds to the pod of this number. */
  labels(number: number): Labels;
  /** The objects of the workload. @param pods replicas, or a Job's parallelism. */
  objects(pods: number): readonly SelectingController[];
}

/** Of a workload whose template has no labels. An API server would refuse it. */
const WORKLOAD_NAME = 'keg.dev/workload';

export function workloadIdentity(plan: PlannedWorkload): WorkloadIdentity {
  const { kind, namespace, name, template } = plan;
  const hash = contentHash(JSON.stringify(template)).slice(0, 10);
  const uid = `${kind}/${namespace}/${name}`;
  const written = template.metadata?.labels ?? {};
  const isLabelled = Object.keys(written).length > 0;
  const own: Labels = isLabelled ? {} : { [WORKLOAD_NAME]: name };
  const selected: Labels = isLabelled ? written : own;
  const object = (
    of: SelectingController['kind'],
    objectName: string,
    matchLabels: Labels,
    spec: NonNullable<SelectingController['spec']>,
  ): SelectingController => ({
    kind: of,
    metadata: { namespace, name: objectName, uid: of === kind ? uid : `${uid}/${hash}` },
    spec: { ...spec, selector: { matchLabels } },
  });
  const owner = (object: SelectingController): OwnerReference => ({
    apiVersion: object.kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind: object.kind,
    name: object.metadata.name,
    uid: object.metadata.uid!,
    controller: true,
  });
  const identity = (
    added: (number: number) => Labels,
    objects: (pods: number) => readonly SelectingController[],
  ): WorkloadIdentity => ({
    hash,
    owners: [...objects(0).map(owner), ...cronJobOwner(plan)],
    labels: (number) => ({ ...own, ...added(number) }),
    objects,
  });
  switch (kind) {
    case 'Deployment': {
      const added = { 'pod-template-hash': hash };
      return identity(
        () => added,
        (replicas) => [
          object('ReplicaSet', `${name}-${hash}`, { ...selected, ...added }, { replicas }),
          object('Deployment', name, selected, { replicas }),
        ],
      );
    }
    case 'ReplicaSet':
      return identity(
        () => ({}),
        (replicas) => [object('ReplicaSet', name, selected, { replicas })],
      );
    case 'StatefulSet':
      return identity(
        (number) => ({
          'apps.kubernetes.io/pod-index': String(number),
          'controller-revision-hash': `${name}-${hash}`,
          'statefulset.kubernetes.io/pod-name': `${name}-${number}`,
        }),
        (replicas) => [object('StatefulSet', name, selected, { replicas })],
      );
    case 'DaemonSet':
      return identity(
        () => ({ 'controller-revision-hash': hash, 'pod-template-generation': '1' }),
        () => [object('DaemonSet', name, selected, {})],
      );
    case 'Job':
      return identity(
        () => ({
          'batch.kubernetes.io/controller-uid': uid,
          'batch.kubernetes.io/job-name': name,
          'controller-uid': uid,
          'job-name': name,
        }),
        (parallelism) => [
          object(
            'Job',
            name,
            { 'batch.kubernetes.io/controller-uid': uid },
            { parallelism, completions: 1, ...plan.job },
          ),
        ],
      );
  }
}

/** The CronJob that owns the Job of one run. */
function cronJobOwner({ namespace, cronJob }: PlannedWorkload): OwnerReference[] {
  if (cronJob === undefined) return [];
  const uid = `CronJob/${namespace}/${cronJob}`;
  return [{ apiVersion: 'batch/v1', kind: 'CronJob', name: cronJob, uid, controller: true }];
}
