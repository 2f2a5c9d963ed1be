/** Brings the status of every PodDisruptionBudget up to date with its pods, as the disruption controller does. */
import type { PodDisruptionBudget } from '../../core/objects/cluster-object.ts';
import { compileLabelSelector, type LabelMatcher } from '../../core/objects/label-selector.ts';
import type { OwnerReference } from '../../core/objects/object-metadata.ts';
import { type BudgetStatus, budgetStatus } from './budget-status.ts';
import { setClusterObject } from './cluster-objects.ts';
import type { ClusterState, DisruptionController, EmbeddedPod } from './cluster-state.ts';
import { decisiveTemplate } from './decisive-template.ts';

interface Watched {
  budget: PodDisruptionBudget;
  readonly matches: LabelMatcher;
  /** Uids of its pods. */
  readonly members: Set<string>;
  stale: boolean;
}

const SCALED = ['ReplicaSet', 'StatefulSet', 'ReplicationController'] as const;

export function createDisruptionController(cluster: ClusterState): DisruptionController {
  const { pods, objects } = cluster;
  /** By uid. */
  const watched = new Map<string, Watched>();

  const selects = ({ budget, matches }: Watched, { plan }: EmbeddedPod): boolean =>
    plan.namespace === budget.metadata.namespace &&
    matches(decisiveTemplate(plan).metadata?.labels ?? NO_LABELS);

  function watch(budget: PodDisruptionBudget): void {
    const uid = budget.metadata.uid!;
    const known = watched.get(uid);
    // A new status changes neither its pods nor what it wants.
    if (known && known.budget.spec === budget.spec) {
      known.budget = budget;
      return;
    }
    const added: Watched = {
      budget,
      matches: compileLabelSelector(budget.spec?.selector),
      members: new Set(),
      stale: true,
    };
    for (const pod of pods.values()) if (selects(added, pod)) added.members.add(pod.uid);
    watched.set(uid, added);
  }

  function scaleOf(namespace: string | undefined, { kind, name }: OwnerReference): number | undefined {
    const scaled = SCALED.find((each) => each === kind);
    return scaled && objects.get(scaled, namespace, name)?.spec?.replicas;
  }

  function statusOf({ budget, members }: Watched): BudgetStatus {
    const selected = [...members].map((uid) => {
      const { ready, terminal, terminating, plan } = pods.get(uid)!;
      const owner = plan.owners?.[0];
      return { ready: ready && !terminal, terminating: terminating !== undefined, owner };
    });
    return budgetStatus(budget, selected, (owner) => scaleOf(budget.metadata.namespace, owner));
  }

  return {
    observe(observation) {
      if (observation.kind === 'object-set') {
        const { object } = observation;
        if (object.kind === 'PodDisruptionBudget') watch(object);
        else if (SCALED.some((kind) => kind === object.kind))
          for (const each of watched.values()) each.stale = true;
        return;
      }
      if (watched.size === 0 || !('uid' in observation)) return;
      const { uid } = observation;
      if (observation.kind === 'object-removed') watched.delete(uid);
      const pod = pods.get(uid);
      for (const each of watched.values()) {
        if (observation.kind === 'pod-created' && pod && selects(each, pod)) each.members.add(uid);
        if (each.members.has(uid)) each.stale = true;
        if (!pod) each.members.delete(uid);
      }
    },
    sync(now) {
      for (const each of watched.values()) {
        if (!each.stale) continue;
        each.stale = false;
        const { budget } = each;
        const { disruptionsAllowed } = statusOf(each);
        if (budget.status?.disruptionsAllowed === disruptionsAllowed) continue;
        setClusterObject(cluster, { ...budget, status: { ...budget.status, disruptionsAllowed } }, now);
      }
    },
    budgetsOf: (pod) =>
      [...watched.values()]
        .filter(({ members }) => members.has(pod.uid))
        .map((each) => ({ budget: each.budget, ...statusOf(each) })),
  };
}

const NO_LABELS: Readonly<Record<string, string>> = {};
