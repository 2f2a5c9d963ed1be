/** Describes an imported pod for the recording: names, owners, age, and its template without secret parts. */

import { decidingParts } from '../../observing/deciding-parts.ts';
import { controllerOf, ownerByName, recordedOwner } from '../../observing/owner-names.ts';
import type { PodObject } from '../../observing/pod-object.ts';
import type { PodDescription } from '../../observing/pod-transitions.ts';
import { createSharedTemplates } from '../../observing/shared-templates.ts';
import type { PodOwner } from '../../recording/pod-observation.ts';
import { MICROSECONDS_A_SECOND, parseMoment } from '../../time/moment.ts';

export interface DescribeOptions {
  /** Controllers of ReplicaSets and Jobs, by the uid of the ReplicaSet or Job, as far as the source contains them. */
  readonly ownerOf?: ReadonlyMap<string, PodOwner>;
}

/** @param start of the recording, microseconds since the Unix epoch. */
export function podDescriber(
  start: number,
  { ownerOf }: DescribeOptions,
): (pod: PodObject, at: number) => PodDescription {
  const share = createSharedTemplates();
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
      ...decidingParts(pod, share),
    };
  };
}

/**
 * The age of an object when it was first observed, in microseconds; undefined unless it is older than the recording. Creation stamps are cut
 * to seconds, so a stamp less than a second before the start proves nothing.
 */
export function ageOf(creationTimestamp: unknown, start: number, at: number): number | undefined {
  const created = parseMoment(creationTimestamp);
  if (created === undefined || created > start - MICROSECONDS_A_SECOND) return undefined;
  return start + at - created;
}

/** The controller of a pod and the controller above it: by reference if the source contains it, else by the name that controllers give. */
function ownersOf(pod: PodObject, ownerOf: DescribeOptions['ownerOf']): PodOwner[] {
  const controller = controllerOf(pod.metadata.ownerReferences);
  if (!controller) return [];
  const owner = recordedOwner(controller);
  const above = ownerOf?.get(controller.uid) ?? ownerByName(owner, pod);
  return above ? [owner, above] : [owner];
}
