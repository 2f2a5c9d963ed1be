/** Adds up what each pod used over the time in which its usage was observed. */
import { readUsedAmount } from '../../objects/pod-usage.ts';
import type { Microseconds } from '../../time/microseconds.ts';

/** By resource: amount × time, and the time. Nanocores and base units; microseconds. */
export type SeenUsage = ReadonlyMap<string, { readonly area: number; readonly time: number }>;

export interface UsageCollector {
  observe(usage: { readonly uid: string; readonly at: Microseconds; readonly used: object }): void;
  /** The pod uses nothing from then on. */
  end(uid: string, at: Microseconds): void;
  /** Up to its end, or to `until`; undefined where nothing was observed. */
  usageOf(uid: string, until: Microseconds): SeenUsage | undefined;
}

interface Open {
  area: number;
  time: number;
  amount: number;
  since: Microseconds;
}

export function collectUsage(): UsageCollector {
  const pods = new Map<string, Map<string, Open>>();
  const advance = (own: Open, at: Microseconds): void => {
    const length = Math.max(0, at - own.since);
    own.area += own.amount * length;
    own.time += length;
    own.since = Math.max(own.since, at);
  };
  const ended = new Set<string>();
  const close = (uid: string, at: Microseconds): Map<string, Open> | undefined => {
    const own = pods.get(uid);
    if (own && !ended.has(uid)) for (const each of own.values()) advance(each, at);
    return own;
  };
  return {
    observe({ uid, at, used }) {
      if (ended.has(uid)) return;
      const own = pods.get(uid) ?? new Map<string, Open>();
      pods.set(uid, own);
      for (const [resource, value] of Object.entries(used)) {
        const amount = readUsedAmount(resource, value);
        if (amount === undefined) continue;
        const known = own.get(resource) ?? { area: 0, time: 0, amount: 0, since: at };
        advance(known, at);
        own.set(resource, { ...known, amount });
      }
    },
    end(uid, at) {
      if (close(uid, at)) ended.add(uid);
    },
    usageOf: (uid, until) => close(uid, until),
  };
}
