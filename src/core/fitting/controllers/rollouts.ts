/** Finds rolling updates: times in which all pods of an owner were replaced by pods of another revision. */

import type { PodTemplate } from '../../objects/pod.ts';
import type { ControlledPod } from './controller-clues.ts';
import { type CountChange, chainsOf, countChanges } from './count-changes.ts';
import type { FoundStrategy } from './found-workload.ts';

export interface Rollout {
  /** Of its first change, in seconds. */
  readonly at: number;
  /** When its last old pod was gone; undefined where the window ends before that. */
  readonly until: number | undefined;
  /** Pods that it deleted. */
  readonly old: ReadonlySet<ControlledPod>;
  /** Pods that it created. */
  readonly fresh: ReadonlySet<ControlledPod>;
  readonly template: PodTemplate;
}

/** Between the last old pod and the first new one of a Recreate, in seconds: the old pods have this long to end. */
const LONGEST_RECREATE = 120;
/** The longest pause, in seconds, within a rolling update that only the times show. */
export const LONGEST_PAUSE = 120;
/** A group with more changes of its revision has pods of several templates side by side. */
const MOST_ROLLOUTS = 100;

/**
 * A new revision begins where a pod of a revision without pods is created while pods of the current one exist, or just after them.
 *
 * @param gap - the longest time in seconds between changes of one reaction.
 */
