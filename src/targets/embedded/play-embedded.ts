/** Plays a timeline in virtual time: jumps from event to event, and treats the modelled scheduler as a server that is busy with one pod at a time. */
import { randomStream } from '../../core/distributions/random-stream.ts';
import type { PodTemplate } from '../../core/objects/pod.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { behaviourOf } from '../../core/scheduler/kubernetes-version.ts';
import { createScheduler } from '../../core/scheduler/scheduler.ts';
import { createEventHeap } from '../../core/time/event-heap.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { TimelineEvent } from '../../core/timeline/timeline-event.ts';
import type { Play, Played } from '../target.ts';
import type { Due } from './due.ts';
import { createEmbeddedCluster } from './embedded-cluster.ts';
import { kubeletAdmission } from './kubelet-admission.ts';
import { daemonPodsOn } from './sync-daemon-set.ts';
import { createWorkloadController } from './workload-controller.ts';

/**
 * How long the scheduler may still try pods after the last change. It tries an unschedulable pod again at the latest after 5 minutes
 * and the 30 s of the sweeper (pkg/scheduler/backend/queue: DefaultPodMaxInUnschedulablePodsDuration), plus backoff.
 */
const PATIENCE = 6 * 60 * 1e6;

/** What is done again and again without a change of anything. */
const REPEATED: ReadonlySet<Due['kind']> = new Set(['unschedulable', 'drain', 'deschedule']);

/** Moments of virtual time and attempts to schedule in one step: some tens of milliseconds of wall time, so that Ctrl-C takes effect soon. */
const WORK_PER_STEP = 4096;

/**
 * Plays the timeline until `duration`, or until nothing can happen any more. Every event happens exactly at its time, at any speed. Of
 * what happens at one time, the consequences of earlier events come first (a pod that ends makes room), then the timeline in its order,
 * then the controllers of workloads, then the scheduler.
 */
