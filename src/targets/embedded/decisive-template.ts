/** Merges what a pod has of its own into its template, so that pods that decide alike share one template. */
import type { PodTemplate } from '../../core/objects/pod.ts';
import type { PlannedPod } from '../../core/timeline/timeline-event.ts';

const merged = new WeakMap<PodTemplate, Map<string, PodTemplate>>();

/** The template with the pod's own labels and its controller. The scheduler reads each template object once. */
export function decisiveTemplate({ template, labels, owners }: PlannedPod): PodTemplate {
  if (!labels && !owners) return template;
  const known = merged.get(template) ?? new Map<string, PodTemplate>();
  merged.set(template, known);
  const key = JSON.stringify([labels, owners?.[0]]);
  const before = known.get(key);
  if (before) return before;
  const controller = owners?.slice(0, 1).map((owner) => ({ ...owner, controller: true }));
  const result = {
    ...template,
    metadata: {
      ...template.metadata,
      labels: { ...template.metadata?.labels, ...labels },
      ...(controller && { ownerReferences: controller }),
    },
  };
  known.set(key, result);
  return result;
}
