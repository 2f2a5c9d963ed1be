/** A profile brought to life: its plugins by extension point, and which events concern whom. */
import type { ResourceColumns } from '../cache/resource-columns.ts';
import type { Profile } from '../configuration/profile.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { type ClusterEventKind, NODE_UPDATES } from './cluster-event.ts';
import type { EventRegistration, Plugin, QueueingHint } from './plugin.ts';

export interface WeightedScorer {
  readonly plugin: Plugin;
  readonly weight: number;
}

/** Who wants to hear of a kind of event: plugin name → hints, any of which may say yes. */
export type QueueingHints = ReadonlyMap<ClusterEventKind, ReadonlyMap<string, readonly QueueingHint[]>>;

export interface Framework {
  readonly filters: readonly Plugin[];
  readonly scorers: readonly WeightedScorer[];
  readonly postFilters: readonly Plugin[];
  /** No score plugin is configured at all, modelled or not: the first feasible node is enough. */
  readonly scoreless: boolean;
  readonly percentageOfNodesToScore: number;
  readonly hints: QueueingHints;
}

/** Builds the plugins of a profile. Plugins that are not modelled take no part. */
export function createFramework(profile: Profile, behaviour: Behaviour, columns: ResourceColumns): Framework {
  const made = new Map<string, Plugin | undefined>();
  const get = (name: string): Plugin | undefined => {
    if (!made.has(name)) made.set(name, profile.factories.get(name)?.(behaviour, columns));
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
 * With hints, a plugin that listens for new nodes but not for taints is woken by any change of taints (scheduler.go, buildQueueingHintMap:
 * kubernetes#109437). Without hints, plugins listen for every update of a node and always say yes.
 */
function queueingHints(plugins: readonly Plugin[], behaviour: Behaviour): QueueingHints {
  const hints = new Map<ClusterEventKind, Map<string, QueueingHint[]>>();
  const register = (name: string, { kinds, hint = ALWAYS }: EventRegistration) => {
    for (const kind of kinds) {
      const byPlugin = hints.get(kind) ?? new Map<string, QueueingHint[]>();
      hints.set(kind, byPlugin);
      byPlugin.set(name, [...(byPlugin.get(name) ?? []), hint]);
    }
  };
  for (const { name, events = [] } of plugins) {
    const listensFor = (kind: ClusterEventKind) => events.some(({ kinds }) => kinds.includes(kind));
    for (const event of events) register(name, behaviour.queueingHints ? event : { kinds: event.kinds });
    if (!listensFor('node-added')) continue;
    if (!behaviour.queueingHints) register(name, { kinds: NODE_UPDATES });
    else if (!listensFor('node-taints-changed')) register(name, { kinds: ['node-taints-changed'] });
  }
  return hints;
}
