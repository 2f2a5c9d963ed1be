/** Changes pods that exist: their labels, their scheduling gates and their requests. */
import { changedPod, effectiveChange, type PodChange } from '../../core/objects/changed-pod.ts';
import { type ClusterState, refuseAction } from './cluster-state.ts';
import { rescheduleChanged } from './scheduled-pod.ts';

export function updateClusterPod(
  cluster: ClusterState,
  {
    namespace,
    name,
    change,
  }: { readonly namespace: string; readonly name: string; readonly change: PodChange },
  now: number,
): void {
  const { pods, names, observer } = cluster;
  const pod = pods.get(names.find(namespace, name) ?? '');
  if (!pod)
    return refuseAction(cluster, now, `pod "${namespace}/${name}" does not exist and cannot be updated`);
  const { uid, plan } = pod;
  const gates = new Set(plan.template.spec.schedulingGates?.map((gate) => gate.name));
  for (const gate of change.ungate ?? []) {
    if (!gates.has(gate))
      refuseAction(cluster, now, `pod "${namespace}/${name}" has no scheduling gate "${gate}" to remove`);
  }
  const effective = effectiveChange(
    plan.template,
    { ...plan.template.metadata?.labels, ...plan.labels },
    change,
  );
  if (!effective) return;
  const template = changedPod(plan.template, effective);
  const labels = plan.labels && withoutKeys(plan.labels, Object.keys(effective.labels ?? {}));
  pod.plan = { ...plan, template, ...(labels && { labels }) };
  const hash = observer.templateHash(template, now);
  if (effective.resize) observer.observe({ at: now, kind: 'pod-resized', uid, template: hash });
  if (effective.ungate || effective.labels)
    observer.observe({ at: now, kind: 'pod-changed', uid, template: hash, ...(labels && { labels }) });
  if (pod.terminal) return;
  rescheduleChanged(cluster, pod, now);
}

/** The template now says what these labels are. */
function withoutKeys(
  labels: Readonly<Record<string, string>>,
  keys: readonly string[],
): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !keys.includes(key)));
}
