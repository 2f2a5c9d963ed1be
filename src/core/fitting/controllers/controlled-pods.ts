/** Makes the group of the pods of a workload, in which the ends that its controller makes again count as cut off. */

import type { PodTemplate } from '../../objects/pod.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import type { WorkloadGroup } from '../pods/workload-group.ts';

/** A group of some of the pods, for its template and requests. */
export type PlainGroup = WorkloadGroup;

/** The annotation that `kubectl rollout restart` changes: the same template again, as a new revision. */
const RESTARTED = 'keg.dev/revision';

/** The group with all these pods; a run in `cutOff` is cut off where it ended. */
export function withCutOffs(
  group: PlainGroup,
  pods: readonly PodHistory[],
  cutOff: ReadonlySet<PodHistory>,
): WorkloadGroup {
  return {
    ...group,
    pods: pods.map((pod) => (cutOff.has(pod) && pod.ended !== undefined ? { ...pod, cause: 'scaled' } : pod)),
  };
}

/** A template that differs from the one before: by an annotation, where nothing else that is recorded differs. */
export function revisedTemplate(template: PodTemplate, before: PodTemplate, revision: number): PodTemplate {
  if (canonicalJson(template) !== canonicalJson(before)) return template;
  const { metadata } = template;
  return {
    ...template,
    metadata: { ...metadata, annotations: { ...metadata?.annotations, [RESTARTED]: String(revision) } },
  };
}
