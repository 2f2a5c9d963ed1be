/** Follows the text log of a kube-scheduler (`--v=10`) and reads events and decisions from it. */
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MILLISECONDS = 5;
const SECONDS = 30;

interface LogMatch {
  /** The lines up to the one that matches. */
  readonly lines: readonly string[];
  readonly match: RegExpExecArray;
}

export interface SchedulerLog {
  /** Sets the point from which {@link until} looks for lines: now. */
  mark(): Promise<void>;
  /**
   * Waits for a line after the mark. It takes no line away from {@link next}.
   *
   * @throws {Error} after 30 s without such a line.
   */
  until(pattern: RegExp): Promise<void>;
  /**
   * Takes the lines up to the next one that matches. Undefined if the log does not grow for a time.
   *
   * @param quiet milliseconds; without it, it waits for the line like {@link until}.
   */
  next(pattern: RegExp, quiet: number | undefined): Promise<LogMatch | undefined>;
  /** Looks for a line after the mark without waiting. It takes no line away from {@link next}. */
  seen(pattern: RegExp): Promise<RegExpExecArray | undefined>;
  close(): Promise<void>;
}

/** Follows the file from its present end on. */
export async function followLog(path: string): Promise<SchedulerLog> {
  const file = await open(path, 'r');
  let position = (await file.stat()).size;
  let rest = '';
  const all: string[] = [];
  let taken = 0;
  let marked = 0;
  const readMore = async () => {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(size - position);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    position += bytesRead;
    const lines = (rest + buffer.toString('utf8', 0, bytesRead)).split('\n');
    rest = lines.pop() ?? '';
    all.push(...lines);
  };
  /** The index of the first line from `from` on that matches; undefined if the log is quiet. */
  const find = async (
    pattern: RegExp,
    from: number,
    quiet: number | undefined,
  ): Promise<number | undefined> => {
    const deadline = performance.now() + SECONDS * 1000;
    let grown = performance.now();
    for (let at = from; ; ) {
      for (; at < all.length; at++) if (pattern.test(all[at] as string)) return at;
      const now = performance.now();
      if (quiet !== undefined && now - grown > quiet) return undefined;
      if (now > deadline)
        throw new Error(`kube-scheduler logged no ${pattern}; the last lines:\n${all.slice(-20).join('\n')}`);
      await sleep(POLL_MILLISECONDS);
      const before = all.length;
      await readMore();
      if (all.length > before) grown = performance.now();
    }
  };
  return {
    async mark() {
      await readMore();
      marked = all.length;
    },
    async until(pattern) {
      await find(pattern, marked, undefined);
    },
    async next(pattern, quiet) {
      const at = await find(pattern, taken, quiet);
      if (at === undefined) return undefined;
      const lines = all.slice(taken, at + 1);
      taken = at + 1;
      return { lines, match: pattern.exec(all[at] as string) as RegExpExecArray };
    },
    async seen(pattern) {
      await readMore();
      const line = all.slice(marked).find((each) => pattern.test(each));
      return line === undefined ? undefined : (pattern.exec(line) ?? undefined);
    },
    close: () => file.close(),
  };
}

/** kube-scheduler deletes a victim for that pod. The group is the node. */
export function victimPreempted(preemptor: string): RegExp {
  return new RegExp(`"Preemptor Pod preempted victim Pod" preemptor="default/${preemptor}".* node="([^"]+)"`);
}

/** The event by which the scheduler's cache learns that a pod is on a node. */
export function scheduledPodAdded(pod: string): RegExp {
  return new RegExp(`"Add event for scheduled pod" pod="default/${pod}"`);
}
