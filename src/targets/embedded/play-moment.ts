/** Plays what happens at one moment of virtual time. A function is compiled once, where V8 compiles a loop over all moments again and again while it runs. */
import { randomStream } from '../../core/distributions/random-stream.ts';
import type { PodTemplate } from '../../core/objects/pod.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { behaviourOf } from '../../core/scheduler/kubernetes-version.ts';
import { createScheduler } from '../../core/scheduler/scheduler.ts';
import { createEventHeap } from '../../core/time/event-heap.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
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

export interface PlayUnderWay {
  /** The next moment at which anything happens; undefined where the play is over. */
  next(): Microseconds | undefined;
  /** Plays all of it. @returns whether the scheduler refused a pod in vain, so that {@link refuseAgain} can go on. */
  moment(now: Microseconds): boolean;
  /**
   * Pods that are refused again and again change nothing, so nothing else has to be looked at until something else happens, or until `horizon`.
   *
   * @returns the number of attempts, at most `most`.
   */
  refuseAgain(horizon: Microseconds, most: number): number;
  /** The time of the last observation. */
  last(): Microseconds;
  /** Ends it at its own end, or before. */
  end(end: Microseconds): Played;
  stopped(horizon: Microseconds): Played;
}

/** Begins a play at 0s. @param options `parallelSearch`: whether the seed also decides in which order nodes are checked. */
export function beginPlay(
  play: Play,
  observer: Observer,
  { parallelSearch }: { readonly parallelSearch: boolean },
): PlayUnderWay {
  const { scheduler: model, duration, timeline } = play;
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
    play.replacesPods ? timeline : undefined,
  );
  const lastDrains = timeline.findLastIndex(({ action }) => action.kind !== 'drain-node') + 1;
  /** Number of events of the timeline that were played. */
  let events = 0;
  let busyUntil = 0;
  let wakeAt: number | undefined;
  let lastChange = 0;
  /** The time at which the scheduler can try a pod, if nothing else happens. */
  const nextTry = (now: number, busy: number): number | undefined => {
    const ready = scheduler.nextWakeAt(now);
    if (ready === undefined) return undefined;
    const at = Math.max(ready, busy);
    return at <= now && heap.nextAt() !== now ? now + 1 : at;
  };
  const playTimeline = (now: number): void => {
    for (let upcoming = timeline[events]; upcoming?.at === now; upcoming = timeline[events]) {
      const { action } = upcoming;
      if (action.kind === 'scale-workload') {
        const { kind, namespace, name, template } = action.workload;
        if (kind === 'DaemonSet') daemonSets.set(`${namespace}/${name}`, template);
        workloads.scale(action.workload, action.pods, now);
      } else cluster.apply(action, now);
      events += 1;
      lastChange = now;
    }
  };

  return {
    last: observed.last,
    next() {
      const upcoming = timeline[events];
      const controlAt = workloads.nextAt();
      const now = Math.min(
        heap.nextAt() ?? Infinity,
        upcoming?.at ?? Infinity,
        controlAt ?? Infinity,
        wakeAt ?? Infinity,
        cluster.scaleAt(),
      );
      if (now === Infinity || (duration !== undefined && now > duration)) return undefined;
      // The deletion of finished Jobs alone does not prolong a play, nor does the removal of nodes.
      const isControlled = duration === undefined ? workloads.isBusy : controlAt !== undefined;
      const isScaled = duration === undefined ? cluster.isScaling : cluster.scaleAt() < Infinity;
      const isIdle = heap.size() === cluster.retries && !upcoming && !isControlled && !isScaled;
      if (isIdle && (now > lastChange + patience || (heap.size() === 0 && wakeAt === undefined)))
        return undefined;
      // Drains that no pod is left for do not prolong a play.
      const isAtDrains = upcoming?.at === now && events >= lastDrains && duration === undefined;
      if (isAtDrains && heap.size() === 0 && !isControlled && !isScaled && cluster.isOver()) return undefined;
      return now;
    },
    moment(now) {
      while (heap.nextAt() === now) {
        const due = heap.pop()!.value;
        cluster.carryOut(due, now);
        if (!REPEATED.has(due.kind)) lastChange = now;
      }
      playTimeline(now);
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
      wakeAt = nextTry(now, busyUntil);
      return isVain && model.cycle !== 0;
    },
    refuseAgain(horizon, most) {
      const upcoming = timeline[events];
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
        horizon,
      );
      const { cycle } = model;
      let tries = 0;
      // Local, because a variable that several functions share is an object for each new number.
      let [wake, busy] = [wakeAt, busyUntil];
      while (wake !== undefined && wake < until && tries < most) {
        tries += 1;
        const at: number = wake;
        const decision = scheduler.scheduleOne(at);
        const changes = decision !== undefined && cluster.decided(decision, at, model);
        if (decision) busy = at + cycle;
        wake = nextTry(at, busy);
        if (changes) break;
      }
      wakeAt = wake;
      busyUntil = busy;
      return tries;
    },
    end(end) {
      cluster.end(end);
      return { events, end, refusals: cluster.refusals };
    },
    stopped(horizon) {
      const end = horizon === Infinity ? observed.last() : Math.max(horizon, observed.last());
      return { events, end, refusals: cluster.refusals, stopped: true };
    },
  };
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
