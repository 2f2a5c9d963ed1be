/** Finds out which evictions the PodDisruptionBudgets do not allow (default_preemption.go, filterPodsWithPDBViolation). */
import type { PodDisruptionBudget } from '../../../objects/cluster-object.ts';
import {
  compileLabelSelector,
  type LabelMatcher,
  type LabelSelector,
} from '../../../objects/label-selector.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { Behaviour } from '../../kubernetes-version.ts';

export interface Budget {
  readonly namespace: string | undefined;
  readonly matches: LabelMatcher;
  /** A budget without a status allows nothing: its controller has not looked at it yet. */
  readonly allowed: number;
  readonly disrupted: Readonly<Record<string, unknown>>;
}

const NONE: Readonly<Record<string, unknown>> = {};

/** Returns a function that reads the budgets again only after a change of any object. */
export function budgetReader(): (objects: ClusterObjects) => readonly Budget[] {
  let generation = -1;
  let budgets: readonly Budget[] = [];
  return (objects) => {
    if (generation !== objects.generation) {
      generation = objects.generation;
      budgets = [...objects.all('PodDisruptionBudget')].map(readBudget);
    }
    return budgets;
  };
}

function readBudget({ metadata, spec, status }: PodDisruptionBudget): Budget {
  return {
    namespace: metadata.namespace,
    matches: isEmpty(spec?.selector) ? () => false : compileLabelSelector(spec?.selector),
    allowed: status?.disruptionsAllowed ?? 0,
    disrupted: status?.disruptedPods ?? NONE,
  };
}

/** For the scheduler an empty selector selects nothing, although the disruption controller selects all pods by it. */
function isEmpty(selector: LabelSelector | null | undefined): boolean {
  const { matchLabels, matchExpressions } = selector ?? {};
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;
}

/**
 * Returns a function that counts the evictions of the pods it is asked about, in this order, and says whether a budget is exceeded. From 1.37
 * the first exceeded budget ends the look at a pod, so the pod does not count in the budgets after it
 * (framework/preemption/util.go, FilterVictimsWithPDBViolation).
 */
export function violatesBudget(
  budgets: readonly Budget[],
  { firstExceededBudgetEnds }: Behaviour,
): (pod: PodState) => boolean {
  const left = budgets.map(({ allowed }) => allowed);
  return ({ namespace, name, labels }) => {
    let violates = false;
    for (const [i, budget] of budgets.entries()) {
      if (budget.namespace !== namespace || Object.hasOwn(budget.disrupted, name) || !hasLabels(labels))
        continue;
      if (!budget.matches(labels)) continue;
      left[i] = (left[i] as number) - 1;
      if ((left[i] as number) >= 0) continue;
      violates = true;
      if (firstExceededBudgetEnds) break;
    }
    return violates;
  };
}

/** A pod without labels matches no budget, even one with a DoesNotExist. */
function hasLabels(labels: Readonly<Record<string, string>>): boolean {
  for (const _ in labels) return true;
  return false;
}
