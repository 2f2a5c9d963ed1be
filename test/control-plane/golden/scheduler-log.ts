/** Follows the text log of a kube-scheduler (`--v=10`) and reads events and decisions from it. */
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MILLISECONDS = 5;
const SECONDS = 30;

export interface LoggedDecision {
  readonly outcome: 'bound' | 'unschedulable';
  readonly node?: string;
  readonly evaluated?: number;
  readonly feasibleCount?: number;
  /** Node → plugin → normalised score × weight, nodes in the scheduler's order. Empty if only one node was feasible. */
  readonly scores: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly totals: ReadonlyMap<string, number>;
}

export interface SchedulerLog {
  /**
   * Reads on until a line matches.
   *
   * @returns the lines up to that one, and the match.
   * @throws {Error} after 30 s without such a line.
   */
  until(pattern: RegExp): Promise<{ readonly lines: readonly string[]; readonly match: RegExpExecArray }>;
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
  return {
    async until(pattern) {
      const deadline = performance.now() + SECONDS * 1000;
      for (let from = 0; ; ) {
        for (; from < waiting.length; from++) {
          const match = pattern.exec(waiting[from] as string);
          if (match) return { lines: waiting.splice(0, from + 1), match };
        }
        if (performance.now() > deadline)
          throw new Error(
            `kube-scheduler logged no ${pattern}; the last lines:\n${waiting.slice(-20).join('\n')}`,
          );
        await sleep(POLL_MILLISECONDS);
        await readMore();
      }
    },
    close: () => file.close(),
  };
}

/** The decision about one pod. Reads on until the scheduler's cache has the bound pod, so the next decision counts it. */
export async function readDecision(log: SchedulerLog, pod: string): Promise<LoggedDecision> {
  const end = new RegExp(
    `"(Successfully bound pod to node|Unable to schedule pod; no fit; waiting)" pod="default/${pod}"(?: node="([^"]+)" evaluatedNodes=(\\d+) feasibleNodes=(\\d+))?`,
  );
  const { lines, match } = await log.until(end);
  const [, verdict, node, evaluated, feasibleCount] = match;
  const scores = new Map<string, Map<string, number>>();
  const totals = new Map<string, number>();
  for (const line of lines) {
    if (!line.includes(`pod="default/${pod}"`)) continue;
    const scored = /"Plugin scored node for pod".* plugin="(\w+)" node="([^"]+)" score=(-?\d+)/.exec(line);
    if (scored) {
      const [, plugin = '', name = '', score] = scored;
      const ofNode = scores.get(name) ?? new Map<string, number>();
      scores.set(name, ofNode.set(plugin, Number(score)));
    }
    const total = /"Calculated node's final score for pod".* node="([^"]+)" score=(-?\d+)/.exec(line);
    if (total) totals.set(total[1] as string, Number(total[2]));
  }
  if (verdict !== 'Successfully bound pod to node' || node === undefined)
    return { outcome: 'unschedulable', scores, totals };
  // The event may come before the line about the binding.
  const added = scheduledPodAdded(pod);
  if (!lines.some((line) => added.test(line))) await log.until(added);
  return {
    outcome: 'bound',
    node,
    evaluated: Number(evaluated),
    feasibleCount: Number(feasibleCount),
    scores,
    totals,
  };
}

/** The event by which the scheduler's cache learns that a pod is on a node. */
export function scheduledPodAdded(pod: string): RegExp {
  return new RegExp(`"Add event for scheduled pod" pod="default/${pod}"`);
}
