/** Finds drains and failures of nodes that change nothing in what is played, so that a person does not wait for an effect. */
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { WindowBounds } from '../../core/recording/window/window-bounds.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import { shownDuration } from '../../core/time/duration.ts';
import { isNodeAction } from '../../core/timeline/disturbances/node-stays.ts';
import type { TimelineAction, TimelineEvent } from '../../core/timeline/timeline-event.ts';

interface PlayedTimeline {
  readonly timeline: readonly TimelineEvent[];
  readonly seed: number;
  /** The part of a scenario that is played. */
  readonly window?: WindowBounds | undefined;
}

/** @throws {UserError} (usage) for a drain after the window. */
export function idleDisturbances(scenario: Scenario, played: PlayedTimeline): Problem[] {
  return [...idleDrains(scenario, played), ...idleFailures(scenario, played)];
}

function idleDrains({ drains = [], duration }: Scenario, { timeline, window }: PlayedTimeline): Problem[] {
  if (drains.length === 0) return [];
  const end = duration === undefined ? endWithoutWaiting(timeline) : undefined;
  return drains.flatMap(({ at, asked }): Problem[] => {
    const drain = `--drain ${asked}`;
    if (window?.to !== undefined && at >= window.to) {
      throw new UserError(`${drain} is after the window, which ends at ${shownDuration(window.to)}`, {
        next: 'write an earlier time, or a later --to',
      });
    }
    if (window && at < window.from) {
      const message = `${drain} is before the window: its nodes are drained when the window begins, at ${shownDuration(window.from)}`;
      return [{ code: 'idle-flag', severity: 'note', message }];
    }
    if (end === undefined || at < end) return [];
    const message = `${drain} finds no pod to evict unless pods wait: the last one would end at ${shownDuration(end)}`;
    return [{ code: 'idle-flag', severity: 'warning', message, next: 'write an earlier time' }];
  });
}

/** Undefined where pods run for ever: a drain finds them at any time. */
function endWithoutWaiting(timeline: readonly TimelineEvent[]): number | undefined {
  let last = 0;
  for (const { at, action } of timeline) {
    if (isNodeAction(action)) continue;
    const run = runOf(action);
    if (run === undefined) return undefined;
    last = Math.max(last, at + run);
  }
  return last;
}

function runOf(action: TimelineAction): number | undefined {
  if (action.kind === 'scale-workload') return undefined;
  if (action.kind !== 'create-pod') return 0;
  const { lifetime, startDelay } = action.pod;
  return lifetime === null ? undefined : startDelay + lifetime;
}

/** A failure removes its node. Nodes of an autoscaler are not in the timeline. */
function idleFailures({ failures, autoscaler }: Scenario, { timeline, seed }: PlayedTimeline): Problem[] {
  if (!failures || autoscaler || timeline.some(({ action }) => action.kind === 'remove-node')) return [];
  const message = `no node fails in what is played: with seed ${seed} the first failures drawn are later`;
  const next = 'give a shorter betweenFailures, or play longer';
  return [{ code: 'idle-flag', severity: 'note', message, next }];
}