export function playEmbedded(play: Play, observer: Observer): Played {
  const steps = playInSteps(play, observer);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export interface StepOptions {
  /** Ends the play. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the seed also decides in which order nodes are checked. */
  readonly parallelSearch?: boolean;
  /** Up to which time it may play at the moment. Default: as far as it can. */
  readonly horizon?: (() => Microseconds) | undefined;
}

/**
 * The same in steps of some tens of milliseconds of wall time. Each yields the time of the last observation or, where that lies beyond the
 * horizon, the time of what is due next.
 */
export function* playInSteps(
  play: Play,
  observer: Observer,
  { signal, parallelSearch = false, horizon = () => Number.POSITIVE_INFINITY }: StepOptions = {},
): Generator<Microseconds, Played> {
  const { scheduler: model, duration } = play;
  // The descheduler looks at what changed last in its next round.
  const patience = PATIENCE + (play.descheduler?.interval ?? 0);
  const heap = createEventHeap<Due>();
  const behaviour = behaviourOf(model.kubernetesVersion);
  const scheduler = createScheduler({
    kubernetesVersion: model.kubernetesVersion,
    configuration: model.configuration,
    random: randomStream(play.seed, 'scheduler', 'ties'),
    searchRandom: parallelSearch ? randomStream(play.seed, 'scheduler', 'search') : undefined,
    chooseNode: model.chooseNode,
    reportsBindings: true,
  });
  const observed = watchEnd(observer);
  const workloads = createWorkloadController(play.seed);
  const daemonSets = new Map<string, PodTemplate>();
  const cluster = createEmbeddedCluster(
    {
      scheduler,
      heap,
      observer: workloads.watching(observed.observer),
      kubelet: kubeletAdmission(behaviour.podLevelResources),
      behaviour,
    },
    play.autoscaler && {
      plan: play.autoscaler,
      seed: play.seed,
      failures: play.failures ?? [],
      duration,
      daemonsFor: (node) => daemonPodsOn(node, daemonSets.values()),
      kubernetesVersion: model.kubernetesVersion,
      configuration: model.configuration,
    },
    play.descheduler && { plan: play.descheduler, seed: play.seed },
    play.replacesPods ? play.timeline : undefined,
  );
  const timeline = play.timeline[Symbol.iterator]();
  let upcoming: TimelineEvent | undefined = timeline.next().value;
  const lastDrains = play.timeline.findLastIndex(({ action }) => action.kind !== 'drain-node') + 1;
  let events = 0;
  let busyUntil = 0;
  let wakeAt: number | undefined;
  let lastChange = 0;
  /** The time at which the scheduler can try a pod, if nothing else happens. */
  const nextTry = (now: number): number | undefined => {
    const ready = scheduler.nextWakeAt(now);
    if (ready === undefined) return undefined;
    const at = Math.max(ready, busyUntil);
    return at <= now && heap.nextAt() !== now ? now + 1 : at;
  };

  const stopped = (): Played => {
    const reached = horizon();
    const end = reached === Infinity ? observed.last() : Math.max(reached, observed.last());
    return { events, end, refusals: cluster.refusals, stopped: true };
  };

  for (let work = 1; ; work += 1) {
    if (work >= WORK_PER_STEP) {
      work = 0;
      yield observed.last();
      if (signal?.aborted) return stopped();
    }
    const controlAt = workloads.nextAt();
    const now = Math.min(
      heap.nextAt() ?? Infinity,
      upcoming?.at ?? Infinity,
      controlAt ?? Infinity,
      wakeAt ?? Infinity,
      cluster.scaleAt(),
    );
    if (now === Infinity || (duration !== undefined && now > duration)) break;
    // The deletion of finished Jobs alone does not prolong a play, nor does the removal of nodes.
    const isControlled = duration === undefined ? workloads.isBusy : controlAt !== undefined;
    const isScaled = duration === undefined ? cluster.isScaling : cluster.scaleAt() < Infinity;
    const isIdle = heap.size() === cluster.retries && !upcoming && !isControlled && !isScaled;
    if (isIdle && (now > lastChange + patience || (heap.size() === 0 && wakeAt === undefined))) break;
    // Drains that no pod is left for do not prolong a play.
    const isAtDrains = upcoming?.at === now && events >= lastDrains && duration === undefined;
    if (isAtDrains && heap.size() === 0 && !isControlled && !isScaled && cluster.isOver()) break;
    while (now > horizon()) {
      yield now;
      if (signal?.aborted) return stopped();
    }
    while (heap.nextAt() === now) {
      const due = heap.pop()!.value;
      cluster.carryOut(due, now);
      if (!REPEATED.has(due.kind)) lastChange = now;
    }
    while (upcoming?.at === now) {
      const { action } = upcoming;
      if (action.kind === 'scale-workload') {
        const { kind, namespace, name, template } = action.workload;
        if (kind === 'DaemonSet') daemonSets.set(`${namespace}/${name}`, template);
        workloads.scale(action.workload, action.pods, now);
      } else cluster.apply(action, now);
      events += 1;
      lastChange = now;
      upcoming = timeline.next().value;
    }
    cluster.scale(now);
    if (workloads.act(cluster, now)) lastChange = now;
    cluster.settle(now);
    // With a cycle of 0s the scheduler is never busy: it decides everything that it can at this moment.
    let isVain = false;
    while (busyUntil <= now) {
      const decision = scheduler.scheduleOne(now);
      if (!decision) break;
      isVain = !cluster.decided(decision, now, model);
      busyUntil = now + model.cycle;
      if (heap.nextAt() === now) break;
    }
    wakeAt = nextTry(now);
    if (!isVain || model.cycle === 0) continue;
    // Pods that are refused again and again change nothing, so nothing else has to be looked at until something else happens.
    const scaleAt = cluster.scaleAt();
    const isWaiting =
      heap.size() === cluster.retries &&
      !upcoming &&
      workloads.nextAt() === undefined &&
      scaleAt === Infinity;
    const until = Math.min(
      heap.nextAt() ?? Infinity,
      upcoming?.at ?? Infinity,
      workloads.nextAt() ?? Infinity,
      scaleAt,
      duration === undefined ? Infinity : duration + 1,
      isWaiting ? lastChange + patience : Infinity,
      horizon(),
    );
    for (let tries = 0; wakeAt !== undefined && wakeAt < until && tries < WORK_PER_STEP; tries += 1) {
      work += 1;
      const at: number = wakeAt;
      const decision = scheduler.scheduleOne(at);
      const changes = decision !== undefined && cluster.decided(decision, at, model);
      if (decision) busyUntil = at + model.cycle;
      wakeAt = nextTry(at);
      if (changes) break;
    }
  }
  const end = duration ?? observed.last();
  while (end > horizon()) {
    yield end;
    if (signal?.aborted) return stopped();
  }
  cluster.end(end);
  return { events, end, refusals: cluster.refusals };
}

/** Remembers the time of the last observation: the window ends there. */
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
