/** States which plugins and extension points a release has, where releases differ (plugins/registry.go and apis/config/types.go of each). */
import type { PluginDefinition } from '../framework/plugin-definition.ts';
import type { Behaviour } from '../kubernetes-version.ts';

/** The first minor release 1.N with the plugin. All other plugins are older than 1.30. */
const PLUGINS_SINCE: Readonly<Record<string, number>> = {
  NodeDeclaredFeatures: 35,
  GangScheduling: 35,
  TopologyPlacementGenerator: 36,
  PodGroupPodsCount: 36,
  DeferredPodScheduling: 37,
};

const POINTS_SINCE: Readonly<Record<string, number>> = {
  placementGenerate: 36,
  placementScore: 36,
  podGroupPostFilter: 37,
};

/** Points that a plugin has from 1.N on, though the plugin itself is older. */
const POINTS_OF_PLUGIN_SINCE: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  NodeName: { preFilter: 37 },
  NodeUnschedulable: { preFilter: 37 },
  TaintToleration: { preFilter: 37 },
  DefaultPreemption: { preEnqueue: 32 },
  DynamicResources: { score: 35 },
};

/** Points that a plugin has up to 1.N. */
const POINTS_OF_PLUGIN_UNTIL: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  DynamicResources: { preScore: 31, postBind: 31 },
};

type Release = Pick<Behaviour, 'minor'>;

/** The first release with the plugin, as `1.35`, if that is later than this one. */
export function laterReleaseOf(plugin: string, { minor }: Release): string | undefined {
  return laterThan(minor, PLUGINS_SINCE[plugin]);
}

/** The first release whose configuration has the extension point, if that is later than this one. */
export function laterReleaseOfPoint(point: string, { minor }: Release): string | undefined {
  return laterThan(minor, POINTS_SINCE[point]);
}

function laterThan(minor: number, since: number | undefined): string | undefined {
  return since !== undefined && since > minor ? `1.${since}` : undefined;
}

/** All points that the plugin has in the release. */
export function pointsInRelease(
  { name, points, groupPoints = [] }: PluginDefinition,
  { minor }: Release,
): readonly string[] {
  const since = POINTS_OF_PLUGIN_SINCE[name];
  return [...points, ...groupPoints].filter(
    (point) =>
      (since?.[point] ?? 0) <= minor && !isPast(name, point, minor) && (POINTS_SINCE[point] ?? 0) <= minor,
  );
}

function isPast(plugin: string, point: string, minor: number): boolean {
  return (POINTS_OF_PLUGIN_UNTIL[plugin]?.[point] ?? minor) < minor;
}

/** The plugin without the points that only earlier releases have. */
export function withoutPastPoints(plugin: PluginDefinition, { minor }: Release): PluginDefinition {
  if (!(plugin.name in POINTS_OF_PLUGIN_UNTIL)) return plugin;
  return { ...plugin, points: plugin.points.filter((point) => !isPast(plugin.name, point, minor)) };
}
