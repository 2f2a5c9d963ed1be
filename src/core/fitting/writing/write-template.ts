/** Writes the pod template of a group, with what all its pods have, and without classes that the scenario does not have. */

import type { ClusterObject } from '../../objects/cluster-object.ts';
import type { PodTemplate, Volume } from '../../objects/pod.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import { SYSTEM_CLASSES } from '../../scenario/admission/admit-priority.ts';
import { NOWHERE } from '../../timeline/recorded-pins.ts';
import { fitsEmptyNode } from '../nodes/fits-empty-node.ts';
import type { NodeHistory } from '../nodes/node-history.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import type { WorkloadGroup } from '../pods/workload-group.ts';

/** The volumes that decide differ from pod to pod, except for those that all pods of the group share. */
export function withSharedVolumes({ template, pods }: WorkloadGroup): PodTemplate {
  const [first = [], ...others] = pods.map(({ volumes = [] }) =>
    volumes.filter(isShareable).map(canonicalJson),
  );
  const shared = first.filter((volume) => others.every((each) => each.includes(volume)));
  if (shared.length === 0) return template;
  const { volumes } = template.spec;
  const added = shared.map((volume) => JSON.parse(volume) as Volume);
  return { ...template, spec: { ...template.spec, volumes: [...(volumes ?? []), ...added] } };
}

/** An ephemeral volume was made for one pod. */
function isShareable({ ephemeral }: Volume): boolean {
  return ephemeral == null;
}

/** Seconds after which a pod without a refusal has waited for more than the scheduler. */
const LONG = 60;

/**
 * Pods of a group without any bound pod wait in the replay too. Where they could run on an empty node, what kept them is not in the
 * recording (another scheduler, a claim, a full cluster), so they get a selector that no node matches.
 */
export function withoutBinding(
  { pods }: WorkloadGroup,
  template: PodTemplate,
  nodes: readonly NodeHistory[],
  window: number,
): PodTemplate {
  const waited = ({ created, ended, wasRefused }: PodHistory): boolean =>
    wasRefused === true || (ended ?? window) - created >= LONG;
  if (!pods.every(({ isUnbound }) => isUnbound) || !pods.some(waited)) return template;
  const { spec } = template;
  if (spec.schedulingGates && spec.schedulingGates.length > 0) return template;
  const fits = nodes.some(({ states }) => states.some(({ node }) => fitsEmptyNode(spec, node)));
  return fits
    ? { ...template, spec: { ...spec, nodeSelector: { ...spec.nodeSelector, ...NOWHERE } } }
    : template;
}

/** A template without a priority class or runtime class that is missing in the scenario: its priority and its overhead still count. */
export function withKnownClasses(template: PodTemplate, written: readonly ClusterObject[]): PodTemplate {
  const { priorityClassName, runtimeClassName, ...spec } = template.spec;
  const hasPriority =
    priorityClassName !== undefined &&
    (SYSTEM_CLASSES.has(priorityClassName) ||
      written.some(
        (object) => object.kind === 'PriorityClass' && object.metadata.name === priorityClassName,
      ));
  const hasRuntime =
    typeof runtimeClassName === 'string' &&
    written.some(({ kind, metadata }) => kind === 'RuntimeClass' && metadata.name === runtimeClassName);
  if (hasPriority === (priorityClassName !== undefined) && hasRuntime === (runtimeClassName != null))
    return template;
  return {
    ...template,
    spec: {
      ...spec,
      ...(hasPriority && { priorityClassName }),
      ...(hasRuntime && { runtimeClassName }),
    },
  };
}
