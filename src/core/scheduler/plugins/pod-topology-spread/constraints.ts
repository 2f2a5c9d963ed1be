/** Compiles the spread constraints of a pod: its own, or the default ones with the selector of its Services and its controller (common.go). */
import type { LabelMatcher, LabelSelector, Labels } from '../../../objects/label-selector.ts';
import { compileLabelSelector } from '../../../objects/label-selector.ts';
import type { TopologySpreadConstraint } from '../../../objects/pod.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import type { PodInfo } from '../../cache/pod-info.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { SpreadDefaults } from './arguments.ts';
import { defaultSelector } from './default-selector.ts';

export const HOSTNAME_LABEL = 'kubernetes.io/hostname';

export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly minDomains: number;
  /** Whether only nodes that the pod's selector and affinity allow count, and only nodes whose taints it tolerates. */
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
  readonly matches: LabelMatcher;
  /** The empty selector matches the pod itself, but counts no pods (common.go, countPodsMatchSelector). */
  readonly countsNothing: boolean;
  /** Equal for constraints that count the same pods of one namespace. */
  readonly selectorKey: string;
}

export interface PodConstraints {
  /** `whenUnsatisfiable: DoNotSchedule`. */
  readonly hard: readonly SpreadConstraint[];
  /** `whenUnsatisfiable: ScheduleAnyway`. */
  readonly soft: readonly SpreadConstraint[];
  /** Nodes without one of the topology keys take no part. */
  readonly requireAllKeys: boolean;
}

const NONE: PodConstraints = { hard: [], soft: [], requireAllKeys: true };

interface Compiled {
  readonly generation: number;
  readonly namespace: string;
  readonly ownerName: string | undefined;
  readonly labels: Labels;
  readonly constraints: PodConstraints;
}

/** Gives the constraints of a pod. */
export type ConstraintReader = (pod: PodState) => PodConstraints;

/**
 * A reader that compiles once for each template.
 *
 * @param mergesKeys the API server has added the labels of `matchLabelKeys` to the selector when the pod was created (from 1.34).
 */
export function constraintReader(
  defaults: SpreadDefaults,
  objects: ClusterObjects,
  mergesKeys: boolean,
): ConstraintReader {
  const known = new WeakMap<PodInfo, Compiled>();
  return (pod) => {
    const { info, namespace, labels } = pod;
    const own = info.spec.topologySpreadConstraints ?? [];
    if (own.length === 0 && (defaults.constraints.length === 0 || objects.generation === 0)) return NONE;
    // Own constraints do not depend on other objects.
    const generation = own.length > 0 ? -1 : objects.generation;
    const ownerName = own.length > 0 ? undefined : pod.owner?.name;
    const before = known.get(info);
    if (
      before?.generation === generation &&
      before.namespace === namespace &&
      before.ownerName === ownerName &&
      before.labels === labels
    )
      return before.constraints;
    const constraints =
      own.length > 0
        ? ofPod(own, labels, mergesKeys ? info.labels : undefined)
        : byDefault(defaults, defaultSelector(pod, objects));
    known.set(info, { generation, namespace, ownerName, labels, constraints });
    return constraints;
  };
}

function ofPod(
  own: readonly TopologySpreadConstraint[],
  labels: Labels,
  labelsAtCreation: Labels | undefined,
): PodConstraints {
  const compiled = own.map((constraint) => {
    const { labelSelector, matchLabelKeys } = constraint;
    if (!labelSelector) return compile(constraint, undefined);
    const parts = [labelSelector, pairsOf(matchLabelKeys, labels)];
    if (labelsAtCreation && labelsAtCreation !== labels)
      parts.push(pairsOf(matchLabelKeys, labelsAtCreation));
    return compile(
      constraint,
      parts.filter((part) => !isEmpty(part)),
    );
  });
  return split(own, compiled, true);
}

function byDefault({ constraints, system }: SpreadDefaults, parts: readonly LabelSelector[]): PodConstraints {
  if (parts.length === 0) return NONE;
  return split(
    constraints,
    constraints.map((constraint) => compile(constraint, parts)),
    !system,
  );
}

function split(
  given: readonly TopologySpreadConstraint[],
  compiled: readonly SpreadConstraint[],
  requireAllKeys: boolean,
): PodConstraints {
  const of = (action: string) => compiled.filter((_, i) => given[i]?.whenUnsatisfiable === action);
  return { hard: of('DoNotSchedule'), soft: of('ScheduleAnyway'), requireAllKeys };
}

/** @param parts the selectors that must all match. Undefined: no selector, which matches nothing. Empty: the empty selector. */
function compile(
  { maxSkew, topologyKey, minDomains, nodeAffinityPolicy, nodeTaintsPolicy }: TopologySpreadConstraint,
  parts: readonly LabelSelector[] | undefined,
): SpreadConstraint {
  const matchers = parts?.map(compileLabelSelector);
  const [first] = matchers ?? [];
  return {
    maxSkew,
    topologyKey,
    minDomains: minDomains ?? 1,
    honorsAffinity: (nodeAffinityPolicy ?? 'Honor') === 'Honor',
    honorsTaints: nodeTaintsPolicy === 'Honor',
    matches:
      matchers === undefined
        ? () => false
        : matchers.length === 1 && first
          ? first
          : (labels) => matchers.every((matches) => matches(labels)),
    countsNothing: matchers === undefined || matchers.length === 0,
    selectorKey: parts ? JSON.stringify(parts) : '',
  };
}

/** The labels of the pod that `matchLabelKeys` names. Keys that the pod lacks are left out. */
function pairsOf(keys: readonly string[] | null | undefined, labels: Labels): LabelSelector {
  const pairs = (keys ?? []).flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return { matchLabels: Object.fromEntries(pairs) };
}

function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions?.length ?? 0) === 0;
}
