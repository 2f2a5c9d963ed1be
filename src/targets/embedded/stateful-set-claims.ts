/** Gives the pods of a StatefulSet their claims, as its controller does (pkg/controller/statefulset/stateful_set_utils.go). */
import type { PersistentVolumeClaim } from '../../core/objects/cluster-object.ts';
import type { PodTemplate } from '../../core/objects/pod.ts';
import type { PlannedWorkload } from '../../core/timeline/timeline-event.ts';

/** The claims of one pod. They stay when the pod goes, and a later pod of this number gets them again. */
export function claimsOfPod(
  { namespace, name, claimTemplates = [] }: PlannedWorkload,
  number: number,
  selected: Readonly<Record<string, string>>,
): PersistentVolumeClaim[] {
  return claimTemplates.map(({ metadata, spec }) => {
    const { labels, annotations } = metadata;
    return {
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: `${metadata.name}-${name}-${number}`,
        namespace,
        labels: { ...labels, ...selected },
        ...(annotations && { annotations }),
      },
      ...(spec && { spec }),
    };
  });
}

/** The template with the claims as volumes. They replace volumes of the same names (updateStorage). */
export function templateWithClaims(
  template: PodTemplate,
  { name, claimTemplates = [] }: PlannedWorkload,
  number: number,
): PodTemplate {
  const names = new Set(claimTemplates.map(({ metadata }) => metadata.name));
  const claims = Array.from(names, (volume) => ({
    name: volume,
    persistentVolumeClaim: { claimName: `${volume}-${name}-${number}` },
  }));
  const others = (template.spec.volumes ?? []).filter((volume) => !names.has(volume.name));
  return { ...template, spec: { ...template.spec, volumes: [...claims, ...others] } };
}
