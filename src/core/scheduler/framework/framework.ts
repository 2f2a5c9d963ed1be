/** Creates the plugins of a profile, sorted by extension point. */

import type { PodInfo } from '../cache/pod-info.ts';
import type { Profile } from '../configuration/profile.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { type FailingPoints, failingPoints } from './failing-points.ts';
import { perTemplate } from './per-template.ts';
import type { Plugin, QueueSort } from './plugin.ts';
import type { ExtensionPoint, PluginFactory } from './plugin-definition.ts';
import { type PodSigner, podSigner } from './pod-signature.ts';
import { type QueueingHints, queueingHints } from './queueing-hints.ts';

interface WeightedScorer {
  readonly plugin: Plugin;
  readonly weight: number;
}

/** A plugin that makes a filter at the beginning of a cycle. */
interface FilteringPlugin {
  readonly plugin: Plugin;
  /** The plugin of the profile. The one that is asked can be a variant of it that misses its preFilter. */
  readonly origin: Plugin;
  /** In {@link Framework.filters}. */
  readonly index: number;
  /** Whether it may reject the pod, or restrict the search to some nodes, before any node is checked. */
  readonly preFilters: boolean;
  /** Its place among the filters; -1 if the profile does not run it there. */
  readonly place: number;
}

export interface Framework {
  readonly schedulerName: string;
  readonly preEnqueues: readonly Plugin[];
  readonly queueSort: QueueSort | undefined;
  /** In the order in which PreFilter runs, then those that only filter. */
  readonly filters: readonly FilteringPlugin[];
  /** Whether the filters run in that order too. */
  readonly sameOrder: boolean;
  /** Those of {@link filters} that may have something to say about pods of a template. */
  readonly filtersFor: (template: PodInfo) => readonly FilteringPlugin[];
  readonly scorers: readonly WeightedScorer[];
  readonly scorersFor: (template: PodInfo) => readonly WeightedScorer[];
  readonly postFilters: readonly Plugin[];
  /** Indices of {@link filters}, in the order of Reserve and of PreBind. */
  readonly reserves: readonly number[];
  readonly preBinds: readonly number[];
  readonly permits: readonly Plugin[];
  readonly binders: readonly Plugin[];
  readonly postBinds: readonly Plugin[];
  /** The profile has no score plugin, modelled or not, so the first feasible node is enough. */
  readonly scoreless: boolean;
  readonly percentageOfNodesToScore: number;
  readonly failing: FailingPoints;
  readonly hints: QueueingHints;
  readonly sign: PodSigner;
}

/** The points whose plugins can reject a pod, so that their events can wake it (runtime/framework.go, shouldHaveEnqueueExtensions). */
const REJECTING_POINTS: readonly ExtensionPoint[] = [
  'preEnqueue',
  'preFilter',
  'filter',
  'reserve',
  'permit',
];

/** The points whose plugins must sign a pod, so that its scores can be used for the next one. */
const COMPARING_POINTS: readonly ExtensionPoint[] = ['preFilter', 'filter', 'preScore', 'score'];

