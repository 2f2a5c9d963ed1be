/** A model of kube-scheduler in virtual time: the caller reports what happens in the cluster and asks for one decision at a time. */
import { quickGetters } from '../objects/quick-getters.ts';
import { createClusterCache } from './cache/cluster-cache.ts';
import { podInfoReader } from './cache/pod-info.ts';
import { createResourceColumns } from './cache/resource-columns.ts';
import { type ClusterChanges, clusterChanges } from './cluster-changes.ts';
import type { SchedulerSettings } from './configuration/profile.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { withWeights } from './configuration/with-weights.ts';
import { createAssumedPods } from './cycle/assumed-pods.ts';
import { drawVisits } from './cycle/drawn-visits.ts';
import { type Cycles, runCycles } from './cycle/run-cycles.ts';
import type { TieBreaker } from './cycle/schedule-pod.ts';
import type { Decision } from './decision.ts';
import type { Engine } from './engine.ts';
import { createFrameworks } from './framework/frameworks.ts';
import type { PluginDefinition } from './framework/plugin-definition.ts';
import { type Behaviour, behaviourOf, type KubernetesVersion } from './kubernetes-version.ts';
import { createNominator } from './queue/nominator.ts';
import { createSchedulingQueue, type QueueLengths, type SchedulingQueue } from './queue/scheduling-queue.ts';

export interface SchedulerOptions {
  readonly kubernetesVersion: KubernetesVersion;
  /** Differences of the version that a comparison with a real scheduler changes. Default: those of the version. */
  readonly behaviour?: Behaviour;
  /** A KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1) or one profile of it. */
  readonly configuration?: unknown;
  /** The plugins that a configuration may name. Default: those of kube-scheduler. */
  readonly plugins?: readonly PluginDefinition[] | undefined;
  /** Uniform in [0, 1). Decides ties up to 1.34, where kube-scheduler draws too. Default: the first of the best nodes wins. */
  readonly random?: (() => number) | undefined;
  /**
   * Uniform in [0, 1). With it the nodes are searched as by parallel workers, which race. Default: one after the other, as kube-scheduler does with
   * parallelism 1.
   */
  readonly searchRandom?: (() => number) | undefined;
  /** Decides ties in place of the scheduler, to follow recorded placements. */
  readonly chooseNode?: TieBreaker | undefined;
  /** Whether to explain every decision. Costs time and memory. */
  readonly explain?: boolean;
  /** Whether the caller reports the end of each binding. Default: no, and a binding succeeds at once. */
  readonly reportsBindings?: boolean;
}

/** `restart` (the default) models a new process, which kube-scheduler needs for a new configuration. See {@link Scheduler.configure}. */
interface ChangeOptions {
  readonly restart?: boolean;
}

/**
 * All times are integer microseconds of virtual time and must not decrease. kube-scheduler's own timers start at 0.
 * A decision takes no time. The pod is assumed on its node at once, as in kube-scheduler before the binding.
 */
export interface Scheduler extends ClusterChanges, Cycles {
  /**
   * Plugin name → score weight, 0 for off. Plugins that are not named keep theirs.
   *
   * @throws {UserError} for an unknown plugin or a weight that is not a whole number.
   */
  setWeights(weights: Readonly<Record<string, number>>, now: number, options?: ChangeOptions): void;
  /**
   * Applies another configuration. With a restart every waiting pod is ready at once, in order of namespace and name and without backoff,
   * and the search begins at the first node by name, as in a new kube-scheduler. Without a restart, the queues and the order stay.
   *
   * @throws {UserError} for a configuration that kube-scheduler would refuse.
   */
  configure(configuration: unknown, now: number, options?: ChangeOptions): void;
  /** Runs a whole cycle: {@link beginCycle} and {@link endCycle} at the same time. Undefined if no pod is ready. */
  scheduleOne(now: number): Decision | undefined;
  /** Number of waiting pods, in all parts of the queue. */
  readonly pendingCount: number;
  readonly queueLengths: QueueLengths;
  /** Number of pods that are bound or assumed. */
  readonly assignedCount: number;
}

/**
 * A scheduler with an empty cluster. Not modelled: resource claims.
 *
 * @throws {UserError} for a configuration that kube-scheduler would refuse.
 */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const behaviour = options.behaviour ?? behaviourOf(options.kubernetesVersion);
  const { searchRandom } = options;
  const columns = createResourceColumns();
  const cluster = createClusterCache(columns);
  const assumed = createAssumedPods(behaviour.preemptedWaitingPodsFail);
  const activate = (uids: Iterable<string>) => {
    for (const uid of uids) queue.activate(uid);
  };
  const handle = { waitingPods: assumed, activate };
  const context = { behaviour, columns, objects: cluster.objects, handle };
  let settings = readConfiguration(options.configuration, behaviour, options.plugins);
  let frameworks = createFrameworks(settings, behaviour, context);
  const queue: SchedulingQueue = createSchedulingQueue(behaviour, frameworks, limitsOf(settings));
  const engine: Engine = quickGetters({
    behaviour,
    cluster,
    queue,
    nominator: createNominator(),
    assumed,
    get frameworks() {
      return frameworks;
    },
  });
  const changes = clusterChanges(engine, podInfoReader(columns, behaviour));
  const cycles = runCycles(engine, {
    random: options.random ?? (() => 0),
    chooseNode: options.chooseNode,
    explain: options.explain ?? false,
    drawVisits:
      searchRandom && ((order, start) => drawVisits(order, start, settings.parallelism, searchRandom)),
    reportsBindings: options.reportsBindings ?? false,
  });

  const change = (next: SchedulerSettings, now: number, { restart = true }: ChangeOptions) => {
    queue.advance(now);
    settings = next;
    frameworks = createFrameworks(settings, behaviour, context);
    changes.sortOut(queue.configure(frameworks, limitsOf(settings)), now);
    cycles.reset(now, restart);
    if (!restart) return;
    cluster.restart();
    queue.restart(now);
  };

  return quickGetters({
    ...changes,
    ...cycles,
    setWeights(weights, now, changeOptions = {}) {
      const profiles = settings.profiles.map((profile) =>
        withWeights(profile, weights, behaviour, options.plugins),
      );
      change({ ...settings, profiles }, now, changeOptions);
    },
    configure(configuration, now, changeOptions = {}) {
      change(readConfiguration(configuration, behaviour, options.plugins), now, changeOptions);
    },
    scheduleOne(now) {
      const decision = cycles.beginCycle(now);
      cycles.endCycle(now);
      return decision;
    },
    get ignoredCount() {
      return changes.ignoredCount;
    },
    get pendingCount() {
      const { active, backoff, unschedulable, gated, inFlight } = queue.lengths;
      return active + backoff + unschedulable + gated + inFlight;
    },
    get queueLengths() {
      return queue.lengths;
    },
    get assignedCount() {
      return cluster.assigned;
    },
  });
}

function limitsOf({ podInitialBackoff, podMaxBackoff }: SchedulerSettings) {
  return { initial: podInitialBackoff, max: podMaxBackoff };
}
