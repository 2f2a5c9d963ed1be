/** Carries out one run on a live cluster, from what it creates before the clock starts to what it removes at the end. */

import type { Retry, Transport } from '../../kubernetes/transport.ts';
import type { Play, Survey } from '../target.ts';
import type { Fence } from './jumps/fence.ts';
import type { LiveClock, LiveRun } from './live-run.ts';
import type { NodeSimulator } from './node-simulator.ts';
import type { AdaptTo } from './objects/adapt-template.ts';
import { createTemplates, type TimelineFacts } from './objects/plan-objects.ts';
import { clusterNamespace } from './objects/run-names.ts';
import { createWorkloadPlans } from './objects/workload-plans.ts';
import { createLivePods } from './observe/live-pods.ts';
import { observeRun, type RunObserver } from './observe/observe-run.ts';
import { createCarryOut } from './play/carry-out.ts';
import { hasStatus } from './play/cluster-calls.ts';
import { createPodLife } from './play/pod-life.ts';
import { type Foundations, prepareRun } from './play/prepare-run.ts';
import { removeRun } from './remove/remove-run.ts';
import { probeCluster } from './survey/probe-cluster.ts';

/** Gets the calls that are made again: set by the run once it exists. */
export interface RetryListener {
  onRetry: (retry: Retry) => void;
}

export interface ClusterRunParts {
  readonly play: Play;
  readonly speed: number;
  readonly transport: Transport;
  readonly retries: RetryListener;
  readonly to: AdaptTo;
  readonly facts: TimelineFacts;
  readonly foundations: Foundations;
  readonly survey: Survey;
  readonly simulator: NodeSimulator;
  /** Version of the cluster: v1.36.3. */
  readonly kubernetes: string;
  /** Present where the clock jumps: keg then carries out every phase, as events of its own agenda. */
  readonly fence?: Fence | undefined;
}

export function createClusterRun(parts: ClusterRunParts): LiveRun {
  const { play, speed, transport, retries, to, facts, foundations, survey, simulator, kubernetes, fence } =
    parts;
  const { run, isConfined } = to;
  const templates = createTemplates(to);
  const workloads = createWorkloadPlans(play.seed);
  let clock: LiveClock | undefined;
  let observing: RunObserver | undefined;
  retries.onRetry = ({ error, wait }) => {
    if (hasStatus(error, 429)) clock?.throttled(transport.clock.now() + wait);
  };
  const currentClock = (): LiveClock | undefined => clock;
  const gracefully = to.gracefully === true;
  const pods = createLivePods({
    speed,
    gracefully,
    adopt: workloads.adopt,
    onStep: (pod, step, at) => life.onStep(pod, step, at),
  });
  const hasStages = foundations.stages.length > 0;
  const staged = hasStages && fence === undefined;
  const life = createPodLife({
    transport,
    pods,
    clock: currentClock,
    specOf: ({ plan }) => templates.adapt(plan.template).spec,
    startsByItself: !hasStages,
    gracefully,
  });
  const work = createCarryOut({
    transport,
    run,
    isConfined,
    gracefully,
    nodeAnnotations: simulator.nodeAnnotations,
    staged,
    templates,
    pods,
    workloads,
    clock: currentClock,
  });

  return {
    id: run,
    survey,
    kubernetes,
    prepare: (signal, onProgress) =>
      prepareRun({ transport, run, simulator, signal, onProgress }, foundations),
    async probe(signal) {
      const [namespace = 'default'] = facts.namespaces;
      return probeCluster(
        transport,
        { run, namespace: clusterNamespace(run, namespace), nodes: facts.counts.nodes, simulator },
        signal,
      );
    },
    async observe(observer) {
      observing = observeRun({
        transport,
        run,
        observer,
        pods,
        allNodes: facts.counts.nodes + facts.counts.nodesLater === 0,
        timeOf: (wall) => clock?.scenarioTimeAt(wall) ?? 0,
        fail: (error) => clock?.fail(error),
        tapPods: fence?.take,
      });
      await observing.synced;
    },
    start(started) {
      clock = started;
    },
    isPrepared: ({ at, action }) => at === 0 && (action.kind === 'add-node' || action.kind === 'set-object'),
    work,
    state: () => pods.state,
    async endObserving() {
      await observing?.end();
    },
    async remove(onProgress) {
      await removeRun(transport, run, {
        onProgress: ({ pods: podsGone, nodes, workloads: workloadsGone }) =>
          onProgress(podsGone + nodes + workloadsGone),
      });
    },
    close: () => transport.close(),
  };
}
