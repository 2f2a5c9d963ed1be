/** Gives each group and workload of a fit a name of its own, and no Job the name of a CronJob's run: its pods would not be created a second time. */
import { freeName } from '../pods/free-name.ts';
import type { ControlledGroup, FoundWorkload } from './found-workload.ts';

/** A number is appended to a name that an earlier group or workload has, and `-job` to the name of a run. */
export function nameWorkloads(groups: readonly ControlledGroup[]): ControlledGroup[] {
  const [groupNames, workloadNames, cronJobNames] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const renamed = groups.map((each) => {
    const name = freeName(each.group.name, groupNames);
    const suffix = name.slice(each.group.name.length);
    const workloads = each.workloads.map((workload) => ({
      ...workload,
      name: freeName(`${workload.name}${suffix}`, workloadNames),
    }));
    for (const workload of workloads) if (workload.kind === 'CronJob') cronJobNames.add(workload.name);
    return { ...each, group: { ...each.group, name }, workloads };
  });
  const isRun = ({ kind, name }: FoundWorkload) => kind === 'Job' && cronJobNames.has(withoutNumber(name));
  return renamed.map((each) => ({
    ...each,
    workloads: each.workloads.map((workload) =>
      isRun(workload) ? { ...workload, name: freeName(`${workload.name}-job`, workloadNames) } : workload,
    ),
  }));
}

/** The runs of CronJob x are x-0, x-1 and so on (src/core/timeline/expand-workloads.ts). */
function withoutNumber(name: string): string {
  return name.replace(/-\d+$/, '');
}
