/** What of an imported pod gets into the recording: its names, its owners, its age and its template without anything secret. */
import type { PodOwner } from '../recording/observation.ts';
import type { PodObject } from '../transitions/pod-object.ts';
import type { PodDescription } from '../transitions/pod-transitions.ts';
import { isGivenLabel, schedulingTemplate } from '../transitions/scheduling-template.ts';
import { createSharedTemplates } from '../transitions/shared-templates.ts';
import { MICROSECONDS_A_SECOND, parseMoment } from './moment.ts';

export interface DescribeOptions {
  readonly keepsLabels?: boolean;
  readonly keepsImages?: boolean;
  /** Controllers of ReplicaSets and Jobs, by the uid of those, where the source tells them. */
  readonly ownerOf?: ReadonlyMap<string, PodOwner>;
}

/** @param start of the recording, microseconds since the Unix epoch. */
export function podDescriber(
  start: number,
  { keepsLabels, keepsImages, ownerOf }: DescribeOptions,
): (pod: PodObject, at: number) => PodDescription {
  const share = createSharedTemplates();
  const options = {
    ...(keepsLabels ? { keepsLabel: isGivenLabel } : {}),
    ...(keepsImages ? { keepsImage: true } : {}),
  };
  return (pod, at) => {
    const { namespace, name, creationTimestamp } = pod.metadata;
    const owners = ownersOf(pod, ownerOf);
    const top = owners.at(-1);
    const age = ageOf(creationTimestamp, start, at);
    return {
      namespace,
      name,
      ...(top === undefined ? {} : { group: `${top.kind}/${top.name}`, owners }),
      ...(age === undefined ? {} : { age }),
      template: share(schedulingTemplate(pod, options)),
    };
  };
}

/**
 * How old it was when it was first seen, if it is older than the recording. Creation stamps are cut to seconds: one of less
 * than a second before the start is no proof.
 */
export function ageOf(creationTimestamp: unknown, start: number, at: number): number | undefined {
  const created = parseMoment(creationTimestamp);
  if (created === undefined || created > start - MICROSECONDS_A_SECOND) return undefined;
  return start + at - created;
}

/** Its controller, and that one's own: by reference where the source tells it, else by the names that controllers give. */
function ownersOf(pod: PodObject, ownerOf: DescribeOptions['ownerOf']): PodOwner[] {
  const controller = pod.metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (!controller) return [];
  const { kind, name, uid } = controller;
  const above = ownerOf?.get(uid) ?? ownerByName(pod, { kind, name });
  return above ? [{ kind, name }, above] : [{ kind, name }];
}

/**
 * A Deployment names its ReplicaSets after itself and the hash that it labels their pods with (pkg/controller/deployment/sync.go), a
 * CronJob its Jobs after itself and the minute (pkg/controller/cronjob/utils.go, getJobName).
 */
function ownerByName(pod: PodObject, { kind, name }: PodOwner): PodOwner | undefined {
  if (kind === 'ReplicaSet') {
    const ending = `-${pod.metadata.labels?.['pod-template-hash']}`;
    return name.endsWith(ending) ? { kind: 'Deployment', name: name.slice(0, -ending.length) } : undefined;
  }
  const cronJob = kind === 'Job' ? /^(.+)-\d{8,}$/.exec(name)?.[1] : undefined;
  return cronJob === undefined ? undefined : { kind: 'CronJob', name: cronJob };
}
