/** Changes the load of a timeline for a what-if: leaves pods out, multiplies them, and multiplies what they request. */
import type { PodTemplate } from '../../objects/pod.ts';
import { inTimelineOrder } from '../expand-scenario.ts';
import type {
  Planned,
  PlannedPod,
  PlannedWorkload,
  TimelineAction,
  TimelineEvent,
} from '../timeline-event.ts';
import { actionOfCopy, daemonSetOf, planCopies } from './copied-pods.ts';
import { keptLoad, type LabelTest, namespacedName } from './kept-load.ts';
import { requestScaling, scaledResources } from './scaled-requests.ts';

export interface LoadChanges {
  /** Pods in place of each one; 1 keeps them. */
  readonly amplify: number;
  /** Factor of requests and limits; 1 keeps them. */
  readonly requestsScale: number;
  /** Whether a pod stays, by its labels and what else a selector can name. */
  readonly keeps: LabelTest;
}

export interface ChangedLoad {
  readonly events: TimelineEvent[];
  /** DaemonSets, which follow the nodes and so are not multiplied. */
  readonly unamplified: number;
}

/**
 * Applies the changes in this order: pods are left out, then multiplied, then resized. Workloads are changed as their pods: replicas,
 * parallelism and completions are multiplied and rounded, to at least 1 where there was one.
 *
 * @param end no event is later; in integer microseconds.
 * @param seed of the times at which copies arrive.
 */
export function changeLoad(
  events: readonly TimelineEvent[],
  { amplify, requestsScale, keeps }: LoadChanges,
  seed: number,
  end: number,
): ChangedLoad {
  const scaled = requestScaling(requestsScale);
  const workloads = new Map<PlannedWorkload, PlannedWorkload>();
  const kept = keptLoad(events, keeps);
  const copies = planCopies(kept, amplify, seed);
  const created = new Map<string, PlannedPod>();
  const planned: Planned[] = [];
  for (const { at, action } of kept) {
    if (action.kind === 'create-pod') created.set(namespacedName(action.pod), action.pod);
    const pod = podOf(action, created);
    if (action.kind === 'scale-workload') {
      const { workload, pods } = action;
      // Steps with one plan keep one plan: another template is a rolling update.
      const plan = workloads.get(workload) ?? changedWorkload(workload, amplify, scaled);
      workloads.set(workload, plan);
      const wanted = workload.kind === 'DaemonSet' ? pods : times(pods, amplify);
      planned.push({ at, action: { kind: 'scale-workload', workload: plan, pods: wanted } });
    } else if (pod) {
      const changed = resized(action, requestsScale, scaled);
      for (let copy = 0; copy < copies.countOf(pod); copy += 1) {
        const delay = copies.delayOf(pod, copy);
        planned.push({
          at: at + delay,
          action: actionOfCopy(changed, copy, copies.nameOf(pod, copy), delay),
        });
      }
    } else planned.push({ at, action });
  }
  const daemons = new Set([...created.values()].flatMap((pod) => daemonSetOf(pod) ?? []));
  for (const workload of workloads.keys()) {
    if (workload.kind === 'DaemonSet') daemons.add(namespacedName(workload));
  }
  return {
    events: inTimelineOrder(planned.filter(({ at }) => at <= end)),
    unamplified: amplify === 1 ? 0 : daemons.size,
  };
}

/** The pod that an action is about, if the timeline creates it. */
function podOf(action: TimelineAction, created: ReadonlyMap<string, PlannedPod>): PlannedPod | undefined {
  switch (action.kind) {
    case 'create-pod':
      return action.pod;
    case 'delete-pod':
    case 'disrupt-pod':
    case 'update-pod':
      return created.get(namespacedName(action));
    default:
      return undefined;
  }
}

type Scaling = (template: PodTemplate) => PodTemplate;

function resized(action: TimelineAction, factor: number, scaled: Scaling): TimelineAction {
  if (action.kind === 'create-pod') {
    const { pod } = action;
    return { ...action, pod: { ...pod, template: scaled(pod.template) } };
  }
  if (action.kind !== 'update-pod' || action.change.resize === undefined) return action;
  const { change } = action;
  return { ...action, change: { ...change, resize: scaledResources(action.change.resize, factor) } };
}

function changedWorkload(workload: PlannedWorkload, factor: number, scaled: Scaling): PlannedWorkload {
  const { job, template } = workload;
  return {
    ...workload,
    template: scaled(template),
    job: job && { ...job, completions: times(job.completions, factor) },
  };
}

function times(count: number, factor: number): number {
  return count > 0 ? Math.max(1, Math.round(count * factor)) : count;
}
