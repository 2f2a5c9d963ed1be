/** How much a pod likes a node: the scores of kube-scheduler 1.37, each computed anew for all feasible nodes. */
import type { PodAffinity, PodAffinityTerm } from '../../../../src/core/objects/pod.ts';
import {
  isSelected,
  type NaiveCluster,
  type NaiveNode,
  type NaivePod,
  podsOn,
  selects,
  untolerated,
  used,
} from './naive-cluster.ts';

type Scores = readonly number[];
type Scorer = (pod: NaivePod, feasible: readonly NaiveNode[], cluster: NaiveCluster) => Scores;

const RESOURCES = ['cpu', 'memory'] as const;

const leastAllocated: Scorer = (pod, feasible, cluster) =>
  feasible.map((node) => {
    const scores = RESOURCES.flatMap((resource) => {
      const capacity = node.allocatable[resource] ?? 0;
      if (capacity === 0) return [];
      const wanted = used(cluster, node, resource) + (pod.requests[resource] ?? 0);
      return [wanted > capacity ? 0 : Math.trunc(((capacity - wanted) * 100) / capacity)];
    });
    return scores.length === 0 ? 0 : Math.trunc(scores.reduce((sum, each) => sum + each, 0) / scores.length);
  });

const balancedAllocation: Scorer = (pod, feasible, cluster) =>
  feasible.map((node) => {
    const shares = (withPod: boolean) =>
      RESOURCES.flatMap((resource) => {
        const capacity = node.allocatable[resource] ?? 0;
        const more = withPod ? (pod.requests[resource] ?? 0) : 0;
        return capacity === 0 ? [] : [Math.min((used(cluster, node, resource) + more) / capacity, 1)];
      });
    const halves = [shares(false), shares(true)].map((each) => {
      if (each.length < 2) return 100;
      const [one = 0, other = 0] = each;
      return Math.trunc((1 - Math.abs((one - other) / 2)) * 100);
    });
    const [before = 0, after = 0] = halves;
    return 50 + Math.trunc((50 + after - before) / 2);
  });

function scaled(scores: Scores, isReversed: boolean): Scores {
  const largest = Math.max(0, ...scores);
  return scores.map((score) => {
    const share = largest === 0 ? 0 : Math.trunc((score * 100) / largest);
    return isReversed ? 100 - share : share;
  });
}

const fewTaints: Scorer = (pod, feasible) =>
  scaled(
    feasible.map(
      (node) => untolerated(pod, node).filter(({ effect }) => effect === 'PreferNoSchedule').length,
    ),
    true,
  );

const preferredNodes: Scorer = ({ spec }, feasible) => {
  const terms = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const matches = ({ labels }: NaiveNode, { preference }: (typeof terms)[number]) =>
    (preference.matchExpressions ?? []).every(({ key, values }) => values?.includes(labels[key] ?? ''));
  return scaled(
    feasible.map((node) =>
      terms.filter((term) => matches(node, term)).reduce((sum, { weight }) => sum + weight, 0),
    ),
    false,
  );
};

const spreading: Scorer = (pod, feasible, cluster) => {
  const soft = (pod.spec.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'ScheduleAnyway',
  );
  if (soft.length === 0) return feasible.map(() => 0);
  const hasKeys = ({ labels }: NaiveNode) => soft.every(({ topologyKey }) => topologyKey in labels);
  const counted = feasible.filter(hasKeys);
  const raw = counted.map((node) => {
    let score = 0;
    for (const { topologyKey, labelSelector, maxSkew } of soft) {
      const domain = node.labels[topologyKey];
      const isHost = topologyKey === 'kubernetes.io/hostname';
      const domains = new Set(counted.map(({ labels }) => labels[topologyKey]));
      const peers = isHost
        ? [node]
        : cluster.nodes.filter(
            (each) => hasKeys(each) && isSelected(pod, each) && each.labels[topologyKey] === domain,
          );
      const matching = peers
        .flatMap((each) => podsOn(cluster, each))
        .filter(({ labels }) => selects(labelSelector, labels));
      const weight = Math.log((isHost ? counted.length : domains.size) + 2);
      score += matching.length * weight + (maxSkew - 1);
    }
    return Math.round(score);
  });
  const least = Math.min(...raw);
  const most = Math.max(...raw);
  return feasible.map((node) => {
    const index = counted.indexOf(node);
    if (index < 0) return 0;
    return most === 0 ? 100 : Math.trunc((100 * (most + least - (raw[index] as number))) / most);
  });
};

const podAffinity: Scorer = (pod, feasible, cluster) => {
  const near = pod.spec.affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
  const apart = pod.spec.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
  /** Key and value of a domain → sum of weights. */
  const sums = new Map<string, number>();
  const add = (node: NaiveNode, { topologyKey }: PodAffinityTerm, weight: number) => {
    if (!(topologyKey in node.labels)) return;
    const domain = `${topologyKey}=${node.labels[topologyKey]}`;
    sums.set(domain, (sums.get(domain) ?? 0) + weight);
  };
  for (const node of cluster.nodes) {
    for (const other of podsOn(cluster, node)) {
      const prefer = (
        sign: 1 | -1,
        terms: PodAffinity['preferredDuringSchedulingIgnoredDuringExecution'],
        to: NaivePod,
      ) => {
        for (const { weight, podAffinityTerm } of terms ?? [])
          if (selects(podAffinityTerm.labelSelector, to.labels)) add(node, podAffinityTerm, sign * weight);
      };
      prefer(1, near, other);
      prefer(-1, apart, other);
      const { podAffinity: likes, podAntiAffinity: dislikes } = other.spec.affinity ?? {};
      for (const term of likes?.requiredDuringSchedulingIgnoredDuringExecution ?? [])
        if (selects(term.labelSelector, pod.labels)) add(node, term, 1);
      prefer(1, likes?.preferredDuringSchedulingIgnoredDuringExecution, pod);
      prefer(-1, dislikes?.preferredDuringSchedulingIgnoredDuringExecution, pod);
    }
  }
  const raw = feasible.map(({ labels }) =>
    Object.entries(labels).reduce((sum, [key, value]) => sum + (sums.get(`${key}=${value}`) ?? 0), 0),
  );
  const least = Math.min(...raw);
  const range = Math.max(...raw) - least;
  return raw.map((score) => (range === 0 ? 0 : Math.trunc((100 * (score - least)) / range)));
};

const WEIGHTS = [
  [fewTaints, 3],
  [preferredNodes, 2],
  [spreading, 2],
  [podAffinity, 2],
  [leastAllocated, 1],
  [balancedAllocation, 1],
] as const;

/** The weighted sums, in the order of the nodes. */
export const totalsOf: Scorer = (pod, feasible, cluster) => {
  const columns = WEIGHTS.map(([scorer, weight]) =>
    scorer(pod, feasible, cluster).map((score) => score * weight),
  );
  return feasible.map((_, i) => columns.reduce((sum, column) => sum + (column[i] as number), 0));
};
