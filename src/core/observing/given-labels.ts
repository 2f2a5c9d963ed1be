/** Separates the labels that people give to pods from those by which controllers distinguish their pods or revisions. */

const STAMPED_LABELS: ReadonlySet<string> = new Set([
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'keg.dev/workload',
  'pod-template-generation',
  'pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
]);

/** The labels that all of these pods have in common and that no controller stamped. */
export function commonLabels(pods: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const [first = {}, ...others] = pods;
  return Object.fromEntries(
    Object.entries(first).filter(
      ([key, value]) => !STAMPED_LABELS.has(key) && others.every((labels) => labels[key] === value),
    ),
  );
}
