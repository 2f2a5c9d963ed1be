/** The embedded target: plays a timeline in virtual time, jumping from event to event, with the modelled scheduler as a server that takes its time. */
import { setImmediate } from 'node:timers/promises';
import { randomStream } from '../../core/distributions/random-stream.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { behaviourOf } from '../../core/scheduler/kubernetes-version.ts';
import { createScheduler } from '../../core/scheduler/scheduler.ts';
import { createEventHeap } from '../../core/time/event-heap.ts';
import type { TimelineEvent } from '../../core/timeline/timeline-event.ts';
import type { Play, Played, Target } from '../target.ts';
import { createEmbeddedCluster, type Due } from './embedded-cluster.ts';
import { kubeletAdmission } from './kubelet-admission.ts';
import { notModelled } from './not-modelled.ts';
import { createWorkloadController } from './workload-controller.ts';

/**
 * How long after the last change the scheduler is still given time to try pods again: an unschedulable pod is tried at the latest
 * after 5 minutes and the 30 s of the sweeper (pkg/scheduler/backend/queue: DefaultPodMaxInUnschedulablePodsDuration), plus backoff.
 */
const PATIENCE = 6 * 60 * 1e6;

/** Moments of virtual time between two looks at the world outside: some tens of milliseconds, so that Ctrl-C is heard. */
const BREATH = 4096;

export const embeddedTarget: Target = {
  name: 'embedded',
  notModelled: ({ timeline }) => notModelled(timeline),
  async play(play, observer) {
    const steps = playInSteps(play, observer);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      await setImmediate();
    }
  },
};

/**
 * Plays the timeline to its end: until `duration`, or until nothing can happen any more. Exact: every event takes place at its very
 * time, so that speed is a matter of words here. At one time what was under way comes first (a pod that ends makes room), then the
 * timeline in its order, then the controllers of workloads, then the scheduler.
 */
export function playEmbedded(play: Play, observer: Observer): Played {
  const steps = playInSteps(play, observer);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function* playInSteps(play: Play, observer: Observer): Generator<undefined, Played> {
  const { scheduler: model, duration } = play;
  const heap = createEventHeap<Due>();
  const scheduler = createScheduler({
    kubernetesVersion: model.kubernetesVersion,
    configuration: model.configuration,
    random: randomStream(play.seed, 'scheduler', 'ties'),
    chooseNode: model.chooseNode,
  });
  const observed = watchEnd(observer);
  const workloads = createWorkloadController(play.seed);
  const cluster = createEmbeddedCluster(
    scheduler,
    heap,
    workloads.watching(observed.observer),
    kubeletAdmission(behaviourOf(model.kubernetesVersion).podLevelResources),
  );
  const timeline = play.timeline[Symbol.iterator]();
  let upcoming: TimelineEvent | undefined = timeline.next().value;
  let events = 0;
  let busyUntil = 0;
  let wakeAt: number | undefined;
  let lastChange = 0;

  for (let step = 1; ; step += 1) {
    if (step % BREATH === 0) {
      yield;
      if (play.signal?.aborted)
        return { events, end: observed.last(), refusals: cluster.refusals, stopped: true };
    }
    const controlAt = workloads.nextAt();
    const now = Math.min(
      heap.nextAt() ?? Infinity,
      upcoming?.at ?? Infinity,
      controlAt ?? Infinity,
      wakeAt ?? Infinity,
    );
    if (now === Infinity || (duration !== undefined && now > duration)) break;
    const isIdle = heap.size === 0 && !upcoming && controlAt === undefined;
    if (isIdle && now > lastChange + PATIENCE) break;
    while (heap.nextAt() === now) {
      const due = heap.pop()!.value;
      cluster.carryOut(due, now);
      if (due.kind !== 'unschedulable') lastChange = now;
    }
    while (upcoming?.at === now) {
      const { action } = upcoming;
      if (action.kind === 'scale-workload') workloads.scale(action.workload, action.pods, now);
      else cluster.apply(action, now);
      events += 1;
      lastChange = now;
      upcoming = timeline.next().value;
    }
    if (workloads.act(cluster, now)) lastChange = now;
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

/** Remembers when something was last observed: there the window ends. */
function watchEnd(observer: Observer): { observer: Observer; last: () => number } {
  let last = 0;
  return {
    last: () => last,
    observer: {
      templateHash: (template, at) => observer.templateHash(template, at),
      observe(observation) {
        observer.observe(observation);
        last = observation.at;
      },
    },
  };
}
