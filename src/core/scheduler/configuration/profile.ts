/** A scheduler profile with every default filled in. The framework is built from it. */
import type { PluginFactory } from '../framework/plugin-definition.ts';

export interface WeightedPlugin {
  readonly name: string;
  readonly weight: number;
}

export interface Profile {
  /** Names in the order in which they run. The framework skips plugins that keg does not model. */
  readonly filters: readonly string[];
  readonly scores: readonly WeightedPlugin[];
  readonly postFilters: readonly string[];
  /** Plugin name → factory with the profile's arguments, for every plugin that keg models. */
  readonly factories: ReadonlyMap<string, PluginFactory>;
  /** 0: kube-scheduler chooses by the size of the cluster. */
  readonly percentageOfNodesToScore: number;
  /** Microseconds. */
  readonly podInitialBackoff: number;
  /** Microseconds. */
  readonly podMaxBackoff: number;
}
