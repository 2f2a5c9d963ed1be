/** Keeps requests and run times joint: pods in classes of run time, each with the requests of its pods. */

import {
  type Sample,
  type SeenDuration,
  sampleOf,
  sampleOfRows,
} from '../../distributions/estimating/sample.ts';
import type { Distribution } from '../../distributions/families/distribution.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import { type Drawn, drawnCurve } from '../choice/drawn-form.ts';
import { type SeenLifetime, seenLifetimes, type Watch } from '../pods/group-samples.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import { type RequestShare, requestShares, requestsOf } from './request-shares.ts';
import { amountOf, type WeightedRun, weightedRuns } from './weighted-runs.ts';

/** Pods whose run times lie in one range. */
interface LengthClass {
  /** May be a fraction: a run that ended stands for those that were cut off before. */
  readonly pods: number;
  readonly requests: readonly RequestShare[];
  readonly lifetime: Drawn | undefined;
}

const MOST_CLASSES = 8;
/** A class has at least this many ends. */
const FEWEST_ENDS = 5;
/** Classes are halved until Σ amount × time of each resource is within this share of what independence within classes predicts. */
const INDEPENDENT = 0.01;
/** Of a few runs, calibration may leave one next to no weight: it is not written. Pods. */
const FEWEST_DRAWN = 1e-3;
const JOINT = 'in classes of run time with their own requests';

/**
 * Classes by run time, and one of the pods that never were bound: they last as long as they waited.
 *
 * @param pods - of one law. Those that are written one by one are not among them.
 * @param most - the share of Σ amount × time that may be moved.
 */
export function lengthClasses(
  pods: readonly PodHistory[],
  watch: Watch,
  most: number = INDEPENDENT,
): LengthClass[] {
  const { window, resolution } = watch;
  const unbound = pods.filter(({ isUnbound }) => isUnbound);
  const waited = unbound.map(({ created, ended }) => {
    return { duration: (ended ?? window) - created, isEnded: ended !== undefined };
  });
  const bound = pods.filter(({ isUnbound }) => !isUnbound);
  return [
    ...boundClasses(bound, seenLifetimes(bound, watch), resolution, most),
    ...whole(unbound, waited, resolution),
  ];
}

function boundClasses(
  bound: readonly PodHistory[],
  seen: readonly SeenLifetime[],
  resolution: number,
  most: number,
): LengthClass[] {
  const curve = drawnCurve(sampleOf(seen, resolution), JOINT).distribution;
  const runs = weightedRuns(seen, resolution, curve);
  if (!runs.some(({ isOpen }) => !isOpen)) return whole(bound, seen, resolution);
  const scale = bound.length / seen.length;
  const classes = classesOf(runs, most)
    .map((own) => ({
      pods: scale * own.reduce((sum, { weight }) => sum + weight, 0),
      requests: weightedRequests(own, scale),
      // The curve beyond the longest run is the same in all classes: the last one has it.
      lifetime: withTail(drawnCurve(sampleOfRuns(own), JOINT), curve),
    }))
    .filter(({ pods, requests }) => pods >= FEWEST_DRAWN && requests.length > 0);
  return classes.every(isSound) ? classes : whole(bound, seen, resolution);
}

/** Where no weights reach the observed totals, those of the nearest may all be 0 in a class. */
function isSound({ lifetime }: LengthClass): boolean {
  const law = lifetime?.distribution;
  return (
    law?.family !== 'empirical' || law.quantiles.every(({ probability }) => Number.isFinite(probability))
  );
}

/** One class of all these pods. */
function whole(
  pods: readonly PodHistory[],
  seen: readonly SeenDuration[],
  resolution: number,
): LengthClass[] {
  if (pods.length === 0) return [];
  const lifetime = seen.length > 0 ? drawnCurve(sampleOf(seen, resolution), JOINT) : undefined;
  return [{ pods: pods.length, requests: requestShares(pods), lifetime }];
}

