/** Who a pod belongs to: its controller and that one's own, by the references of the objects, or by the names that controllers give. */
import type { KubernetesObject } from '../kubernetes/list-pages.ts';
import type { PodOwner } from '../recording/observation.ts';
import type { OwnerReference, PodObject } from '../transitions/pod-object.ts';

/** A ReplicaSet or a Job, as far as it is read: nothing of its spec. */
export interface Controller extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & {
    readonly ownerReferences?: readonly OwnerReference[] | null;
  };
}

export interface Owners {
  /** A ReplicaSet or a Job exists. */
  learn(controller: Controller): void;
  forget(uid: string): void;
  /** From its controller up; empty for a pod that nobody controls. */
  of(pod: PodObject): readonly PodOwner[];
  /** How many pods' topmost owner was told by a name alone. */
  readonly guessed: number;
}

/** A CronJob names its Jobs after itself and the minute (pkg/controller/cronjob/utils.go, getJobName). */
const JOB_OF_CRON_JOB = /^(.+)-\d{8,}$/;

export function createOwners(): Owners {
  const parents = new Map<string, PodOwner | null>();
  let guessed = 0;

  function parentOf({ uid, kind, name }: OwnerReference, pod: PodObject): PodOwner | undefined {
    const known = parents.get(uid);
    if (known !== undefined) return known ?? undefined;
    const parent = byName(kind, name, pod);
    if (parent) guessed += 1;
    return parent;
  }

  return {
    learn({ metadata }) {
      const controller = controllerOf(metadata.ownerReferences);
      parents.set(metadata.uid, controller ? { kind: controller.kind, name: controller.name } : null);
    },
    forget: (uid) => void parents.delete(uid),
    of(pod) {
      const controller = controllerOf(pod.metadata.ownerReferences);
      if (!controller) return [];
      const owner = { kind: controller.kind, name: controller.name };
      const parent = parentOf(controller, pod);
      return parent ? [owner, parent] : [owner];
    },
    get guessed() {
      return guessed;
    },
  };
}

function controllerOf(references: readonly OwnerReference[] | null | undefined): OwnerReference | undefined {
  return references?.find(({ controller }) => controller === true);
}

/** A Deployment names its ReplicaSets after itself and the label that it gives their pods (pkg/controller/deployment/sync.go). */
function byName(kind: string, name: string, { metadata }: PodObject): PodOwner | undefined {
  if (kind === 'ReplicaSet') {
    const ending = `-${metadata.labels?.['pod-template-hash']}`;
    return name.endsWith(ending) ? { kind: 'Deployment', name: name.slice(0, -ending.length) } : undefined;
  }
  const cronJob = kind === 'Job' ? JOB_OF_CRON_JOB.exec(name)?.[1] : undefined;
  return cronJob === undefined ? undefined : { kind: 'CronJob', name: cronJob };
}
