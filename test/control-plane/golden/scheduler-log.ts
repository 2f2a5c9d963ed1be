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
  /**
   * Reads on until a line matches.
   *
   * @throws {Error} after 30 s without such a line.
   */
  until(pattern: RegExp): Promise<LogMatch>;
  /**
   * Reads on until a line matches, or until the file does not grow for a time.
   *
   * @param quiet milliseconds; without it, it waits for the line like {@link until}.
   */
  next(pattern: RegExp, quiet: number | undefined): Promise<LogMatch | undefined>;
  close(): Promise<void>;
}

/** Follows the file from its present end on. */
export async function followLog(path: string): Promise<SchedulerLog> {
  const file = await open(path, 'r');
  let position = (await file.stat()).size;
  let rest = '';
  const waiting: string[] = [];
  const readMore = async () => {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(size - position);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    position += bytesRead;
    const lines = (rest + buffer.toString('utf8', 0, bytesRead)).split('\n');
    rest = lines.pop() ?? '';
    waiting.push(...lines);
  };
  const next = async (pattern: RegExp, quiet: number | undefined): Promise<LogMatch | undefined> => {
    const deadline = performance.now() + SECONDS * 1000;
    let grown = performance.now();
    for (let from = 0; ; ) {
      for (; from < waiting.length; from++) {
        const match = pattern.exec(waiting[from] as string);
        if (match) return { lines: waiting.splice(0, from + 1), match };
      }
      const now = performance.now();
      if (quiet !== undefined && now - grown > quiet) return undefined;
      if (now > deadline)
        throw new Error(
          `kube-scheduler logged no ${pattern}; the last lines:\n${waiting.slice(-20).join('\n')}`,
        );
      await sleep(POLL_MILLISECONDS);
      const before = waiting.length;
      await readMore();
      if (waiting.length > before) grown = performance.now();
    }
  };
  return {
    next,
    until: async (pattern) => (await next(pattern, undefined)) as LogMatch,
    close: () => file.close(),
  };
}

/** The event by which the scheduler's cache learns that a pod is on a node. */
export function scheduledPodAdded(pod: string): RegExp {
  return new RegExp(`"Add event for scheduled pod" pod="default/${pod}"`);
}
