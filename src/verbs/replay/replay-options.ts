/** The options of a replay. An entry declares the flag and reads its value; its key is the key of the request. */
import { readWindowTime } from '../../core/recording/window/window-bounds.ts';
import {
  DEFAULT_KUBERNETES_VERSION,
  MODELLED_VERSIONS_TEXT,
} from '../../core/scheduler/kubernetes-version.ts';
import type { DeclaredFlag, FlagValues } from '../../targets/target-flag.ts';
import { parseSpeed } from './speed-flag.ts';

type FlagValue = FlagValues[string];

export interface ReplayOption extends DeclaredFlag {
  /** @throws {UserError} (usage) for a value that is not valid. */
  readonly read: (value: FlagValue) => unknown;
}

const text = (value: FlagValue) => (typeof value === 'string' ? value : undefined);
const texts = (value: FlagValue) => (Array.isArray(value) ? (value as readonly string[]) : undefined);
const number = (value: FlagValue) => (typeof value === 'number' ? value : undefined);

export const REPLAY_OPTIONS = {
  speed: {
    name: 'speed',
    type: 'text',
    description:
      'scenario time per wall time, such as 10x: of a live target (default 1x), or of what is watched (60x); max: 1x while there is work, and jumps while there is none (max:20x: 20x)',
    read: (value: FlagValue) => (typeof value === 'string' ? parseSpeed(value) : undefined),
  },
  /** Overrides the scenario's. */
  seed: {
    name: 'seed',
    type: 'integer',
    min: 0,
    description: 'seed of all random draws (default: the seed of the scenario, else 1)',
    read: number,
  },
  seeds: {
    name: 'seeds',
    type: 'integer',
    min: 2,
    helpValue: 'N',
    description: 'play with N seeds, from --seed on, and print median and range of each figure',
    read: number,
  },
  kubernetesVersion: {
    name: 'kubernetes-version',
    type: 'text',
    description: `version of the scheduler model, ${MODELLED_VERSIONS_TEXT} (default: the version of the scenario, else ${DEFAULT_KUBERNETES_VERSION})`,
    read: text,
  },
  nodes: {
    name: 'nodes',
    type: 'texts',
    helpValue: 'POOL',
    description:
      'g2=2 sets the number of nodes of pool g2 and keeps the rest; 2:cpu=4,memory=32Gi or gpu=4:cpu=8 replaces all nodes ([NAME=]COUNT:RESOURCE=QUANTITY)',
    read: texts,
  },
  nodePool: {
    name: 'node-pool',
    type: 'texts',
    helpValue: 'NAME=COUNT',
    description: 'set the number of nodes of a pool and keep the rest: the same as --nodes NAME=COUNT',
    read: texts,
  },
  nodesScale: {
    name: 'nodes-scale',
    type: 'text',
    helpValue: '0.8',
    description:
      'multiply the number of nodes of each pool by this factor: 0.8 is 20 % fewer, rounded to whole nodes',
    read: text,
  },
  /** Path of a scenario. */
  autoscaler: {
    name: 'autoscaler',
    type: 'text',
    helpValue: 'FILE',
    description:
      'a scenario whose cluster.autoscaler adds and removes nodes; it replaces all nodes (embedded target only)',
    read: text,
  },
  amplify: {
    name: 'amplify',
    type: 'text',
    helpValue: '2x',
    description:
      'play this many pods in place of each: 2x doubles the load, 0.5 halves it; workloads get as many replicas',
    read: text,
  },
  requestsScale: {
    name: 'requests-scale',
    type: 'text',
    helpValue: '0.8',
    description: 'multiply the requests and limits of all pods by this factor, rounded up to whole units',
    read: text,
  },
  drop: {
    name: 'drop',
    type: 'texts',
    helpValue: 'SELECTOR',
    description:
      'leave out pods with these labels, such as app=web; metadata.namespace, metadata.name and keg.dev/group work as labels',
    read: texts,
  },
  only: {
    name: 'only',
    type: 'texts',
    helpValue: 'SELECTOR',
    description: 'play only pods with these labels, or those of another --only',
    read: texts,
  },
  drain: {
    name: 'drain',
    type: 'texts',
    helpValue: 'NODE@TIME',
    description:
      'cordon a node, or all nodes of a pool, and evict its pods as budgets allow, such as worker-0@2h; 10:00 is a time of day in UTC',
    read: texts,
  },
  failures: {
    name: 'failures',
    type: 'texts',
    helpValue: 'ENTRY|FILE',
    description:
      "nodes that fail and return, such as '{nodes: spot, betweenFailures: 6h, repair: 10m}', or a scenario with events.failures, in place of those of the scenario",
    read: texts,
  },
  weights: {
    name: 'weights',
    type: 'texts',
    helpValue: 'PLUGIN=N',
    description: 'score weights of the scheduler; 0 switches a plugin off',
    read: texts,
  },
  /** Puts the pods of a recording on their recorded nodes. */
  pin: {
    name: 'pin',
    type: 'boolean',
    description: 'for a recording: bind every pod to its recorded node at its recorded time',
    read: (value: FlagValue) => value === true,
  },
  /** Ends the replay before it begins where the model lacks something that it asks for. */
  strict: {
    name: 'strict',
    type: 'boolean',
    description: 'exit with 1 instead of playing what asks for something that is not modelled',
    read: (value: FlagValue) => value === true,
  },
  /** Path of a KubeSchedulerConfiguration. */
  schedulerConfig: {
    name: 'scheduler-config',
    type: 'text',
    helpValue: 'FILE',
    description: 'a KubeSchedulerConfiguration that replaces the one of the scenario',
    read: text,
  },
  /** Of manifests, in microseconds. */
  applyEvery: {
    name: 'apply-every',
    type: 'duration',
    description:
      'create the pods and workloads of manifests one after the other at this interval, such as 170ms (default: all at 0s)',
    read: number,
  },
  /** Paths of files with Stages of KWOK. */
  stages: {
    name: 'stages',
    type: 'texts',
    helpValue: 'FILE',
    description:
      'Stages of KWOK that decide when pods start, are ready, end and go, in place of the phases of the scenario',
    read: texts,
  },
  /** The window that is played. */
  from: {
    name: 'from',
    type: 'text',
    helpValue: 'TIME',
    description:
      'play a window that begins here: a duration since the start, such as 8h, or a time of the recording, such as 2026-03-01T08:00:00Z',
    read: (value: FlagValue) => readWindowTime('--from', text(value)),
  },
  to: {
    name: 'to',
    type: 'text',
    helpValue: 'TIME',
    description: 'play up to this time',
    read: (value: FlagValue) => readWindowTime('--to', text(value)),
  },
  /** When the scenario ends, in microseconds. */
  duration: {
    name: 'duration',
    type: 'duration',
    description: 'stop at this scenario time, such as 12h',
    read: number,
  },
} as const satisfies Readonly<Record<string, ReplayOption>>;

