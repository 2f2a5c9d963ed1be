/** Fits a group in a thread: pods are copied on the way there, and the fit names them by their place on the way back. */
import { fitGroup, type GroupFit } from '../../core/fitting/pods/fit-group.ts';
import type { GroupForm } from '../../core/fitting/pods/group-form.ts';
import type { Watch } from '../../core/fitting/pods/group-samples.ts';
import type { StartLoads } from '../../core/fitting/pods/load-dependence.ts';
import type { WorkloadGroup } from '../../core/fitting/pods/workload-group.ts';
import type { KnownRun } from '../../core/fitting/runs/heavy-runs.ts';

export interface SentGroup {
  readonly group: WorkloadGroup;
  readonly watch: Watch;
  /** Of the pods of the group. */
  readonly loads: StartLoads;
  readonly seed: number;
  readonly form: GroupForm | undefined;
}

/** A fit without its pods. `kept`: places in the group. */
export interface ReturnedFit {
  readonly fit: Omit<GroupFit, 'group'>;
  readonly kept: readonly { readonly place: number; readonly known: KnownRun }[];
}

/** The group as it is sent: with the loads of its own pods only. */
export function sentGroup(group: WorkloadGroup, rest: Omit<SentGroup, 'group'>): SentGroup {
  const loads = group.pods.flatMap((pod) => {
    const load = rest.loads.get(pod);
    return load === undefined ? [] : [[pod, load] as const];
  });
  return { ...rest, group, loads: new Map(loads) };
}

export function fitSentGroup({ group, watch, loads, seed, form }: SentGroup): ReturnedFit {
  const { group: _, ...fit } = fitGroup(group, watch, loads, seed, () => {}, form);
  const places = new Map(group.pods.map((pod, place) => [pod, place]));
  const kept = fit.runs?.kept?.pods.map(({ pod, known }) => ({ place: places.get(pod)!, known })) ?? [];
  if (!fit.runs?.kept) return { fit, kept };
  return { fit: { ...fit, runs: { ...fit.runs, kept: { ...fit.runs.kept, pods: [] } } }, kept };
}

/** The fit with the pods of the group from which it was sent. */
export function returnedFit(group: WorkloadGroup, { fit, kept }: ReturnedFit): GroupFit {
  if (!fit.runs?.kept) return { ...fit, group };
  const pods = kept.map(({ place, known }) => ({ pod: group.pods[place]!, known }));
  return { ...fit, group, runs: { ...fit.runs, kept: { ...fit.runs.kept, pods } } };
}
