/** Remembers which objects are gone, so that a state that arrives late does not bring one back. */

export interface RecentlyGone {
  add(uid: string): void;
  has(uid: string): boolean;
}

/** Remembers at least the last `atLeast` uids and at most twice as many. */
export function createRecentlyGone(atLeast = 10_000): RecentlyGone {
  let latest = new Set<string>();
  let before = new Set<string>();
  return {
    add(uid) {
      latest.add(uid);
      if (latest.size < atLeast) return;
      before = latest;
      latest = new Set();
    },
    has: (uid) => latest.has(uid) || before.has(uid),
  };
}