/** What a request contains of these options. */
export type ReplayOptionValues<Options = typeof REPLAY_OPTIONS> = {
  readonly [Key in keyof Options]: Options[Key] extends { readonly read: (value: FlagValue) => infer Value }
    ? Value
    : never;
};

/**
 * @param flags as the command line read them.
 * @throws {UserError} (usage) for a value that is not valid.
 */
export function readReplayOptions<Options extends Readonly<Record<string, ReplayOption>>>(
  options: Options,
  flags: FlagValues,
): ReplayOptionValues<Options> {
  const values = Object.entries(options).map(([key, { name, read }]) => [key, read(flags[name])]);
  return Object.fromEntries(values) as ReplayOptionValues<Options>;
}

/** The files that a replay with these options reads, besides the scenario. */
export function filesOfOptions({
  schedulerConfig,
  autoscaler,
  stages,
  failures,
}: Partial<Pick<ReplayOptionValues, 'schedulerConfig' | 'autoscaler' | 'stages' | 'failures'>>): string[] {
  const files = [schedulerConfig, autoscaler, ...(stages ?? []), ...(failures ?? []).filter(isFile)];
  return files.filter((file) => file !== undefined);
}

/** An entry in place of a file begins with a brace. */
function isFile(value: string): boolean {
  return !value.trimStart().startsWith('{');
}
