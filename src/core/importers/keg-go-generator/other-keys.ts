/** Reads the keys of a generator configuration that are not about pods: its nodes and namespace, and those that a replay has flags for. */
import { didYouMean } from '../../errors/did-you-mean.ts';
import { type Problem, warningAt } from '../../errors/problem.ts';

type Written = Readonly<Record<string, unknown>>;

export interface ConfiguredCluster {
  /** Entries of `cluster.nodes`, one for each zone. */
  readonly nodes: readonly Written[];
  /** Undefined: the default one. */
  readonly namespace: string | undefined;
}

/** Memory is in GiB. A cluster with `generate: false` exists already, so it gives no nodes. */
export function configuredCluster(content: Written): ConfiguredCluster {
  const cluster = mapIn(mapIn(content, 'generation'), 'cluster');
  const { namespace } = mapIn(content, 'kubernetes');
  return {
    nodes: cluster.generate === false ? [] : nodesOf(cluster),
    namespace: typeof namespace === 'string' && namespace !== 'default' ? namespace : undefined,
  };
}

/** Nodes are dealt out to the zones in turn. */
function nodesOf({ numNodes, cpuPerNode, memoryPerNode, podsPerNode, zones }: Written): Written[] {
  if (!isCount(numNodes) || !isCount(cpuPerNode)) return [];
  const allocatable = {
    cpu: cpuPerNode,
    ...(isCount(memoryPerNode) && { memory: `${memoryPerNode}Gi` }),
    ...(isCount(podsPerNode) && { pods: podsPerNode }),
  };
  const named = Array.isArray(zones) ? zones.map(String) : [];
  if (named.length === 0) return [{ name: 'node', count: numNodes, template: { allocatable } }];
  return named
    .map((zone, index) => ({
      name: `node-${zone}`,
      count: Math.floor((numNodes + named.length - 1 - index) / named.length),
      template: { labels: { 'topology.kubernetes.io/zone': zone }, allocatable },
    }))
    .filter(({ count }) => count > 0);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}

function mapIn(content: Written, key: string): Written {
  const value = content[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Written) : {};
}

/** What to do in place of a key. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'kubernetes.requestTimeout': 'give it to a replay: --request-timeout',
  'kubernetes.kubeconfig': 'give it to a replay: --kubeconfig',
  'scheduler.simulatorUrl': 'give it to a replay: --target simulator --simulator-url URL',
  'scheduler.httpTimeout': 'give it to a replay: --request-timeout',
  'output.format': 'choose it with a replay: -o csv',
  'output.outputDir': 'choose it with a replay: --csv-dir FOLDER',
  'output.saveMetrics': 'a replay writes them with -o csv',
  outputDir: 'name the file with -o',
  outputPath: 'name the file with -o',
};

const CLUSTER_KEYS = ['generate', 'numNodes', 'cpuPerNode', 'memoryPerNode', 'podsPerNode', 'zones'];

/**
 * A warning for each key that the scenario does not contain.
 *
 * @param known keys of `generation` that are read.
 */
export function unusedKeys(content: Written, known: readonly string[], file: string): readonly Problem[] {
  const used: Readonly<Record<string, readonly string[]>> = {
    generation: [...known, 'cluster', 'name', 'schedulerEvents'],
    kubernetes: ['namespace'],
    scheduler: [],
    output: [],
  };
  const problems = Object.keys(content).flatMap((key): Problem[] => {
    if (key === 'scenarioName' || key === 'seed') return [];
    if (!(key in used)) return [notUsed(key, [...Object.keys(used), 'scenarioName', 'seed'], file)];
    const inner = Object.keys(mapIn(content, key)).filter((each) => !used[key]!.includes(each));
    return inner.map((each) =>
      notUsed(
        `${key}.${each}`,
        used[key]!.map((name) => `${key}.${name}`),
        file,
      ),
    );
  });
  const cluster = Object.keys(mapIn(mapIn(content, 'generation'), 'cluster'));
  const names = CLUSTER_KEYS.map((each) => `generation.cluster.${each}`);
  return [
    ...problems,
    ...cluster
      .filter((each) => !CLUSTER_KEYS.includes(each))
      .map((each) => notUsed(`generation.cluster.${each}`, names, file)),
  ];
}

function notUsed(key: string, names: readonly string[], file: string): Problem {
  const next = ELSEWHERE[key];
  if (next !== undefined)
    return { ...warningAt('left-out', { file }, `${key} is not part of a scenario`), next };
  const meant = didYouMean(key, names);
  return warningAt(
    'unknown-key',
    { file },
    `the key ${key} is ignored${meant === undefined ? '' : ` (did you mean ${meant}?)`}`,
  );
}
