/** Gives each group and workload of a fit a name of its own. Jobs also share theirs with the Jobs that a CronJob or a series creates. */
import { freeName } from '../pods/free-name.ts';
import type { ControlledGroup, FoundWorkload } from './found-workload.ts';

/**
 * A number is appended to a name that an earlier group or workload has, and `-job` to that of a Job which a CronJob or a series creates: the second
 * of them would be refused in a replay.
 */
export function nameWorkloads(groups: readonly ControlledGroup[]): ControlledGroup[] {
  const [groupNames, workloadNames, makers] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const renamed = groups.map((each) => {
    const name = freeName(each.group.name, groupNames);
    const suffix = name.slice(each.group.name.length);
    const workloads = each.workloads.map((workload) => ({
      ...workload,
      name: freeName(`${workload.name}${suffix}`, workloadNames),
    }));
    for (const workload of workloads) if (createsJobs(workload)) makers.add(workload.name);
    return { ...each, group: { ...each.group, name }, workloads };
  });
  const isCreated = (workload: FoundWorkload) =>
    workload.kind === 'Job' && !createsJobs(workload) && makers.has(withoutNumber(workload.name));
  return renamed.map((each) => ({
    ...each,
    workloads: each.workloads.map((workload) =>
      isCreated(workload) ? { ...workload, name: freeName(`${workload.name}-job`, workloadNames) } : workload,
    ),
  }));
}

function createsJobs({ kind, series }: FoundWorkload): boolean {
  return kind === 'CronJob' || series !== undefined;
}

/** The Jobs of x are x-0, x-1 and so on (src/core/timeline/expand-workloads.ts, expand-job-series.ts). */
function withoutNumber(name: string): string {
  return name.replace(/-\d+$/, '');
}
