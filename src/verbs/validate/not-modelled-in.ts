/** Finds what a scenario asks for that the embedded target does not model: the warnings that a replay gives. */
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import {
  DEFAULT_KUBERNETES_VERSION,
  parseKubernetesVersion,
} from '../../core/scheduler/kubernetes-version.ts';
import { expandScenario } from '../../core/timeline/expand-scenario.ts';
import type { Planned, TimelineEvent } from '../../core/timeline/timeline-event.ts';
import { notModelledProblems } from '../../targets/embedded/not-modelled.ts';

/** Pods of a recording that the scenario names are not looked at. */
export function notModelledIn(scenario: Scenario): readonly Problem[] {
  const kubernetesVersion = parseKubernetesVersion(scenario.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION);
  const scheduler = { ...scenario.scheduler, kubernetesVersion };
  const outline = [...onePodOfEach(scenario), ...workloadsOf(scenario)].map(
    (planned, sequence): TimelineEvent => ({ ...planned, sequence }),
  );
  // Most scenarios have nothing of the kind, so pods are drawn only to count them.
  if (notModelledProblems({ timeline: outline, scheduler }).length === 0) return [];
  return notModelledProblems({ timeline: drawn(scenario) ?? outline, scheduler });
}

/** Undefined for a scenario that a replay refuses, as for want of a duration. Then each entry counts as one pod. */
function drawn(scenario: Scenario): readonly TimelineEvent[] | undefined {
  try {
    return expandScenario(scenario, scenario.seed ?? 1);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function onePodOfEach(scenario: Scenario): Planned[] {
  const changes = scenario.schedulerEvents.map(
    ({ at, configuration }): Planned => ({
      at,
      action: { kind: 'change-scheduler', change: { configuration } },
    }),
  );
  const pods = scenario.pods.flatMap((entry): Planned[] => {
    if (entry.kind === 'deletion') return [];
    const { namespace, name, template, end } = entry;
    const pod = { namespace, name, group: name, template, lifetime: null, end };
    const action = { startDelay: 0, readyDelay: null, withdrawnAt: null, ...pod };
    return [{ at: 0, action: { kind: 'create-pod', pod: action } }];
  });
  return [...changes, ...pods];
}

function workloadsOf({ workloads }: Scenario): Planned[] {
  return workloads.flatMap(({ kind, steps, series: _series, ...shape }) =>
    steps.map(({ at, pods, template }): Planned => {
      const workload = { ...shape, kind: kind === 'CronJob' ? ('Job' as const) : kind, template };
      return { at, action: { kind: 'scale-workload', workload, pods } };
    }),
  );
}
