/** Packs the pods of a recording as columns of small numbers, which compress well. */
import type { DrawnCluster, DrawnPod } from '../../core/charting/drawn-cluster.ts';
import type { Amounts } from '../../core/measure/resource-index.ts';

/** Windows over a minute have their times in milliseconds, shorter ones in microseconds. */
const SHORT_WINDOW = 60_000_000;

/** @param numbers - of the resources whose requests the page shows. */
export function packedPods({ pods, end }: DrawnCluster, numbers: readonly number[]) {
  const unit = end > SHORT_WINDOW ? 1000 : 1;
  const times = pods.map((pod) => unitTimes(pod, unit));
  const [groups, requests] = [
    numbering<string>(String),
    numbering<Amounts>((amounts) => amountsOf(amounts, numbers).join(' ')),
  ];
  const resizes = pods.flatMap(({ requests: own }, pod) =>
    own.slice(1).map(({ at, amounts }) => [pod, at, requests.of(amounts)] as const),
  );
  const request = pods.map((pod) => requests.of(pod.requests[0]!.amounts));
  const group = pods.map((pod) => groups.of(`${pod.namespace}/${pod.group ?? 'no workload'}`));
  return {
    unit,
    created: times.map(({ created }, place) => created - (times[place - 1]?.created ?? 0)),
    bound: times.map(({ created, bound }) => sinceOrNever(bound, created)),
    started: times.map(({ bound, started }) => sinceOrNever(started, bound ?? 0)),
    ended: times.map(({ created, ended }) => sinceOrNever(ended, created)),
    end: pods.map((pod) => pod.end[0]).join(''),
    node: pods.map(({ node }) => node ?? -1),
    /** Empty where all that are bound hold room. */
    holds: pods.some((pod) => pod.bound !== null && !pod.holds)
      ? pods.map(({ holds }) => (holds ? '1' : '0')).join('')
      : '',
    request,
    requests: requests.entries.map((amounts) => amountsOf(amounts, numbers)),
    resizes,
    group,
    groups: groups.entries,
    names: pods.map(({ name }) => name.replaceAll('\n', ' ')).join('\n'),
  };
}

function unitTimes({ created, bound, started, ended }: DrawnPod, unit: number) {
  const of = (at: number | null): number | null => (at === null ? null : Math.round(at / unit));
  return { created: of(created)!, bound: of(bound), started: of(started), ended: of(ended) };
}

/** -1 for what never was. */
function sinceOrNever(at: number | null, since: number): number {
  return at === null ? -1 : Math.max(0, at - since);
}

function numbering<T>(keyOf: (entry: T) => string) {
  const known = new Map<string, number>();
  const entries: T[] = [];
  return {
    entries,
    of(entry: T): number {
      const key = keyOf(entry);
      const number = known.get(key) ?? entries.push(entry) - 1;
      known.set(key, number);
      return number;
    },
  };
}

/** Of the resources that the page shows. */
export function amountsOf({ resources, amounts }: Amounts, numbers: readonly number[]): number[] {
  return numbers.map((number) => amounts[resources.indexOf(number)] ?? 0);
}
