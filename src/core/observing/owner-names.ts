/** Who controls a pod, and who controls that one where only its name can tell. */
import type { PodOwner } from '../recording/observation.ts';
import type { OwnerReference, PodObject } from './pod-object.ts';

/** A CronJob names its Jobs after itself and the minute (pkg/controller/cronjob/utils.go, getJobName). */
const JOB_OF_CRON_JOB = /^(.+)-\d{8,}$/;

/** The one reference that is a controller's, if there is one. */
export function controllerOf(
  references: readonly OwnerReference[] | null | undefined,
): OwnerReference | undefined {
  return references?.find(({ controller }) => controller === true);
}

/**
 * The owner above a pod's controller, by the names that controllers give: a Deployment names its ReplicaSets after itself and the hash that
 * it labels their pods with (pkg/controller/deployment/sync.go), a CronJob its Jobs after itself and the minute.
 */
export function ownerByName({ kind, name }: PodOwner, { metadata }: PodObject): PodOwner | undefined {
  if (kind === 'ReplicaSet') {
    const ending = `-${metadata.labels?.['pod-template-hash']}`;
    return name.endsWith(ending) ? { kind: 'Deployment', name: name.slice(0, -ending.length) } : undefined;
  }
  const cronJob = kind === 'Job' ? JOB_OF_CRON_JOB.exec(name)?.[1] : undefined;
  return cronJob === undefined ? undefined : { kind: 'CronJob', name: cronJob };
}
