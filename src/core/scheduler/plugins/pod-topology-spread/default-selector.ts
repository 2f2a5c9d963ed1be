/** Finds the selector of the Services and the controller of a pod, by which pods without constraints of their own are spread. */
import type { LabelSelector, Labels } from '../../../objects/label-selector.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import type { PodState } from '../../framework/pod-state.ts';

/** The parts that must all match. Empty: nothing selects the pod. Source: plugins/helper/spread.go, DefaultSelector. */
export function defaultSelector(pod: PodState, objects: ClusterObjects): readonly LabelSelector[] {
  const { owner, namespace, labels } = pod;
  const pairs: Record<string, string> = {};
  for (const { spec } of objects.all('Service', namespace)) {
    const selector = spec?.selector;
    if (selector && selects(selector, labels)) Object.assign(pairs, selector);
  }
  const parts: LabelSelector[] = [];
  if (owner?.kind === 'ReplicationController' && isGroup(owner.apiVersion, 'v1'))
    Object.assign(pairs, objects.get(owner.kind, namespace, owner.name)?.spec?.selector);
  else if (
    (owner?.kind === 'ReplicaSet' || owner?.kind === 'StatefulSet') &&
    isGroup(owner.apiVersion, 'apps/v1')
  ) {
    const selector = objects.get(owner.kind, namespace, owner.name)?.spec?.selector;
    if (selector && !isEmpty(selector)) parts.push(selector);
  }
  if (Object.keys(pairs).length > 0) parts.push({ matchLabels: pairs });
  return parts;
}

/** An object of a scenario may leave out the version of its owner. */
function isGroup(apiVersion: string | undefined, expected: string): boolean {
  return apiVersion === undefined || apiVersion === expected;
}

function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions?.length ?? 0) === 0;
}

function selects(selector: Labels, labels: Labels): boolean {
  for (const key in selector) if (labels[key] !== selector[key]) return false;
  return true;
}
