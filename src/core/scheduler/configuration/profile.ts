/** A scheduler configuration with every default filled in. The frameworks are built from its profiles. */
import type { ExtensionPoint, PluginFactory } from '../framework/plugin-definition.ts';

export interface WeightedPlugin {
  readonly name: string;
  readonly weight: number;
}

export interface Profile {
  /** The pods that name this scheduler belong to the profile. */
  readonly schedulerName: string;
  /** Names at each extension point, in the order in which they run. The framework skips plugins that keg does not model. */
  readonly points: Readonly<Record<ExtensionPoint, readonly string[]>>;
  readonly scores: readonly WeightedPlugin[];
  /** The plugins that the configuration enables by name, at any point, and that keg does not model. */
  readonly unmodelled: readonly string[];
  /** Plugin name → factory with the profile's arguments, for every plugin that keg models. */
  readonly factories: ReadonlyMap<string, PluginFactory>;
  /** 0: kube-scheduler chooses by the size of the cluster. */
  readonly percentageOfNodesToScore: number;
}

export interface SchedulerSettings {
  /** At least one, with different scheduler names. */
  readonly profiles: readonly Profile[];
  /** Number of workers that check nodes. */
  readonly parallelism: number;
  /** Microseconds. */
  readonly podInitialBackoff: number;
  /** Microseconds. */
  readonly podMaxBackoff: number;
}

/** The scheduler that pods belong to which name none. */
export const DEFAULT_SCHEDULER = 'default-scheduler';