export function rolloutsByRevision(
  pods: readonly ControlledPod[],
  nameRevision: (pod: ControlledPod) => string,
  gap: number,
): Rollout[] {
  const revisionOf = remembered(pods, nameRevision);
  const changes = countChanges(pods);
  const living = new Map<string, number>();
  const count = (pod: ControlledPod, by: number): void => {
    living.set(revisionOf(pod), (living.get(revisionOf(pod)) ?? 0) + by);
  };
  for (const pod of pods) if (pod.wasThere) count(pod, 1);
  let current = [...living].sort((left, right) => right[1] - left[1])[0]?.[0];
  const begun: { at: number; first: number; revision: string; template: PodTemplate }[] = [];
  let downs: CountChange[] = [];
  for (const change of changes) {
    const { pod, at, by } = change;
    const revision = revisionOf(pod);
    if (by < 0) downs.push(change);
    else if (revision !== current && (living.get(revision) ?? 0) === 0) {
      const pause = (living.get(current ?? '') ?? 0) > 0 ? gap : LONGEST_RECREATE;
      const before = downs.filter((down) => at - (down.pod.ended ?? down.at) <= pause);
      if ((living.get(current ?? '') ?? 0) > 0 || before.length > 0)
        begun.push({ at: before[0]?.at ?? at, first: at, revision, template: pod.template });
      current = revision;
      downs = [];
    }
    count(pod, by);
  }
  if (begun.length > MOST_ROLLOUTS) return [];
  return begun.flatMap(({ at, first, revision, template }, index) => {
    const bound = begun[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    // A larger number at the same time first creates pods of the old revision.
    const before = pods.filter(
      (pod) => pod.created <= at + gap && revisionOf(pod) !== revision && (pod.gone ?? bound) >= at,
    );
    const old = before.filter((pod) => pod.gone !== undefined && pod.gone <= bound);
    const until = old.length < before.length ? undefined : Math.max(at, ...old.map(({ gone }) => gone!));
    const fresh = pods.filter(
      (pod) =>
        !pod.wasThere &&
        revisionOf(pod) === revision &&
        pod.created >= at &&
        pod.created <= Math.min(bound, Math.max(until ?? bound, first) + gap),
    );
    if (old.length === 0 || fresh.length === 0) return [];
    return [{ at, until, old: new Set(old), fresh: new Set(fresh), template }];
  });
}

/** Names the revision of each pod once: a name may be a whole template, and equal names are one string. */
function remembered(
  pods: readonly ControlledPod[],
  nameRevision: (pod: ControlledPod) => string,
): (pod: ControlledPod) => string {
  const names = new Map<string, string>();
  const byPod = new Map<ControlledPod, string>();
  for (const pod of pods) {
    const name = nameRevision(pod);
    names.set(name, names.get(name) ?? name);
    byPod.set(pod, names.get(name)!);
  }
  return (pod) => byPod.get(pod) ?? nameRevision(pod);
}

/**
 * Finds rolling updates to a template that looks the same, from the times alone: within pauses of at most two minutes, all pods that existed
 * are gone, and the new ones stay.
 */
export function rolloutsByTurnover(pods: readonly ControlledPod[]): Rollout[] {
  return chainsOf(countChanges(pods), LONGEST_PAUSE).flatMap((chain) => {
    const ups = chain.filter(({ by }) => by > 0).length;
    if (ups < 2 || chain.length - ups < 2) return [];
    const [from, to] = [chain[0]!.at, chain.at(-1)!.at];
    const fresh = chain.filter(({ by }) => by > 0).map(({ pod }) => pod);
    // Most chains end here: the search through all pods is for the others.
    if (!fresh.every(({ gone }) => gone === undefined || gone > to)) return [];
    const old = pods.filter((pod) => isBefore(pod, from) && (pod.gone === undefined || pod.gone >= from));
    const isWhole =
      old.length >= 2 &&
      old.every(({ gone, cause }) => gone !== undefined && gone <= to && cause !== 'evicted');
    if (!isWhole) return [];
    return [{ at: from, until: to, old: new Set(old), fresh: new Set(fresh), template: fresh[0]!.template }];
  });
}

function isBefore({ wasThere, created }: ControlledPod, time: number): boolean {
  return wasThere || created < time;
}

/**
 * How many pods there were above and below the wanted number during the rolling updates, at most. A pod is available from ready on; where the
 * group has no ready pods, from started.
 */
export function strategyOf(
  rollouts: readonly Rollout[],
  pods: readonly ControlledPod[],
): FoundStrategy | undefined {
  if (rollouts.length === 0) return undefined;
  const hasReady = pods.some(({ ready }) => ready !== undefined);
  let [surge, missing, isRecreate] = [0, 0, true];
  for (const { at, until, old, fresh } of rollouts) {
    const firstFresh = Math.min(...[...fresh].map(({ created }) => created));
    isRecreate &&= until !== undefined && [...old].every(({ gone }) => gone! <= firstFresh);
    const wanted = old.size;
    let [existing, available] = [wanted, wanted];
    const steps = stepsWithin(old, fresh, hasReady);
    for (const [index, [time, exists, serves]] of steps.entries()) {
      if (time < at || time > (until ?? Number.POSITIVE_INFINITY)) continue;
      existing += exists;
      available += serves;
      // Changes of one time are one act of the controller.
      if (steps[index + 1]?.[0] === time) continue;
      surge = Math.max(surge, existing - wanted);
      missing = Math.max(missing, wanted - available);
    }
  }
  if (isRecreate) return { type: 'Recreate', maxSurge: 0, maxUnavailable: 0 };
  return {
    type: 'RollingUpdate',
    maxSurge: surge,
    maxUnavailable: surge === 0 ? Math.max(1, missing) : missing,
  };
}

type RolloutStep = readonly [time: number, exists: number, serves: number];

function stepsWithin(
  old: Iterable<ControlledPod>,
  fresh: Iterable<ControlledPod>,
  hasReady: boolean,
): RolloutStep[] {
  const steps: RolloutStep[] = [];
  for (const { gone } of old) steps.push([gone!, -1, -1]);
  for (const pod of fresh) {
    const serving = hasReady ? pod.ready : (pod.started ?? pod.created);
    steps.push([pod.created, 1, 0]);
    if (serving !== undefined) steps.push([serving, 0, 1]);
  }
  return steps.sort((left, right) => left[0] - right[0]);
}
