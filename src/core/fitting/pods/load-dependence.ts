/** Measures whether a pod starts more slowly while others are starting: the delays of a loaded kubelet are not fixed. */
import type { PodHistory } from './pod-history.ts';

export interface LoadDependence {
  /** Number of pods whose delay is known. */
  readonly n: number;
  /** Seconds that each other start under way adds to bound → started (least squares). */
  readonly perStart: number;
  readonly standardError: number;
  /** The delay with no other start under way, in seconds. */
  readonly alone: number;
  /** Whether the slope differs from 0 with 99 % confidence, and starts become slower. */
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

/** The line of bound → started over the load; undefined where there are too few pods, or only one load. */
export function loadDependence(pods: readonly PodHistory[], loads: StartLoads): LoadDependence | undefined {
  const points = pods.flatMap((pod) => {
    const load = loads.get(pod);
    return load === undefined || pod.started === undefined ? [] : [{ load, delay: pod.started - pod.bound! }];
  });
  return points.length < FEWEST ? undefined : line(points);
}

function line(
  points: readonly { readonly load: number; readonly delay: number }[],
): LoadDependence | undefined {
  const n = points.length;
  const meanLoad = points.reduce((sum, { load }) => sum + load, 0) / n;
  const meanDelay = points.reduce((sum, { delay }) => sum + delay, 0) / n;
  let [loads, products] = [0, 0];
  for (const { load, delay } of points) {
    loads += (load - meanLoad) ** 2;
    products += (load - meanLoad) * (delay - meanDelay);
  }
  if (loads === 0) return undefined;
  const perStart = products / loads;
  const alone = meanDelay - perStart * meanLoad;
  const rest = points.reduce((sum, { load, delay }) => sum + (delay - alone - perStart * load) ** 2, 0);
  const standardError = Math.sqrt(rest / Math.max(1, n - 2) / loads);
  return { n, perStart, standardError, alone, isThere: perStart > MOST_ERRORS * standardError };
}
