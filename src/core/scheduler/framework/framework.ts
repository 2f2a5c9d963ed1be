/** Creates the plugins of a profile, sorted by extension point, and collects their queueing hints. */
import type { ClusterObjects } from '../cache/cluster-view.ts';
import type { ResourceColumns } from '../cache/resource-columns.ts';
import type { Profile } from '../configuration/profile.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { type ClusterEventKind, NODE_UPDATES } from './cluster-event.ts';
import type { EventRegistration, Plugin, QueueingHint } from './plugin.ts';

interface WeightedScorer {
  readonly plugin: Plugin;
  readonly weight: number;
}

/** Event kind → plugin name → hints. One hint that returns true wakes the pod. */
export type QueueingHints = ReadonlyMap<ClusterEventKind, ReadonlyMap<string, readonly QueueingHint[]>>;

export interface Framework {
  readonly filters: readonly Plugin[];
  readonly scorers: readonly WeightedScorer[];
  readonly postFilters: readonly Plugin[];
  /** The profile has no score plugin, modelled or not, so the first feasible node is enough. */
  readonly scoreless: boolean;
  readonly percentageOfNodesToScore: number;
  readonly hints: QueueingHints;
}

/** Creates the plugins of a profile. It skips plugins that keg does not model. */
export function createFramework(
  profile: Profile,
  behaviour: Behaviour,
  columns: ResourceColumns,
  objects: ClusterObjects,
): Framework {
  const made = new Map<string, Plugin | undefined>();
  const get = (name: string): Plugin | undefined => {
    if (!made.has(name)) made.set(name, profile.factories.get(name)?.({ behaviour, columns, objects }));
    return made.get(name);
  };
  const filters = profile.filters.map(get).filter((plugin) => plugin?.preFilter !== undefined) as Plugin[];
  return {
    filters,
    scorers: profile.scores.flatMap(({ name, weight }) => {
      const plugin = get(name);
      return plugin?.preScore ? [{ plugin, weight }] : [];
    }),
    postFilters: profile.postFilters
      .map(get)
      .filter((plugin) => plugin?.postFilter !== undefined) as Plugin[],
    scoreless: profile.scores.length === 0,
    percentageOfNodesToScore: profile.percentageOfNodesToScore,
    hints: queueingHints(filters, behaviour),
  };
}

const ALWAYS: QueueingHint = () => true;

/**
 * With hints, any change of taints wakes the pods of a plugin that registers new nodes but not taints (scheduler.go, buildQueueingHintMap:
 * kubernetes#109437). Without hints, every update of a node wakes the
 * pods of such a plugin, because most plugins register all updates there.
 */
function queueingHints(plugins: readonly Plugin[], behaviour: Behaviour): QueueingHints {
  const hints = new Map<ClusterEventKind, Map<string, QueueingHint[]>>();
  const register = (name: string, { kinds, objects, hint: own = ALWAYS }: EventRegistration) => {
    const hint: QueueingHint = objects
      ? (pod, event) => 'object' in event && objects.includes(event.object.kind) && own(pod, event)
      : own;
    for (const kind of kinds) {
      const byPlugin = hints.get(kind) ?? new Map<string, QueueingHint[]>();
      hints.set(kind, byPlugin);
      byPlugin.set(name, [...(byPlugin.get(name) ?? []), hint]);
    }
  };
  for (const { name, events = [] } of plugins) {
    const listensFor = (kind: ClusterEventKind) => events.some(({ kinds }) => kinds.includes(kind));
    for (const event of events)
      register(name, behaviour.queueingHints ? event : { ...event, hint: event.withoutHints ?? ALWAYS });
    if (!listensFor('node-added') || listensFor('node-taints-changed')) continue;
    register(name, { kinds: behaviour.queueingHints ? ['node-taints-changed'] : NODE_UPDATES });
  }
  return hints;
}
