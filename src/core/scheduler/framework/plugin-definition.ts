/** Defines a scheduler plugin: its name, where it runs, its default weight, its arguments and how to create it. */
import * as z from 'zod';
import type { PodSpec } from '../../objects/pod.ts';
import type { ClusterObjects } from '../cache/cluster-view.ts';
import type { ResourceColumns } from '../cache/resource-columns.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { Plugin } from './plugin.ts';
import type { SchedulerHandle } from './waiting-pods.ts';

/** The extension points of kube-scheduler, in the order in which a pod meets them. */
export const EXTENSION_POINTS = [
  'preEnqueue',
  'queueSort',
  'preFilter',
  'filter',
  'postFilter',
  'preScore',
  'score',
  'reserve',
  'permit',
  'preBind',
  'bind',
  'postBind',
] as const;

export type ExtensionPoint = (typeof EXTENSION_POINTS)[number];

/** Everything that a plugin needs when it is created. */
export interface PluginContext<Arguments> {
  /** The checked arguments, with their defaults filled in. */
  readonly args: Arguments;
  readonly behaviour: Behaviour;
  readonly columns: ResourceColumns;
  /** For queueing hints, which run outside of a cycle. */
  readonly objects: ClusterObjects;
  readonly handle: SchedulerHandle;
}

/** Creates a plugin whose arguments are already known. */
export type PluginFactory = (context: Omit<PluginContext<never>, 'args'>) => Plugin;

/** Something that pods ask of the plugin and that keg does not model. */
export interface PluginGap {
  /** What the pods have, as in `2 pods with resource claims`. */
  readonly what: string;
  /** What happens to these pods instead. */
  readonly instead: string;
  readonly uses: (spec: PodSpec) => boolean;
}

/** One entry of the list of plugins. Use {@link definePlugin} or {@link notModelled} to write one. */
export interface PluginDefinition {
  /** The name in a KubeSchedulerConfiguration and in the scheduler's log. */
  readonly name: string;
  /** In any release. */
  readonly points: readonly ExtensionPoint[];
  /** Its points for groups of pods, which stand behind gates that are off by default. */
  readonly groupPoints?: readonly ('placementGenerate' | 'placementScore' | 'podGroupPostFilter')[];
  /** Weight of its score in the default profile of a release. */
  readonly defaultWeight: (behaviour: Behaviour) => number;
  /** Whether the default profile of a release contains the plugin. */
  readonly isDefault: (behaviour: Behaviour) => boolean;
  /** Whether a release has the plugin. In others a configuration may name it at multiPoint, where it does nothing. Left out: in every release. */
  readonly exists?: ((behaviour: Behaviour) => boolean) | undefined;
  /** The plugin that it follows in the default profile of a release. Undefined: it keeps its place in the list. */
  readonly follows?: ((behaviour: Behaviour) => string | undefined) | undefined;
  /** Checks the `args` of `pluginConfig` and turns them into a factory. Undefined if keg does not model the plugin. */
  readonly factory?: z.ZodType<PluginFactory>;
  /** Left out: it models all that pods can ask of it. */
  readonly gaps?: readonly PluginGap[];
}

interface PluginShape<Arguments> {
  readonly name: string;
  readonly points: readonly ExtensionPoint[];
  readonly groupPoints?: PluginDefinition['groupPoints'];
  /** Of every release, or by release. Default 1. */
  readonly defaultWeight?: number | PluginDefinition['defaultWeight'];
  readonly follows?: PluginDefinition['follows'];
  readonly exists?: PluginDefinition['exists'];
  /** Default: in every release. */
  readonly isDefault?: (behaviour: Behaviour) => boolean;
  /** Must accept `{}`: that gives the default arguments. Left out: the plugin reads no arguments. */
  readonly arguments?: z.ZodType<Arguments>;
  readonly gaps?: readonly PluginGap[];
  readonly create: (context: PluginContext<Arguments>) => Plugin;
}

const always = (): boolean => true;

/** A plugin that keg models. The type of its arguments follows from their schema. */
export function definePlugin<Arguments>(shape: PluginShape<Arguments>): PluginDefinition {
  const { name, points, groupPoints = [], defaultWeight = 1, isDefault = always } = shape;
  const { follows, exists, gaps = [], create } = shape;
  // Without a schema the arguments are not read, so their type does not matter.
  const schema = shape.arguments ?? (z.unknown() as z.ZodType<Arguments>);
  const factory = schema.transform(
    (args): PluginFactory =>
      (context) =>
        create({ ...context, args }),
  );
  const weight = typeof defaultWeight === 'number' ? () => defaultWeight : defaultWeight;
  return { name, points, groupPoints, defaultWeight: weight, isDefault, follows, exists, factory, gaps };
}

/** A plugin of kube-scheduler that a configuration may name but that keg does not model: it takes no part in decisions. */
export function notModelled(
  name: string,
  points: readonly ExtensionPoint[],
  more: Partial<Pick<PluginDefinition, 'defaultWeight' | 'isDefault' | 'groupPoints' | 'gaps'>> = {},
): PluginDefinition {
  return { name, points, defaultWeight: () => 1, isDefault: always, ...more };
}
