/** Finds the controller of a pod, and the owner of that controller where only names show it. */
import type { PodOwner } from '../recording/pod-observation.ts';
import type { ObservedOwner, PodObject } from './pod-object.ts';

/** A CronJob names its Jobs after itself and the minute of the start (pkg/controller/cronjob/utils.go, getJobName). */
const JOB_OF_CRON_JOB = /^(.+)-\d{8,}$/;

/** The controller as a recording names it. */
export function recordedOwner({ apiVersion, kind, name, uid }: ObservedOwner): PodOwner {
  return { kind, name, ...(apiVersion === undefined ? {} : { apiVersion }), uid };
}

/** The reference to the controller, if there is one. */
export function controllerOf(
  references: readonly ObservedOwner[] | null | undefined,
): ObservedOwner | undefined {
  return references?.find(({ controller }) => controller === true);
}

/**
 * Derives the owner of a pod's controller from the names that controllers choose. A Deployment names a ReplicaSet after itself and the hash in
 * its pods' labels (pkg/controller/deployment/sync.go). A CronJob names a Job after itself and the minute of the start.
 *
 * @returns undefined if the names do not show an owner.
 */
export function ownerByName({ kind, name }: PodOwner, { metadata }: PodObject): PodOwner | undefined {
  if (kind === 'ReplicaSet') {
    const ending = `-${metadata.labels?.['pod-template-hash']}`;
    return name.endsWith(ending) ? { kind: 'Deployment', name: name.slice(0, -ending.length) } : undefined;
  }
  const cronJob = kind === 'Job' ? JOB_OF_CRON_JOB.exec(name)?.[1] : undefined;
  return cronJob === undefined ? undefined : { kind: 'CronJob', name: cronJob };
}