/** Creates the plugins of a profile. It skips plugins that keg does not model. */
export function createFramework(
  profile: Profile,
  behaviour: Behaviour,
  context: Parameters<PluginFactory>[0],
): Framework {
  const made = new Map<string, Plugin | undefined>();
  const get = (name: string): Plugin | undefined => {
    if (!made.has(name)) made.set(name, profile.factories.get(name)?.(context));
    return made.get(name);
  };
  const at = (point: ExtensionPoint) =>
    profile.points[point].map(get).filter((plugin) => plugin !== undefined);
  const preFilters = at('preFilter');
  const filters = filteringPlugins(preFilters, at('filter'));
  const indexOf = (plugin: Plugin) => filters.findIndex(({ origin }) => origin === plugin);
  const indices = (point: ExtensionPoint) =>
    at(point)
      .map(indexOf)
      .filter((index) => index >= 0);
  const scorers = profile.scores.flatMap(({ name, weight }) => {
    const plugin = get(name);
    return plugin?.preScore ? [{ plugin, weight }] : [];
  });
  const failing = failingPoints(
    {
      preFilter: preFilters,
      filter: at('filter').filter(({ preFilter }) => preFilter),
      preScore: at('preScore'),
      score: scorers.map(({ plugin }) => plugin),
      reserve: at('reserve'),
      preBind: at('preBind'),
    },
    indexOf,
    behaviour,
  );
  return {
    schedulerName: profile.schedulerName,
    preEnqueues: at('preEnqueue').filter(({ preEnqueue }) => preEnqueue),
    queueSort: at('queueSort').find((plugin) => plugin.comesBefore)?.comesBefore,
    filters,
    sameOrder: !failing.filter && filters.every(({ place }, i) => place === i),
    filtersFor: perTemplate(
      context.columns,
      sharedChoice(filters, ({ plugin }, template) => !plugin.neverFilters?.(template)),
    ),
    scorers,
    scorersFor: perTemplate(
      context.columns,
      sharedChoice(scorers, ({ plugin }, template) => !plugin.neverScores?.(template)),
    ),
    postFilters: at('postFilter')
      .filter(({ postFilter }) => postFilter)
      .map((plugin) => (preFilters.includes(plugin) ? plugin : withoutPreFilter(plugin))),
    reserves: indices('reserve'),
    preBinds: indices('preBind'),
    permits: at('permit').filter(({ permit }) => permit),
    binders: at('bind').filter(({ bind }) => bind),
    postBinds: at('postBind').filter(({ postBind }) => postBind),
    scoreless: profile.scores.length === 0,
    percentageOfNodesToScore: profile.percentageOfNodesToScore,
    sign: podSigner(profile.schedulerName, [...new Set(COMPARING_POINTS.flatMap(at))], context.columns),
    failing,
    hints: queueingHints([...new Set(REJECTING_POINTS.flatMap(at))], behaviour),
  };
}

/** The items that are chosen for a template. Templates with the same choice share one list, because there may be thousands of templates. */
function sharedChoice<Item>(
  all: readonly Item[],
  chooses: (item: Item, template: PodInfo) => boolean,
): (template: PodInfo) => readonly Item[] {
  const known = new Map<number, readonly Item[]>();
  return (template) => {
    let choice = 0;
    for (let i = 0, bit = 1; i < all.length; i++, bit *= 2)
      if (chooses(all[i] as Item, template)) choice += bit;
    let items = known.get(choice);
    if (!items) {
      items = all.filter((item) => chooses(item, template));
      known.set(choice, items);
    }
    return items;
  };
}

function filteringPlugins(
  preFilters: readonly Plugin[],
  filters: readonly Plugin[],
): readonly FilteringPlugin[] {
  const all = [...new Set([...preFilters, ...filters])].filter(({ preFilter }) => preFilter);
  const order = filters.filter(({ preFilter }) => preFilter);
  return all.map((plugin, index) => ({
    plugin: preFilters.includes(plugin) ? plugin : withoutPreFilter(plugin),
    origin: plugin,
    index,
    preFilters: preFilters.includes(plugin),
    place: order.indexOf(plugin),
  }));
}

/** The plugin as it filters and makes room where the profile does not run it at preFilter. */
function withoutPreFilter(plugin: Plugin): Plugin {
  const { filter, withoutPreFilter: error } = plugin.unprepared ?? {};
  if (error === undefined && !filter) return plugin;
  return {
    ...plugin,
    preFilter(pod, cluster) {
      const made = filter?.(pod, cluster) ?? 'skip';
      return made === 'skip' ? 'skip' : { filter: made };
    },
    ...(error !== undefined && { postFilter: () => ({ reason: error, failed: true }) }),
  };
}
