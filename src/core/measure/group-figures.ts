/** Measures a group of pods in a part of a recording: a fitted scenario is compared with its recording by these figures. */
import type { HeldRequest, PodSpan } from './pod-spans.ts';

export interface GroupFigures {
  /** Created in the part; pods that existed before the recording do not count. */
  readonly created: number;
  /** Of those created. */
  readonly bound: number;
  readonly neverBound: number;
  /** Created and neither terminal nor gone. */
  readonly alive: { readonly mean: number; readonly p95: number };
  /** The mean over time of what bound pods request, by resource: millicores, bytes, counts. */
  readonly requested: Readonly<Record<string, number>>;
  /** The mean over time of what pods use, where that was recorded, in the same units. */
  readonly used?: Readonly<Record<string, number>>;
  /** The mean time from creation to binding, in microseconds, of the pods that were created and bound in the part; null without any. */
  readonly waiting: number | null;
}

/** From `from` to before `to`, in microseconds. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

export function groupFigures(spans: readonly PodSpan[], part: Part): GroupFigures {
  const length = part.to - part.from;
  const created = spans.filter(
    (span) => !span.wasThere && span.created >= part.from && span.created < part.to,
  );
  const bound = created.filter((span) => span.bound !== undefined);
  const waited = bound.reduce((sum, span) => sum + span.bound! - span.created, 0);
  let alive = 0;
  const requested = new Map<string, number>();
  const used = new Map<string, number>();
  for (const span of spans) {
    alive += overlap(span.created, span.ended, part);
    for (const held of span.held) addHeld(requested, held, part);
    for (const each of span.used ?? []) addHeld(used, each, part);
  }
  return {
    created: created.length,
    bound: bound.length,
    neverBound: created.length - bound.length,
    alive: { mean: length > 0 ? alive / length : 0, p95: quantileOfAlive(spans, part, 0.95) },
    requested: meansOf(requested, length),
    ...(used.size > 0 && { used: meansOf(used, length) }),
    waiting: bound.length > 0 ? waited / bound.length : null,
  };
}

function meansOf(areas: ReadonlyMap<string, number>, length: number): Record<string, number> {
  return Object.fromEntries([...areas].map(([resource, area]) => [resource, area / length]));
}

function addHeld(requested: Map<string, number>, { from, to, request }: HeldRequest, part: Part): void {
  const time = overlap(from, to, part);
  if (time === 0) return;
  for (const [resource, amount] of request)
    if (resource !== 'pods') requested.set(resource, (requested.get(resource) ?? 0) + amount * time);
}

function overlap(from: number, to: number | undefined, part: Part): number {
  return Math.max(0, Math.min(to ?? part.to, part.to) - Math.max(from, part.from));
}

/** The smallest number that the number of pods alive does not exceed for `share` of the time. */
function quantileOfAlive(spans: readonly PodSpan[], part: Part, share: number): number {
  const changes = changesOf(spans, part);
  const times = new Map<number, number>();
  let [alive, since] = [0, part.from];
  for (const [at, difference] of changes) {
    if (at > since) times.set(alive, (times.get(alive) ?? 0) + at - since);
    since = at;
    alive += difference;
  }
  times.set(alive, (times.get(alive) ?? 0) + part.to - since);
  let below = 0;
  const values = [...times].sort(([a], [b]) => a - b);
  for (const [value, time] of values) {
    below += time;
    if (below >= share * (part.to - part.from)) return value;
  }
  return values.at(-1)?.[0] ?? 0;
}

/** The changes of the number alive, in order of time, each inside the part. */
function changesOf(spans: readonly PodSpan[], part: Part): (readonly [at: number, difference: 1 | -1])[] {
  const changes: (readonly [number, 1 | -1])[] = [];
  for (const { created, ended } of spans) {
    if (overlap(created, ended, part) === 0) continue;
    changes.push([Math.max(created, part.from), 1]);
    if (ended !== undefined && ended < part.to) changes.push([ended, -1]);
  }
  return changes.sort(([a], [b]) => a - b);
}

/** Means over equal slices of the part, for a chart. */
export interface GroupSeries {
  readonly alive: readonly number[];
  readonly requested: Readonly<Record<string, readonly number[]>>;
}

export function groupSeries(spans: readonly PodSpan[], part: Part, slices: number): GroupSeries {
  const width = (part.to - part.from) / slices;
  const alive = new Float64Array(slices);
  const requested = new Map<string, Float64Array>();
  const add = (into: Float64Array, from: number, to: number | undefined, amount: number): void => {
    const [start, end] = [
      Math.max(from, part.from) - part.from,
      Math.min(to ?? part.to, part.to) - part.from,
    ];
    for (let slice = Math.floor(start / width); slice < slices && slice * width < end; slice += 1) {
      const time = Math.min(end, (slice + 1) * width) - Math.max(start, slice * width);
      if (time > 0) into[slice]! += (amount * time) / width;
    }
  };
  for (const { created, ended, held } of spans) {
    add(alive, created, ended, 1);
    for (const { from, to, request } of held) {
      for (const [resource, amount] of request) {
        if (resource === 'pods') continue;
        const into = requested.get(resource) ?? new Float64Array(slices);
        requested.set(resource, into);
        add(into, from, to, amount);
      }
    }
  }
  return {
    alive: [...alive],
    requested: Object.fromEntries([...requested].map(([resource, means]) => [resource, [...means]])),
  };
}
