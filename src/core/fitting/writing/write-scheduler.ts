/** Writes the changes of the scheduler's weights and configuration that a recording contains. */

import { writtenTime } from '../../distributions/written/written-values.ts';
import type { SchedulerLatency } from '../../recording/observation.ts';
import { formatDuration } from '../../time/duration.ts';
import type { SchedulerChange } from '../objects/scheduler-change.ts';
import type { WrittenScenario } from './written-scenario.ts';

export interface WrittenScheduler {
  /** `cluster.scheduler`; undefined where the scheduler has its default configuration and takes the default time. */
  readonly scheduler: WrittenScenario | undefined;
  /** `events.scheduler` */
  readonly events: readonly WrittenScenario[];
}

/** The last configuration of the start is that of the cluster. Everything after it is an event. */
export function writeScheduler(
  changes: readonly SchedulerChange[],
  latency: SchedulerLatency | undefined,
): WrittenScheduler {
  const first = changes.findLastIndex(({ at, configuration }) => at <= 0 && configuration !== undefined);
  const configured = changes[first];
  const { configuration, weights } = configured ?? {};
  const events = [...(weights ? [{ at: 0, weights }] : []), ...changes.slice(first + 1)];
  return {
    scheduler: (configured || latency) && {
      ...(configured && { configuration }),
      ...(latency && {
        latency: { cycle: formatDuration(latency.cycle), bind: formatDuration(latency.bind) },
      }),
    },
    events: events.map(({ at, ...change }) => ({ at: writtenTime(Math.max(0, at)), ...change })),
  };
}
