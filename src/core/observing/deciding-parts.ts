/** Reads from a pod everything that decides where it runs: the template that it shares with others, and its own labels and volumes. */
import type { PodTemplate, Volume } from '../objects/pod.ts';
import { volumeSource } from '../objects/volume-sources.ts';
import type { PodObject } from './pod-object.ts';
import { schedulingTemplate } from './scheduling-template.ts';

export interface DecidingParts {
  readonly template: PodTemplate;
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly Volume[];
}

/** @param share returns one object for equal templates. */
export function decidingParts(
  pod: PodObject,
  share: (template: PodTemplate) => PodTemplate = (template) => template,
): DecidingParts {
  return {
    template: share(schedulingTemplate(pod)),
    labels: pod.metadata.labels ?? {},
    volumes: (pod.spec.volumes ?? []).flatMap((volume) => decidingVolume(volume, pod.metadata.name)),
  };
}

/**
 * The volume with the fields that decide; none if it has no such source. An ephemeral volume becomes the claim that is made for it, which is
 * named after the pod and the volume (pkg/controller/volume/ephemeral).
 */
function decidingVolume({ name, ephemeral, ...sources }: Volume, pod: string): Volume[] {
  if (ephemeral) return [{ name, persistentVolumeClaim: { claimName: `${pod}-${name}` } }];
  const kept = Object.entries(sources).flatMap(([source, value]) => {
    const fields = volumeSource(source, value, (_meaning, given) => given);
    return fields && Object.keys(fields).length > 0 ? [[source, fields] as const] : [];
  });
  return kept.length > 0 ? [{ name, ...Object.fromEntries(kept) }] : [];
}
