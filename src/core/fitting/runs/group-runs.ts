/** Fits how the pods of a group run: strata of those that arrive, and those that existed when the window opened, one by one. */

import { type Sample, sampleOf } from '../../distributions/estimating/sample.ts';
import { parseAmount } from '../../objects/quantity.ts';
import { type Drawn, drawnCurve } from '../choice/drawn-form.ts';
import { type SeenLifetime, seenLifetimes, type Watch, wasWaiting } from '../pods/group-samples.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import { type EndsFrom, endsByAge } from './ends-by-age.ts';
import type { KnownRun } from './heavy-runs.ts';
import { partsOfTime } from './parts-of-time.ts';
import { type Pooling, pooling } from './pooling.ts';
import { type RequestShare, requestShares, requestsOf } from './request-shares.ts';
import { type StratifiedRun, strataOf } from './strata.ts';

/** Pods that arrive, and run alike. */
export interface RunStratum {
  /** They arrive from then on, in seconds; undefined: from the start of the window. */
  readonly from: number | undefined;
  readonly until: number | undefined;
  readonly pods: number;
  /** The most frequent first. */
  readonly requests: readonly RequestShare[];
  /** Undefined where no pod of the stratum ran. */
  readonly lifetime: Drawn | undefined;
  readonly ends: readonly EndsFrom[];
}

/** Pods that ran when the window opened, and go on alike. */
export interface PresentStratum {
  /** In the order of `requests`. */
  readonly pods: readonly PresentRun[];
  readonly requests: readonly RequestShare[];
  /** The lifetime that they share with new pods; undefined where the test refuses that. */
  readonly lifetime: Drawn | undefined;
  /** The rest of their own lifetimes, where the test refuses one lifetime. */
  readonly residual: Drawn | undefined;
  readonly ends: readonly EndsFrom[];
}

/** A pod that ran when the window opened. */
interface PresentRun {
  /** How long before the window it started, in seconds. */
  readonly age: number;
  /** Undefined where its run is drawn. */
  readonly known?: KnownRun;
}

/** The pods that are written one by one. */
interface KeptRuns {
  /** Those that arrive in the window, in the order of time. */
  readonly pods: readonly { readonly pod: PodHistory; readonly known: KnownRun }[];
  /** Where some are only known to be longer than they were seen; undefined where all ended. */
  readonly lifetime: Drawn | undefined;
  readonly ends: readonly EndsFrom[];
}

export interface GroupRuns {
  /** Undefined where all pods are drawn. */
  readonly kept: KeptRuns | undefined;
  readonly strata: readonly RunStratum[];
  readonly present: readonly PresentStratum[];
  /** Undefined where no pod existed when the window opened, or none arrived. */
  readonly pooling: Pooling | undefined;
}

/** Chooses the distribution of a whole sample; the name separates its random numbers from those of others. */
export type Choose = (name: string, sample: Sample) => Drawn;

const STRATA = 'run times differ by time of arrival, age or size';

/** The most strata in time, and in each of them by size; a finer form has twice as many. */
export const MOST_STRATA = 4;

/**
 * @param finer - doubles the most strata that many times.
 * @param stretches - where the stretches of the pace begin: used by finer forms.
 */
export function groupRuns(
  pods: readonly PodHistory[],
  watch: Watch,
  finer: number,
  choose: Choose,
  stretches: readonly number[] = [],
): GroupRuns {
  const { resolution } = watch;
  const most = MOST_STRATA * 2 ** finer;
  const running = pods.filter((pod) => !wasWaiting(pod));
  const old = running.filter(({ wasThere }) => wasThere);
  const young = pods.filter((pod) => !pod.wasThere || wasWaiting(pod));
  const seen = seenLifetimes(pods, watch);
  const isOld = new Set(old);
  const [seenOld, seenYoung] = [
    seen.filter(({ pod }) => isOld.has(pod)),
    seen.filter(({ pod }) => !isOld.has(pod)),
  ];
  const tested = old.length > 0 && young.length > 0 ? pooling(seenOld, seenYoung, resolution) : undefined;
  const inTime = { most, stretches: finer > 0 ? stretches : [] };
  const parts = youngStrata(young, seenYoung, { ...inTime, mostSizes: most, resolution });
  const isPooled = tested?.isAllowed === true && parts.length === 1;
  const areAll = isPooled || young.length === pods.length;
  const allEnds = (): readonly EndsFrom[] => endsByAge(pods);
  const strata = parts.map(({ from, until, members }): RunStratum => {
    const inside = new Set(members);
    const sample = sampleOf(isPooled ? seen : seenYoung.filter(({ pod }) => inside.has(pod)), resolution);
    const ends = endsByAge(parts.length > 1 ? members : areAll ? pods : young);
    return {
      from,
      until,
      pods: members.length,
      requests: requestShares(members),
      lifetime: lawOf(sample, parts.length, (whole) => choose('lifetime', whole)),
      ends: ends.length > 0 ? ends : allEnds(),
    };
  });
  const present = presentStrata(old, watch, most, choose, isPooled ? strata[0]?.lifetime : undefined);
  return {
    kept: undefined,
    strata,
    present: present.map((each) => (each.ends.length > 0 && !isPooled ? each : { ...each, ends: allEnds() })),
    pooling: tested,
  };
}

