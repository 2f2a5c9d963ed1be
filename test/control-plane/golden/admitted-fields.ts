/** Names what an API server changes in a pod, because the model plays what was admitted. */
import type { PodSpec } from '../../../src/core/objects/pod.ts';

const ADMITTED = [
  'affinity',
  'topologySpreadConstraints',
  'priority',
  'preemptionPolicy',
  'tolerations',
] as const;

/** What the API server filled in or changed, of the fields that decide. */
export function admittedFields(pod: object, created: PodSpec): Partial<PodSpec> {
  const admitted = pod as Partial<PodSpec>;
  const changed = ADMITTED.filter(
    (field) => admitted[field] != null && JSON.stringify(admitted[field]) !== JSON.stringify(created[field]),
  );
  return Object.fromEntries(changed.map((field) => [field, admitted[field]]));
}
