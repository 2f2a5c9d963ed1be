/**
 * Puts what several watches report in the order of resource versions, which an API server gives out in the order of its writes: an object that
 * decided stands before the binding that it decided, also if its watch delivered it a little later.
 */
import type { Microseconds } from '../../core/time/microseconds.ts';

export interface MergedOrder {
  /** From here on reports are held for a short time. Before, everything is carried out at once. */
  begin(): void;
  /**
   * @param stream what it belongs to: the order of one stream never changes.
   * @param version the resource version; undefined for a report without one, which keeps its place among those that have arrived.
   * @param at when it arrived.
   * @param act called with the moment at which it counts: never later than it arrived, and not after what follows it.
   */
  take(stream: string, version: number | undefined, at: Microseconds, act: (at: Microseconds) => void): void;
  /** Carries out everything that is held, and holds nothing more. */
  end(): void;
}

export interface MergedOrderOptions {
  /** How long a report is held at most. */
  readonly hold: Microseconds;
  /** The clock of the reports. */
  readonly now: () => Microseconds;
}

interface Held {
  readonly version: number;
  readonly at: Microseconds;
  readonly act: (at: Microseconds) => void;
}

/** With more reports than this, the earlier half goes: many large objects that live for a while cost the garbage collector most of the time. */
const MOST_HELD = 32;
/** How many times a report is looked at while it is held. */
const LOOKS = 4;

export function createMergedOrder({ hold, now }: MergedOrderOptions): MergedOrder {
  const latest = new Map<string, number>();
  let newest = 0;
  let held: Held[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** Within a stream versions never decrease; a listing is in the order of names. */
  function placeOf(stream: string, version: number | undefined): number {
    const before = latest.get(stream) ?? 0;
    const place = version === undefined ? newest : Math.max(before, version);
    latest.set(stream, Math.max(before, place));
    newest = Math.max(newest, place);
    return place;
  }

  /** Carries out everything up to the newest report that was held long enough. */
  function release(until: Microseconds): void {
    const due = held.reduce((most, { at, version }) => (at <= until ? Math.max(most, version) : most), -1);
    if (due < 0) return;
    const ready = held
      .filter(({ version }) => version <= due)
      .sort((one, other) => one.version - other.version);
    held = held.filter(({ version }) => version > due);
    const moments = ready.map(({ at }) => at);
    for (let index = moments.length - 2; index >= 0; index -= 1)
      moments[index] = Math.min(moments[index]!, moments[index + 1]!);
    for (const [index, { act }] of ready.entries()) act(moments[index]!);
  }

  return {
    begin() {
      timer ??= setInterval(() => release(now() - hold), hold / LOOKS / 1000);
    },
    take(stream, version, at, act) {
      const place = placeOf(
        stream,
        version !== undefined && Number.isSafeInteger(version) ? version : undefined,
      );
      if (timer === undefined) act(at);
      else {
        held.push({ version: place, at, act });
        if (held.length > MOST_HELD) release(held[MOST_HELD / 2]!.at);
      }
    },
    end() {
      clearInterval(timer);
      timer = undefined;
      release(Number.POSITIVE_INFINITY);
    },
  };
}
