/** Adds the volumes that a pod has of its own to the template that it shares with others. */
import type { PodTemplate, Volume } from '../objects/pod.ts';

const merged = new WeakMap<PodTemplate, Map<string, PodTemplate>>();

/** Equal volumes of one template object give one object, so that it is read once. */
export function templateWithVolumes(template: PodTemplate, volumes: readonly Volume[]): PodTemplate {
  const known = merged.get(template) ?? new Map<string, PodTemplate>();
  merged.set(template, known);
  const key = JSON.stringify(volumes);
  const before = known.get(key);
  if (before) return before;
  const { spec } = template;
  const result = { ...template, spec: { ...spec, volumes: [...(spec.volumes ?? []), ...volumes] } };
  known.set(key, result);
  return result;
}
