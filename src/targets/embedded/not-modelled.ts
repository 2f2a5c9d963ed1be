/** Finds what pods and configurations ask for that the embedded target does not model, so that nothing is silently different. */
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import type { PodTemplate } from '../../core/objects/pod.ts';
import { DEFAULT_SCHEDULER } from '../../core/scheduler/configuration/profile.ts';
import { readConfiguration } from '../../core/scheduler/configuration/read-configuration.ts';
import type { PluginGap } from '../../core/scheduler/framework/plugin-definition.ts';
import { behaviourOf } from '../../core/scheduler/kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../../core/scheduler/plugins/index.ts';
import type { TimelineEvent } from '../../core/timeline/timeline-event.ts';
import type { Play } from '../target.ts';
import { selectsByTopology } from './topology-label-selectors.ts';

/** What no plugin is responsible for. */
const OF_THE_CLUSTER: readonly PluginGap[] = [
  {
    what: 'selectors of the zone or region of pods',
    instead: 'pods do not get these labels from their nodes, as they do from Kubernetes 1.35 on',
    uses: selectsByTopology,
  },
];

type Asked = Pick<Play, 'timeline' | 'scheduler'>;

/**
 * One problem for each thing that the play asks for and the target does not model, with the number of its pods.
 *
 * @throws {UserError} for a configuration that kube-scheduler would refuse.
 */
export function notModelledProblems(play: Asked): readonly Problem[] {
  const counts = podsByTemplate(play.timeline);
  const behaviour = behaviourOf(play.scheduler.kubernetesVersion);
  const settings = configurationsOf(play).map((each) => readConfiguration(each, behaviour));
  const profiles = new Set(
    settings.flatMap((each) => each.profiles.map(({ schedulerName }) => schedulerName)),
  );
  const plugins = new Set(
    settings.flatMap(({ profiles: each }) =>
      each.flatMap(({ schedulerName, unmodelled }) =>
        unmodelled.map(
          (plugin) =>
            `plugin ${plugin} of profile ${schedulerName}: not modelled, it takes no part in decisions`,
        ),
      ),
    ),
  );
  const gaps = [...SCHEDULER_PLUGINS.flatMap((plugin) => plugin.gaps ?? []), ...OF_THE_CLUSTER];
  return [
    ...[...plugins].map((message) => ({ code: 'not-modelled', severity: 'warning', message }) as const),
    ...gapProblems(gaps, counts),
    ...schedulerProblems(profiles, counts),
  ];
}

/** The first configuration, and those that follow. */
function configurationsOf({ timeline, scheduler }: Asked): unknown[] {
  const later = timeline.flatMap(({ action }) =>
    action.kind === 'change-scheduler' && action.change.configuration !== undefined
      ? [action.change.configuration]
      : [],
  );
  return [scheduler.configuration, ...later];
}

/** One pass over the templates: there may be as many as pods. */
function gapProblems(gaps: readonly PluginGap[], counts: TemplateCounts): Problem[] {
  const pods = gaps.map(() => 0);
  counts.forEach((count, { spec }) => {
    for (let i = 0; i < gaps.length; i += 1) if (gaps[i]!.uses(spec)) pods[i]! += count;
  });
  return gaps.flatMap(({ what, instead }, i): Problem[] => {
    if (pods[i] === 0) return [];
    const message = `${counted(pods[i]!, 'pod')} with ${what}: not modelled, ${instead}`;
    return [{ code: 'not-modelled', severity: 'warning', message, pods: pods[i]! }];
  });
}

function schedulerProblems(profiles: ReadonlySet<string>, counts: TemplateCounts): Problem[] {
  const others = new Map<string, number>();
  counts.forEach((count, { spec }) => {
    const name = spec.schedulerName ?? DEFAULT_SCHEDULER;
    if (!profiles.has(name)) others.set(name, (others.get(name) ?? 0) + count);
  });
  return [...others].map(([name, pods]) => {
    const message = `${counted(pods, 'pod')} for the scheduler ${name}: no profile has that name, left pending`;
    return { code: 'no-profile', severity: 'warning', message, pods };
  });
}

type TemplateCounts = ReadonlyMap<PodTemplate, number>;

/** A workload counts with the most pods that it ever wants, and a DaemonSet with one: how many nodes it finds is not known yet. */
function podsByTemplate(timeline: Iterable<TimelineEvent>): TemplateCounts {
  const counts = new Map<PodTemplate, number>();
  for (const { action } of timeline) {
    if (action.kind === 'create-pod') {
      const { template } = action.pod;
      counts.set(template, (counts.get(template) ?? 0) + 1);
    } else if (action.kind === 'scale-workload') {
      const { template } = action.workload;
      counts.set(template, Math.max(counts.get(template) ?? 0, action.pods));
    }
  }
  return counts;
}
