/** What of an imported pod gets into the recording: its names, its owner, its age and its template without anything secret. */

import type { PodObject } from '../transitions/pod-object.ts';
import type { PodDescription } from '../transitions/pod-transitions.ts';
import { isGivenLabel, schedulingTemplate } from '../transitions/scheduling-template.ts';
import { createSharedTemplates } from '../transitions/shared-templates.ts';
import { parseMoment, wholeSecond } from './moment.ts';

/** A controller as an owner reference or an object of its own names it. */
export interface Owner {
  readonly kind: string;
  readonly name: string;
}

export interface DescribeOptions {
  /** Keep the pods' labels. Default false. */
  readonly keepsLabels?: boolean;
  /** Controllers of controllers, by the uid of the controlled one, where the source tells them. */
  readonly ownerOf?: ReadonlyMap<string, Owner & { readonly uid: string }>;
}

/** @param start of the recording, microseconds since the Unix epoch. */
export function podDescriber(
  start: number,
  options: DescribeOptions,
): (pod: PodObject, at: number) => PodDescription {
  const share = createSharedTemplates();
  return (pod, at) => {
    const { namespace, name } = pod.metadata;
    const group = groupOf(pod, options.ownerOf);
    const age = ageOf(pod.metadata.creationTimestamp, start, at);
    return {
      namespace,
      name,
      ...(group === undefined ? {} : { group }),
      ...(age === undefined ? {} : { age }),
      template: share(schedulingTemplate(pod, options.keepsLabels ? { keepsLabel: isGivenLabel } : {})),
    };
  };
}

/**
 * How old it was when it was first seen, if it is older than the recording. Creation stamps are cut to seconds: one of the second in which
 * the recording starts is no proof.
 */
export function ageOf(creationTimestamp: unknown, start: number, at: number): number | undefined {
  const created = parseMoment(creationTimestamp);
  if (created === undefined || created >= wholeSecond(start)) return undefined;
  return start + at - created;
}

/** The topmost controller that is known: a Deployment rather than one of its ReplicaSets, a CronJob rather than one of its Jobs. */
function groupOf(pod: PodObject, ownerOf: DescribeOptions['ownerOf']): string | undefined {
  const references = pod.metadata.ownerReferences ?? [];
  const first = references.find(({ controller }) => controller) ?? references[0];
  if (!first || first.kind === 'Node') return undefined;
  let top: Owner & { readonly uid: string } = first;
  for (let steps = 0; steps < 8; steps += 1) {
    const above = ownerOf?.get(top.uid);
    if (!above) break;
    top = above;
  }
  return top === first ? nameByHash(pod, top) : top.name;
}

/** A Deployment names its ReplicaSets after itself and the hash that it labels their pods with; a CronJob its Jobs after the minute. */
function nameByHash(pod: PodObject, { kind, name }: Owner): string {
  const hash = pod.metadata.labels?.['pod-template-hash'];
  if (kind === 'ReplicaSet' && hash && name.endsWith(`-${hash}`)) return name.slice(0, -hash.length - 1);
  return kind === 'Job' ? name.replace(/-\d{8,10}$/, '') : name;
}
