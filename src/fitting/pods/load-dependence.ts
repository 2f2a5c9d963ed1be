/** Whether starting takes longer while others are starting: a loaded kubelet does not keep fixed delays. */
import type { PodHistory } from './pod-history.ts';

export interface LoadDependence {
  /** Pods whose delay is known. */
  readonly n: number;
  /** Seconds added to bound → started by each other start under way (least squares). */
  readonly perStart: number;
  readonly standardError: number;
  /** Delay with no other start under way. */
  readonly alone: number;
  /** Whether the slope is told apart from 0 with 99 % confidence. */
  readonly isThere: boolean;
}

const FEWEST = 20;
const SURELY = 2.576;

/**
 * The line of bound → started over the number of other starts under way on the same node (on any, where the node is not told) when the pod
 * was bound; undefined where there are too few pods, or never another start.
 */
export function loadDependence(pods: readonly PodHistory[]): LoadDependence | undefined {
  const starts = pods
    .filter(({ wasThere, bound, started }) => !wasThere && bound !== undefined && started !== undefined)
    .sort((a, b) => a.bound! - b.bound!);
  if (starts.length < FEWEST) return undefined;
  const underWay = new Map<string, number[]>();
  const points = starts.map((pod) => {
    const node = pod.node ?? '';
    const others = (underWay.get(node) ?? []).filter((started) => started > pod.bound!);
    underWay.set(node, [...others, pod.started!]);
    return { load: others.length, delay: pod.started! - pod.bound! };
  });
  return line(points);
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
  return { n, perStart, standardError, alone, isThere: Math.abs(perStart) > SURELY * standardError };
}
