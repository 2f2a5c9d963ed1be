/** Creates the pods of a workload: their names, templates and draws; stops a workload that would create pods for ever. */
import { UserError } from '../../core/errors/user-error.ts';
import type { PersistentVolumeClaim } from '../../core/objects/cluster-object.ts';
import type { PodTemplate } from '../../core/objects/pod.ts';
import { planWorkloadPod } from '../../core/timeline/expand-workloads.ts';
import type { PlannedPod } from '../../core/timeline/timeline-event.ts';
import { claimsOfPod, templateWithClaims } from './stateful-set-claims.ts';
import { daemonTemplate } from './sync-daemon-set.ts';
import type { NewPod, Revision } from './workload-state.ts';

export interface WorkloadPods {
  /**
   * Returns the next pod: NAME-0, NAME-1, … without names that are taken, or the number that is asked for; undefined where that one is taken.
   *
   * @throws {UserError} for a draw that is not a time, and where the pods would never end.
   */
  plan(
    pod: NewPod,
    revision: Revision,
    wanted: number,
    now: number,
  ):
    | {
        readonly number: number;
        readonly planned: PlannedPod;
        readonly claims: readonly PersistentVolumeClaim[];
      }
    | undefined;
}

/** More pods of one workload than this are a mistake: in total, and above the number wanted at one moment. */
const MOST_PODS = 5_000_000;
const MOST_AT_ONCE = 10_000;
/** Pods that exist at 0s are made by then, in integer microseconds: those of a StatefulSet one after the other. */
const LATEST_PRESENT = 60e6;

export function workloadPods(
  { plan: workload, identity: first }: Revision,
  seed: number,
  isTaken: (namespace: string, name: string) => boolean,
): WorkloadPods {
  const { kind, namespace, name } = workload;
  const incarnations = new Map<number, number>();
  const ownTemplates = new WeakMap<Revision, Map<string, PodTemplate>>();
  const selected = first.objects(0)[0]?.spec?.selector?.matchLabels ?? {};
  let counter = 0;
  let made = 0;
  let madeAt = 0;
  let madeNow = 0;

  const taken = (number: number): boolean => isTaken(namespace, `${name}-${number}`);

  function nextFree(): number {
    while (taken(counter)) counter += 1;
    counter += 1;
    return counter - 1;
  }

  function templateFor({ plan }: Revision, target: string | undefined, number: number): PodTemplate {
    if (target === undefined && !workload.claimTemplates) return plan.template;
    return target === undefined
      ? templateWithClaims(plan.template, workload, number)
      : daemonTemplate(plan.template, target);
  }

  /** One template object for each node or ordinal of a revision. */
  function ownTemplate(revision: Revision, target: string | undefined, number: number): PodTemplate {
    const known = ownTemplates.get(revision) ?? new Map<string, PodTemplate>();
    ownTemplates.set(revision, known);
    const key = target ?? String(number);
    const template = known.get(key) ?? templateFor(revision, target, number);
    if (template !== revision.plan.template) known.set(key, template);
    return template;
  }

  /** Some workloads spin on a real cluster too, such as a pod with the nodeName of a node whose taint evicts it. */
  function count(wanted: number, now: number): void {
    made += 1;
    madeNow = madeAt === now ? madeNow + 1 : 1;
    madeAt = now;
    const spins = kind !== 'DaemonSet' && madeNow > wanted + MOST_AT_ONCE;
    if (!spins && made <= MOST_PODS) return;
    const what = spins
      ? 'pods that are gone as soon as they are created'
      : `more than ${MOST_PODS / 1e6} million pods`;
    throw new UserError(`${kind} "${name}" makes ${what}`, {
      position: workload.position,
      next: 'check its nodeName, tolerations and lifetime',
    });
  }

  /** The first pods exist already. */
  function ageOf(now: number): Pick<PlannedPod, 'age'> {
    const age = now < LATEST_PRESENT ? workload.ages?.[made - 1] : undefined;
    return age === undefined ? {} : { age };
  }

  return {
    plan(pod, revision, wanted, now) {
      if (pod.number !== undefined && taken(pod.number)) return undefined;
      count(wanted, now);
      const number = pod.number ?? nextFree();
      // An ordinal that is created again gets new draws, which do not depend on the other ordinals.
      const incarnation = incarnations.get(number) ?? 0;
      if (pod.number !== undefined) incarnations.set(number, incarnation + 1);
      const { identity } = revision;
      const template = ownTemplate(revision, pod.target, number);
      const described = {
        ...{ name: `${name}-${number}`, draw: `${number}/${incarnation}`, template },
        ...{ labels: identity.labels(number), owners: identity.owners },
        ...ageOf(now),
      };
      const claims = claimsOfPod(workload, number, selected);
      return { number, planned: planWorkloadPod(workload, described, seed), claims };
    },
  };
}