/** Several strata are written as their curves: each has few ends, and no row of its own. */
function lawOf(sample: Sample, strata: number, choose: (sample: Sample) => Drawn): Drawn | undefined {
  if (sample.size === 0) return undefined;
  return strata === 1 ? choose(sample) : drawnCurve(sample, STRATA);
}

interface YoungStratum {
  readonly from: number | undefined;
  readonly until: number | undefined;
  readonly members: readonly PodHistory[];
}

export interface StrataOptions {
  /** The most strata in time. */
  readonly most: number;
  /** Where strata in time begin, if enough pods arrive until the next one: pods that come together run alike. */
  readonly stretches: readonly number[];
  /** The most strata by size in each of those. */
  readonly mostSizes: number;
  readonly resolution: number;
}

/** First by the time of arrival, then by size: at every time, the weights of the sizes are then those of the arrivals around it. */
export function youngStrata(
  young: readonly PodHistory[],
  seen: readonly SeenLifetime[],
  { most, stretches, mostSizes, resolution }: StrataOptions,
): YoungStratum[] {
  if (young.length === 0) return [];
  const runs = seen.map((each) => stratified(each.pod, each, { created: each.pod.created }));
  const own = partsOfTime(runs, stretches, most, resolution);
  const inTime = own.flatMap((part) =>
    strataOf(part, ['created'], Math.floor(most / own.length), resolution),
  );
  const starts = inTime.slice(1).map((part) => Math.min(...part.map(({ feature }) => feature.created!)));
  return inTime.flatMap((part, index): YoungStratum[] => {
    const [from, until] = [starts[index - 1], starts[index]];
    const arrived = young.filter(
      ({ created }) => (from === undefined || created >= from) && (until === undefined || created < until),
    );
    const bySize = strataOf(part, sizesOf(part), mostSizes, resolution);
    if (bySize.length === 1) return [{ from, until, members: arrived }];
    const ran = new Set(part.map(({ item }) => item));
    const unseen = arrived.filter((pod) => !ran.has(pod));
    return bySize.map((each, place) => ({
      from,
      until,
      members: [...each.map(({ item }) => item), ...(place === 0 ? unseen : [])],
    }));
  });
}

function stratified<
  Seen extends { readonly duration: number; readonly isEnded: boolean; readonly limit: number },
>(pod: PodHistory, seen: Seen, feature: Readonly<Record<string, number>>): StratifiedRun<PodHistory> {
  const amounts = Object.fromEntries(
    Object.entries(requestsOf(pod.template)).map(([resource, amount]) => [
      resource,
      parseAmount(resource, amount),
    ]),
  );
  return { item: pod, seen, feature: { ...feature, ...amounts }, amounts };
}

/** The resources that all runs request. */
function sizesOf(runs: readonly StratifiedRun<PodHistory>[]): string[] {
  return Object.keys(runs[0]?.amounts ?? {}).filter((name) => runs.every(({ amounts }) => name in amounts));
}

export function presentStrata(
  old: readonly PodHistory[],
  { window, resolution }: Watch,
  most: number,
  choose: Choose,
  lifetime: Drawn | undefined,
): PresentStratum[] {
  if (old.length === 0) return [];
  const runs = old.map((pod) => {
    const isEvicted = pod.cause === 'evicted';
    const seen = {
      duration: (pod.ended ?? window) - pod.seen,
      isEnded: pod.ended !== undefined && !isEvicted,
      limit: (isEvicted ? pod.ended! : window) - pod.seen,
    };
    return stratified(pod, seen, { age: ageAtStart(pod) });
  });
  const parts = lifetime ? [runs] : strataOf(runs, ['age', ...sizesOf(runs)], most, resolution);
  return parts.map((part) => {
    const members = part.map(({ item }) => item);
    const requests = requestShares(members);
    const sample = sampleOf(
      part.map(({ seen }) => seen),
      resolution,
    );
    return {
      pods: requests.flatMap((share) => membersOf(members, share).map((pod) => ({ age: ageAtStart(pod) }))),
      requests,
      lifetime,
      residual: lifetime
        ? undefined
        : parts.length === 1
          ? choose('running', sample)
          : drawnCurve(sample, STRATA),
      ends: endsByAge(members),
    };
  });
}

export function ageAtStart({ seen, started, created }: PodHistory): number {
  return Math.max(0, seen - (started ?? created));
}

export function membersOf(pods: readonly PodHistory[], { requests }: RequestShare): PodHistory[] {
  const wanted = JSON.stringify(Object.entries(requests).sort());
  return pods
    .filter(({ template }) => JSON.stringify(Object.entries(requestsOf(template)).sort()) === wanted)
    .sort((one, other) => ageAtStart(other) - ageAtStart(one));
}
