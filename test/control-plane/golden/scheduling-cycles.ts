/** Reads the scheduling cycles of a kube-scheduler from its log: what it decided, in its order. */
import { type SchedulerLog, scheduledPodAdded } from './scheduler-log.ts';

export interface LoggedCycle {
  readonly pod: string;
  readonly outcome: 'bound' | 'unschedulable';
  readonly node?: string;
  readonly evaluated?: number;
  readonly feasibleCount?: number;
  readonly message?: string;
  /** The cycle or the binding ended in an error, not in rejections. */
  readonly failed?: boolean;
  /** Node → plugin → normalised score × weight, nodes in the scheduler's order. Empty if only one node was feasible. */
  readonly scores: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly totals: ReadonlyMap<string, number>;
}

/** The scheduler is idle if it logs nothing for so long. */
const QUIET_MILLISECONDS = 80;

/** Reads on until the scheduler is idle and, if a pod is given, has decided about it. */
export async function cyclesUntilIdle(log: SchedulerLog, expected?: string): Promise<readonly LoggedCycle[]> {
  const cycles: LoggedCycle[] = [];
  const end =
    /"(?:Successfully bound pod to node|Unable to schedule pod; no fit; waiting|Error scheduling pod; retrying)"(?: err="(?:[^"\\]|\\.)*")?(?: logger="[^"]*")? pod="default\/([^"]+)"/;
  for (;;) {
    const isDone = expected === undefined || cycles.some(({ pod }) => pod === expected);
    const found = await log.next(end, isDone ? QUIET_MILLISECONDS : undefined);
    if (!found) return cycles;
    const cycle = readCycle(found.lines, found.match[1] as string);
    cycles.push(cycle);
    if (cycle.outcome !== 'bound') continue;
    await log.until(scheduledPodAdded(cycle.pod));
  }
}

function readCycle(lines: readonly string[], pod: string): LoggedCycle {
  const scores = new Map<string, Map<string, number>>();
  const totals = new Map<string, number>();
  const own = lines.filter((line) => line.includes(`pod="default/${pod}"`));
  const start = own.findLastIndex((line) => line.includes('"Attempting to schedule pod"'));
  for (const line of own.slice(Math.max(0, start))) {
    const scored = /"Plugin scored node for pod".* plugin="(\w+)" node="([^"]+)" score=(-?\d+)/.exec(line);
    if (scored) {
      const [, plugin = '', name = '', score] = scored;
      const ofNode = scores.get(name) ?? new Map<string, number>();
      scores.set(name, ofNode.set(plugin, Number(score)));
    }
    const total = /"Calculated node's final score for pod".* node="([^"]+)" score=(-?\d+)/.exec(line);
    if (total) totals.set(total[1] as string, Number(total[2]));
  }
  const last = own.at(-1) ?? '';
  const bound = /"Successfully bound.* node="([^"]+)" evaluatedNodes=(\d+) feasibleNodes=(\d+)/.exec(last);
  if (bound) {
    const [, node = '', evaluated, feasibleCount] = bound;
    return {
      pod,
      outcome: 'bound',
      node,
      evaluated: Number(evaluated),
      feasibleCount: Number(feasibleCount),
      scores,
      totals,
    };
  }
  const text = / err=("(?:[^"\\]|\\.)*")/.exec(last)?.[1];
  return {
    pod,
    outcome: 'unschedulable',
    failed: last.includes('"Error scheduling pod; retrying"'),
    message: text === undefined ? '' : JSON.parse(text),
    scores,
    totals,
  };
}
