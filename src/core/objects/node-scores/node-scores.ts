/** Scores how loaded each node is beside the others, by the 19 algorithms of node-classifier-sim. A new one is one line here. */
import { eachDimension, type LoadVector, loadVector, type NodeLoad } from './node-load.ts';
import { paretoScores } from './pareto-front.ts';

/** What a score of a node can depend on. */
interface Comparison {
  /** Load. */
  readonly x: LoadVector;
  /** Load above the mean of all nodes, in each dimension; 0 below it. */
  readonly d: LoadVector;
  /** Load minus the mean of all nodes. */
  readonly s: LoadVector;
}

/** Of all nodes. */
type Algorithm = (nodes: readonly Comparison[]) => number[];

export interface ScoreDefinition {
  /** For a command line or a scenario. */
  readonly name: string;
  /** Of node-classifier-sim. */
  readonly title: string;
  readonly scores: Algorithm;
}

const each =
  (score: (node: Comparison) => number): Algorithm =>
  (nodes) =>
    nodes.map(score);

/** ÷ the highest; all 0 if that is 0. */
const shareOfHighest =
  (score: (node: Comparison) => number): Algorithm =>
  (nodes) => {
    const scores = nodes.map(score);
    const highest = Math.max(0, ...scores);
    return scores.map((value) => (highest > 0 ? value / highest : 0));
  };

const amplified = (factor: number): Algorithm => each(({ d }) => Math.min(1, factor * length(d)));

export const NODE_SCORES: readonly ScoreDefinition[] = [
  {
    name: 'average',
    title: 'Weighted Average',
    scores: each(({ x }) => weighted(x, 0.25, 0.25, 0.25, 0.25)),
  },
  { name: 'max', title: 'Max Metric', scores: each(({ x }) => Math.max(...x)) },
  { name: 'euclidean', title: 'Euclidean Distance', scores: each(({ x }) => length(x) / 2) },
  {
    name: 'pressure',
    title: 'Pressure Focused',
    scores: each(({ x: [u, p, m, q] }) => Math.min(1, (2 * ((p + q) / 2) + (u + m) / 2) / 3)),
  },
  {
    name: 'rms-deviation',
    title: 'Weighted RMS Positive Deviation',
    scores: each(({ d }) => Math.sqrt(meanSquare(d))),
  },
  {
    name: 'mean-square-deviation',
    title: 'Weighted Mean Square Positive Deviation',
    scores: each(({ d }) => meanSquare(d)),
  },
  {
    name: 'linear-deviation',
    title: 'Linear Weighted Positive Deviation',
    scores: each(({ d }) => weighted(d, 0.15, 0.35, 0.15, 0.35)),
  },
  {
    name: 'pareto',
    title: 'Pareto Front (NSGA-II)',
    scores: (nodes) => paretoScores(nodes.map(({ x }) => x)),
  },
  { name: 'centroid', title: 'Centroid Distance', scores: shareOfHighest(({ s }) => length(s)) },
  {
    name: 'directional-centroid',
    title: 'Directional Centroid Distance',
    scores: shareOfHighest(({ d }) => length(d)),
  },
  {
    name: 'variance',
    title: 'Variance Minimization',
    scores: shareOfHighest(({ s }) => Math.sqrt(weighted(squares(s), 1, 2, 1, 2))),
  },
  {
    name: 'directional-variance',
    title: 'Directional Variance Minimization',
    scores: shareOfHighest(({ d }) => weighted(d, 1, 2, 1, 2)),
  },
  { name: 'critical-dimension', title: 'Critical Dimension Focus', scores: criticalDimension },
  { name: 'ippd', title: 'Ideal Point Positive Distance', scores: amplified(1) },
  { name: 'ippd-k1', title: 'Linear Amplified Ideal Point Positive Distance (k=1.0)', scores: amplified(1) },
  { name: 'ippd-k3', title: 'Linear Amplified Ideal Point Positive Distance (k=3.0)', scores: amplified(3) },
  { name: 'ippd-k5', title: 'Linear Amplified Ideal Point Positive Distance (k=5.0)', scores: amplified(5) },
  { name: 'cpu', title: 'CPU Focused', scores: each(({ x }) => weighted(x, 0.7, 0.3, 0, 0)) },
  { name: 'memory', title: 'MEMORY Focused', scores: each(({ x }) => weighted(x, 0, 0, 0.7, 0.3)) },
];

/** The scores of nodes that are there together, in their order: 0 is no load, 1 is the most. */
export function scoresOf({ scores }: ScoreDefinition, loads: readonly NodeLoad[]): number[] {
  const vectors = loads.map(loadVector);
  const mean = eachDimension(
    (dimension) => vectors.reduce((sum, x) => sum + x[dimension]!, 0) / vectors.length,
  );
  return scores(
    vectors.map((x) => {
      const s = eachDimension((dimension) => x[dimension]! - mean[dimension]!);
      return { x, s, d: eachDimension((dimension) => Math.max(0, s[dimension]!)) };
    }),
  );
}

/** The dimension in which nodes are above the mean the most; of equal ones the first. */
function criticalDimension(nodes: readonly Comparison[]): number[] {
  const sums = eachDimension((dimension) => nodes.reduce((sum, { d }) => sum + d[dimension]!, 0));
  const critical = sums.indexOf(Math.max(...sums));
  return shareOfHighest(({ d }) => d[critical]!)(nodes);
}

function weighted([a, b, c, d]: LoadVector, ...weights: readonly [number, number, number, number]): number {
  return a * weights[0] + b * weights[1] + c * weights[2] + d * weights[3];
}

function squares(vector: LoadVector): LoadVector {
  return eachDimension((dimension) => vector[dimension]! ** 2);
}

function length(vector: LoadVector): number {
  return Math.sqrt(weighted(squares(vector), 1, 1, 1, 1));
}

function meanSquare(d: LoadVector): number {
  return weighted(squares(d), 0.15, 0.35, 0.15, 0.35);
}
