/** Finds the owners of a pod: its controller and the controller's own, by references, or else by the names that controllers give. */
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { controllerOf, ownerByName, recordedOwner } from '../../core/observing/owner-names.ts';
import type { ObservedOwner, PodObject } from '../../core/observing/pod-object.ts';
import type { PodOwner } from '../../core/recording/pod-observation.ts';
import type { KubernetesObject } from '../../kubernetes/list-pages.ts';

/** The part of a ReplicaSet or a Job that is read for its owner. */
export interface Controller extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & {
    readonly ownerReferences?: readonly ObservedOwner[] | null;
  };
}

export interface Owners {
  /** Takes a ReplicaSet or a Job that exists. */
  learn(controller: Controller): void;
  forget(uid: string): void;
  /** From its controller up; empty for a pod without a controller. */
  of(pod: PodObject): readonly PodOwner[];
  /** How many pods have a topmost owner that was taken from a name alone. */
  readonly guessed: number;
}

export function createOwners(): Owners {
  const parents = new Map<string, PodOwner | null>();
  let guessed = 0;

  function parentOf(controller: ObservedOwner, pod: PodObject): PodOwner | undefined {
    const known = parents.get(controller.uid);
    if (known !== undefined) return known ?? undefined;
    const parent = ownerByName(controller, pod);
    if (parent) guessed += 1;
    return parent;
  }

  return {
    learn({ metadata }) {
      const controller = controllerOf(metadata.ownerReferences);
      parents.set(metadata.uid, controller ? recordedOwner(controller) : null);
    },
    forget: (uid) => void parents.delete(uid),
    of(pod) {
      const controller = controllerOf(pod.metadata.ownerReferences);
      if (!controller) return [];
      const owner = recordedOwner(controller);
      const parent = parentOf(controller, pod);
      return parent ? [owner, parent] : [owner];
    },
    get guessed() {
      return guessed;
    },
  };
}

/** @param pods - how many pods have an owner whose name is a guess. */
export function ownersFromNames(pods: number): Problem {
  return {
    code: 'owners-from-names',
    severity: 'warning',
    message: `the Deployment or CronJob of ${counted(pods, 'pod')} is derived from the name of the ReplicaSet or Job`,
  };
}
