/** Names figures as people do; a figure of a group keeps the name of its group. */
const WORDS: Readonly<Record<string, string>> = {
  'pods.created': 'pods in all',
  'neverBound.count': 'pods never bound',
  'disruptions.pods': 'pods evicted',
  'waiting.mean': 'waiting, mean',
  'waiting.p50': 'waiting, p50',
  'waiting.p95': 'waiting, p95',
  'waiting.max': 'waiting, max',
  'queue.mean': 'pending pods, mean',
  'queue.max': 'pending pods, max',
  'idleNodes.mean': 'mean idle nodes',
  'nodesInUse.mean': 'mean nodes in use',
  nodeTime: 'node time',
  cost: 'cost of nodes',
  'scaling.latency.p95': 'pod to its node, p95',
  'scaling.joined': 'nodes joined',
  'scaling.left': 'nodes left',
  'fragmentation.integral': 'room for pods, integral',
  'fragmentation.balance.score': 'balance score',
  'fragmentation.efficiency.score': 'scheduling efficiency',
};

/** What stands after the name of a resource or group. */
const PARTS: Readonly<Record<string, string>> = {
  '.neverBound': 'pods never bound',
  '.waiting.p95': 'waiting, p95',
  '.utilisation': 'utilisation',
  '.used.utilisation': 'used share',
  '.stranded.share': 'stranded',
  '.imbalance.sigma': 'imbalance, sigma',
};

/** Resources are named without their domain. @param figure - as the report in JSON names it. */
export function figureWords(figure: string): string {
  const [, name, rest = ''] = /\["(.*)"\](.*)$/.exec(figure) ?? [];
  if (name === undefined) return WORDS[figure] ?? figure;
  const isResource = figure.startsWith('cluster.resources');
  return `${isResource ? name.replace(/^.*\//, '') : name}: ${PARTS[rest] ?? rest}`;
}
