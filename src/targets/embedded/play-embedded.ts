/** The embedded target: plays a timeline in virtual time, jumping from event to event, with the modelled scheduler as a server that takes its time. */

import { createScheduler } from '../../scheduler/scheduler.ts';
import { createEventHeap } from '../../timeline/event-heap.ts';
import { randomStream } from '../../timeline/random-stream.ts';
import type { TimelineEvent } from '../../timeline/timeline-event.ts';
import type { Observer, Play, Played, Target } from '../target.ts';
import { createEmbeddedCluster, type Due } from './embedded-cluster.ts';

/**
 * How long after the last change the scheduler is still given time to try pods again: an unschedulable pod is tried at the latest
 * after 5 minutes and the 30 s of the sweeper (pkg/scheduler/backend/queue: DefaultPodMaxInUnschedulablePodsDuration), plus backoff.
 */
const PATIENCE = 6 * 60 * 1e6;

export const embeddedTarget: Target = {
  name: 'embedded',
  play: async (play, observer) => playEmbedded(play, observer),
};

/**
 * Plays the timeline to its end: until `duration`, or until nothing can happen any more. Exact: every event takes place at its very
 * time, so that speed is a matter of words here. At one time what was under way comes first (a pod that ends makes room), then the
 * timeline in its order, then the scheduler.
 */
export function playEmbedded(play: Play, observer: Observer): Played {
  const { scheduler: model, duration } = play;
  const heap = createEventHeap<Due>();
  const scheduler = createScheduler({
    kubernetesVersion: model.kubernetesVersion,
    configuration: model.configuration,
    random: randomStream(play.seed, 'scheduler', 'ties'),
    chooseNode: model.chooseNode,
  });
  const observed = watchEnd(observer);
  const cluster = createEmbeddedCluster(scheduler, heap, observed.observer);
  const timeline = play.timeline[Symbol.iterator]();
  let upcoming: TimelineEvent | undefined = timeline.next().value;
  let events = 0;
  let busyUntil = 0;
  let wakeAt: number | undefined;
  let lastChange = 0;

  for (;;) {
    const now = Math.min(heap.nextAt() ?? Infinity, upcoming?.at ?? Infinity, wakeAt ?? Infinity);
    if (now === Infinity || (duration !== undefined && now > duration)) break;
    if (heap.size === 0 && !upcoming && now > lastChange + PATIENCE) break;
    while (heap.nextAt() === now) {
      const due = heap.pop()!.value;
      cluster.carryOut(due, now);
      if (due.kind !== 'unschedulable') lastChange = now;
    }
    while (upcoming?.at === now) {
      cluster.apply(upcoming.action, now);
      events += 1;
      lastChange = now;
      upcoming = timeline.next().value;
    }
    // With a cycle of 0s the scheduler is never busy and does all that it can at once.
    while (busyUntil <= now) {
      const decision = scheduler.scheduleOne(now);
      if (!decision) break;
      cluster.decided(decision, now, model);
      busyUntil = now + model.cycle;
      if (heap.nextAt() === now) break;
    }
    const ready = scheduler.nextWakeAt(now);
    wakeAt = ready === undefined ? undefined : Math.max(ready, busyUntil);
    if (wakeAt !== undefined && wakeAt <= now && heap.nextAt() !== now) wakeAt = now + 1;
  }
  return { events, end: duration ?? observed.last(), refusals: cluster.refusals };
}

/** Remembers when something other than a failed attempt was last observed: there the window ends. */
function watchEnd(observer: Observer): { observer: Observer; last: () => number } {
  let last = 0;
  return {
    last: () => last,
    observer: {
      templateHash: (template, at) => observer.templateHash(template, at),
      observe(observation) {
        observer.observe(observation);
        if (observation.kind !== 'pod-unschedulable') last = observation.at;
      },
    },
  };
}