/** Halves the class whose requests depend most on the run time, until their totals are those of independence, or no class can be halved. */
function classesOf(runs: readonly WeightedRun[], most: number): (readonly WeightedRun[])[] {
  const names = [...new Set(runs.flatMap(({ pod }) => Object.keys(requestsOf(pod.template))))];
  const totals = names.map((name) =>
    runs.reduce((sum, { pod, time, weight }) => sum + weight * amountOf(pod, name) * time, 0),
  );
  const described = (own: readonly WeightedRun[]): Described => {
    const [count, time] = [total(own, () => 1), total(own, (run) => run.time)];
    const off = names.map((name, index) => {
      const amounts = total(own, ({ pod }) => amountOf(pod, name));
      const held = total(own, (run) => amountOf(run.pod, name) * run.time);
      return totals[index]! > 0 ? (held - (amounts / count) * time) / totals[index]! : 0;
    });
    return { own, off, half: halfOf(own, time), size: Math.max(0, ...off.map(Math.abs)) };
  };
  const classes = [described(runs)];
  while (classes.length < MOST_CLASSES) {
    const isOff = names.some(
      (_, name) => Math.abs(classes.reduce((sum, { off }) => sum + off[name]!, 0)) > most,
    );
    const index = classes.reduce(
      (best, { half, size }, at) => (half > 0 && size > (classes[best]?.size ?? 0) ? at : best),
      -1,
    );
    if (!isOff || index < 0) break;
    const { own, half } = classes[index]!;
    classes.splice(index, 1, described(own.slice(0, half)), described(own.slice(half)));
  }
  return classes.map(({ own }) => own);
}

interface Described {
  readonly own: readonly WeightedRun[];
  /** For each resource, what its requests over time are beyond those of independence, as a share of all. */
  readonly off: readonly number[];
  readonly size: number;
  /** The index at which it can be halved; 0 where it cannot. */
  readonly half: number;
}

function total(runs: readonly WeightedRun[], of: (run: WeightedRun) => number): number {
  return runs.reduce((sum, run) => sum + run.weight * of(run), 0);
}

/** Where half of the time is reached, with enough ends on each side. */
function halfOf(runs: readonly WeightedRun[], whole: number): number {
  let [time, best] = [0, 0];
  const ends = runs.filter(({ isOpen }) => !isOpen).length;
  for (let index = 1; index <= ends - FEWEST_ENDS; index += 1) {
    const before = runs[index - 1]!;
    time += before.weight * before.time;
    if (index < FEWEST_ENDS || runs[index]!.duration === before.duration) continue;
    if (best > 0 && time > whole / 2) break;
    best = index;
  }
  return best;
}

function weightedRequests(runs: readonly WeightedRun[], scale: number): RequestShare[] {
  const shares = new Map<string, { requests: RequestShare['requests']; pods: number }>();
  for (const { pod, weight } of runs) {
    const requests = requestsOf(pod.template);
    const key = canonicalJson(requests);
    const share = shares.get(key);
    if (share) share.pods += scale * weight;
    else shares.set(key, { requests, pods: scale * weight });
  }
  const drawn = [...shares.values()].filter(({ pods }) => pods >= FEWEST_DRAWN);
  return drawn.sort((one, other) => other.pods - one.pods);
}

function withTail(law: Drawn, curve: Distribution | undefined): Drawn {
  const { distribution } = law;
  if (distribution?.family !== 'empirical' || curve?.family !== 'empirical' || !distribution.tail) return law;
  return { ...law, distribution: { ...distribution, tail: curve.tail } };
}

function sampleOfRuns(runs: readonly WeightedRun[]): Sample {
  const rows = runs.map(({ duration, weight, isOpen }) => {
    return { duration, isEnded: !isOpen, entry: 0, count: weight };
  });
  return sampleOfRows(rows, [{ entry: 0, limit: runs.at(-1)!.duration }], 0);
}
