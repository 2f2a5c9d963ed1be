/** Measures whether a pod starts more slowly while others are starting: the delays of a loaded kubelet are not fixed. */
import { randomStream } from '../../distributions/random-stream.ts';
import type { PodHistory } from './pod-history.ts';

export interface LoadDependence {
  /** Number of pods whose delay is known. */
  readonly n: number;
  /** Seconds that each other start under way adds to bound → started (least squares). */
  readonly perStart: number;
  readonly standardError: number;
  /** The delay with no other start under way, in seconds. */
  readonly alone: number;
  /** Whether starts become slower with 99 % confidence, by the normal law and by the permutations. */
  readonly isThere: boolean;
}

const FEWEST = 20;
/** The normal quantile at 99.5 %. */
const MOST_ERRORS = 2.576;

/** For each pod that was bound in the window: the number of other starts under way on its node at that time. */
export type StartLoads = ReadonlyMap<PodHistory, number>;

/**
 * The number of other starts under way on the same node when each pod was bound. Pods whose node is unknown count as on one node. A start is
 * under way from bound to started, or until the pod is gone.
 */
export function startLoads(pods: readonly PodHistory[]): StartLoads {
  const loads = new Map<PodHistory, number>();
  if (pods.every(({ started }) => started === undefined)) return loads;
  const bound = pods
    .filter((pod) => !pod.wasThere && pod.bound !== undefined)
    .sort((a, b) => a.bound! - b.bound!);
  const nodes = new Map<string, { over: number[]; forEver: number }>();
  for (const pod of bound) {
    const node = nodes.get(pod.node ?? '') ?? { over: [], forEver: 0 };
    nodes.set(pod.node ?? '', node);
    node.over = node.over.filter((over) => over > pod.bound!);
    loads.set(pod, node.over.length + node.forEver);
    const over = pod.started ?? pod.ended;
    if (over === undefined) node.forEver += 1;
    else node.over.push(over);
  }
  return loads;
}

interface Point {
  readonly load: number;
  readonly delay: number;
}

/**
 * The line of bound → started over the load, with one height for each stratum: groups and nodes that start their pods faster or slower at any
 * load say nothing about it. Undefined where there are too few pods, or only one load within each stratum.
 *
 * @param stratumOf - names what else a delay may depend on besides the node: the group, for the pods of several groups.
 */
export function loadDependence(
  pods: readonly PodHistory[],
  loads: StartLoads,
  stratumOf: (pod: PodHistory) => unknown = () => undefined,
): LoadDependence | undefined {
  const strata = new Map<unknown, Map<string | undefined, Point[]>>();
  let n = 0;
  for (const pod of pods) {
    const load = loads.get(pod);
    if (load === undefined || pod.started === undefined) continue;
    n += 1;
    const stratum = stratumOf(pod);
    const nodes = strata.get(stratum) ?? new Map<string | undefined, Point[]>();
    strata.set(stratum, nodes);
    const points = nodes.get(pod.node) ?? [];
    nodes.set(pod.node, points);
    points.push({ load, delay: pod.started - pod.bound! });
  }
  return n < FEWEST ? undefined : line([...strata.values()].flatMap((nodes) => [...nodes.values()]));
}

function line(strata: readonly (readonly Point[])[]): LoadDependence | undefined {
  const all = strata.flat();
  const n = all.length;
  const centred = strata.map(withoutMean);
  const points = centred.flat();
  const loads = points.reduce((sum, { load }) => sum + load * load, 0);
  if (loads <= 1e-9 * n) return undefined;
  const perStart = products(points) / loads;
  const alone = meanOf(all, 'delay') - perStart * meanOf(all, 'load');
  const rest = points.reduce((sum, { load, delay }) => sum + (delay - perStart * load) ** 2, 0);
  const standardError = Math.sqrt(rest / Math.max(1, n - strata.length - 1) / loads);
  const isSteep = perStart > MOST_ERRORS * standardError;
  return {
    n,
    perStart,
    standardError,
    alone,
    isThere: isSteep && survivesShuffling(centred, products(points)),
  };
}

/**
 * Whether at most 1 % of the orders in which the delays of each stratum could have come give a line as steep. A few very long delays that
 * happened under load make a line steep by the normal law, and fail here.
 */
function survivesShuffling(strata: readonly (readonly Point[])[], observed: number): boolean {
  const random = randomStream(1, 'load dependence');
  const orders = strata.map((points) => points.map(({ delay }) => delay));
  let asSteep = 1;
  for (let order = 1; order < ORDERS; order += 1) {
    let sum = 0;
    for (const [index, points] of strata.entries()) {
      const delays = orders[index]!;
      for (let last = delays.length - 1; last >= 0; last -= 1) {
        const chosen = Math.floor(random() * (last + 1));
        const delay = delays[chosen]!;
        delays[chosen] = delays[last]!;
        delays[last] = delay;
        sum += points[last]!.load * delay;
      }
    }
    if (sum >= observed - 1e-9 * Math.abs(observed)) asSteep += 1;
    if (asSteep > MOST_AS_STEEP * ORDERS) return false;
  }
  return true;
}

/** Of them, the observed order is one. */
const ORDERS = 1000;
const MOST_AS_STEEP = 0.01;

function withoutMean(points: readonly Point[]): Point[] {
  const [load, delay] = [meanOf(points, 'load'), meanOf(points, 'delay')];
  return points.map((point) => ({ load: point.load - load, delay: point.delay - delay }));
}

function products(points: readonly Point[]): number {
  return points.reduce((sum, { load, delay }) => sum + load * delay, 0);
}

function meanOf(points: readonly Point[], key: keyof Point): number {
  return points.reduce((sum, point) => sum + point[key], 0) / points.length;
}
