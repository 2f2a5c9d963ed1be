/** Holds the framework of each profile. A pod belongs to the profile whose name its spec gives (profile/profile.go). */
import { DEFAULT_SCHEDULER, type SchedulerSettings } from '../configuration/profile.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { ClusterEvent } from './cluster-event.ts';
import { createFramework, type Framework } from './framework.ts';
import type { QueueSort } from './plugin.ts';
import type { PluginFactory } from './plugin-definition.ts';
import type { PodState } from './pod-state.ts';
import { eventKey } from './queueing-hints.ts';

export interface Frameworks {
  /** Undefined for a pod that names another scheduler. */
  of(pod: PodState): Framework | undefined;
  readonly first: Framework;
  /** Whether a plugin of any profile listens for the event. */
  interestedIn(event: ClusterEvent): boolean;
  readonly queueSort: QueueSort | undefined;
}

/** The frameworks of all profiles. */
export function createFrameworks(
  { profiles }: SchedulerSettings,
  behaviour: Behaviour,
  context: Parameters<PluginFactory>[0],
): Frameworks {
  const all = profiles.map((profile) => createFramework(profile, behaviour, context));
  const byName = new Map(all.map((framework) => [framework.schedulerName, framework]));
  const interesting = new Set(all.flatMap(({ hints }) => [...hints.keys()]));
  return {
    of: ({ info: { spec } }) => byName.get(spec.schedulerName ?? DEFAULT_SCHEDULER),
    first: all[0] as Framework,
    interestedIn: (event) => interesting.has(eventKey(event)),
    queueSort: all[0]?.queueSort,
  };
}
