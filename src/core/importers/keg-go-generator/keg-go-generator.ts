/**
 * Converts a generator configuration of the original tool (config.yaml with `generation`, April 2025) to a scenario of explicit pods. It keeps
 * the tool's swapped names: for durations and memory its "scale" is the shape and its "shape" the scale; for CPU they are not swapped.
 */
import { quantile } from '../../distributions/families/distribution.ts';
import { randomStream } from '../../distributions/random-stream.ts';
import type { Problem } from '../../errors/problem.ts';
import { type ConfiguredCluster, configuredCluster, unusedKeys } from './other-keys.ts';

export interface GeneratorConfig extends ConfiguredCluster {
  readonly scenarioName: string;
  readonly seed: number;
  readonly numPodEvents: number;
  readonly arrivalScale: number;
  readonly arrivalScaleFactor: number;
  readonly durationScale: number;
  readonly durationShape: number;
  readonly durationScaleFactor: number;
  readonly podCpuShape: number;
  readonly podCpuScale: number;
  readonly podCpuFactor: number;
  readonly podMemScale: number;
  readonly podMemShape: number;
  readonly podMemFactor: number;
  readonly schedulerEvents: readonly Readonly<Record<string, unknown>>[];
}

/** The original tool's values for keys that are missing. */
const DEFAULTS: Omit<GeneratorConfig, 'scenarioName' | 'seed' | 'schedulerEvents' | keyof ConfiguredCluster> =
  {
    numPodEvents: 100,
    arrivalScale: 2,
    arrivalScaleFactor: 5,
    durationScale: 1.5,
    durationShape: 2,
    durationScaleFactor: 10,
    podCpuShape: 3,
    podCpuScale: 1,
    podCpuFactor: 1,
    podMemScale: 2,
    podMemShape: 512,
    podMemFactor: 1,
  };

type Written = Readonly<Record<string, unknown>>;

/** Whether a file is such a configuration. */
export function isGeneratorConfig(content: unknown): content is Written {
  return typeof content === 'object' && content !== null && 'generation' in content;
}

/** Reads the keys, with the original's defaults for missing ones; a value that is not a number above 0 counts as missing. */
export function readGeneratorConfig(content: Written): GeneratorConfig {
  const generation = (content.generation ?? {}) as Written;
  const numbers = Object.fromEntries(
    Object.entries(DEFAULTS).map(([key, fallback]) => {
      const value = generation[key];
      return [key, typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : fallback];
    }),
  ) as typeof DEFAULTS;
  const { scenarioName, seed } = content;
  const events = generation.schedulerEvents;
  const name = scenarioName ?? generation.name;
  return {
    ...numbers,
    ...configuredCluster(content),
    scenarioName: typeof name === 'string' ? name : 'generated',
    seed: typeof seed === 'number' && Number.isSafeInteger(seed) && seed >= 0 ? seed : 1,
    schedulerEvents: Array.isArray(events) ? (events as Written[]) : [],
  };
}

/** A warning for each key that has no part in the scenario. */
export function generatorProblems(content: Written, file: string): readonly Problem[] {
  return unusedKeys(content, Object.keys(DEFAULTS), file);
}

const LEAST_CPU = 10;
const LEAST_MEMORY = 16;

/**
 * Draws the scenario. Times are whole seconds, rounded down as in the original; a lifetime of 0 is drawn again, evenly from 1 to 50 s.
 * Requests are at least 10m and 16Mi. Random streams are keg's own, so a seed draws other values than in the original.
 */
export function generateScenario(config: GeneratorConfig): Written {
  const uniform = (name: string): (() => number) => randomStream(config.seed, 'generator', name);
  const [gap, lifetime, spare, cpu, memory] = ['arrival', 'duration', 'fallback', 'cpu', 'memory'].map(
    uniform,
  ) as [() => number, () => number, () => number, () => number, () => number];
  const weibull = (shape: number, scale: number, u: number): number =>
    quantile({ family: 'weibull', shape, scale }, u);
  let at = 0;
  const pods = Array.from({ length: Math.floor(config.numPodEvents) }, (_, index) => {
    const mean = 1 / config.arrivalScale;
    at += Math.floor(quantile({ family: 'exponential', mean }, gap()) * config.arrivalScaleFactor);
    const drawn = Math.floor(
      weibull(config.durationScale, config.durationShape, lifetime()) * config.durationScaleFactor,
    );
    const seconds = drawn > 0 ? drawn : 1 + Math.floor(50 * spare());
    const millicores = Math.floor(
      weibull(config.podCpuShape, config.podCpuScale, cpu()) * config.podCpuFactor * 1000,
    );
    const mebibytes = Math.floor(
      weibull(config.podMemScale, config.podMemShape, memory()) * config.podMemFactor,
    );
    const requests = {
      cpu: `${Math.max(LEAST_CPU, millicores)}m`,
      memory: `${Math.max(LEAST_MEMORY, mebibytes)}Mi`,
    };
    return {
      name: `pod-${index}`,
      ...(config.namespace !== undefined && { namespace: config.namespace }),
      arrivalTime: `${at}s`,
      evictTime: `${seconds}s`,
      podSpec: {
        metadata: { name: `pod-${index}` },
        spec: {
          containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.10', resources: { requests } }],
        },
      },
    };
  });
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Scenario',
    metadata: {
      name: config.scenarioName,
      description: 'Made from a generator configuration of kube-event-generator',
    },
    seed: config.seed,
    ...(config.nodes.length > 0 && { cluster: { nodes: config.nodes } }),
    events: { pods, ...(config.schedulerEvents.length > 0 && { scheduler: config.schedulerEvents }) },
  };
}
