/** One run on a KWOK cluster, from what it makes before the clock starts to what it removes at the end. */

import type { Retry, Transport } from '../../kubernetes/transport.ts';
import type { LiveClock, LiveRun, Survey } from '../live/live-target.ts';
import type { AdaptTo } from '../live/objects/adapt-template.ts';
import { createTemplates, type TimelineFacts } from '../live/objects/plan-objects.ts';
import { clusterNamespace } from '../live/objects/run-names.ts';
import { createWorkloadPlans } from '../live/objects/workload-plans.ts';
import { createLivePods } from '../live/observe/live-pods.ts';
import { observeRun, type RunObserver } from '../live/observe/observe-run.ts';
import { createCarryOut } from '../live/play/carry-out.ts';
import { hasStatus } from '../live/play/cluster-calls.ts';
import { createPodLife } from '../live/play/pod-life.ts';
import { type Foundations, prepareRun } from '../live/play/prepare-run.ts';
import { removeRun } from '../live/remove/remove-run.ts';
import { probeCluster } from '../live/survey/probe-cluster.ts';
import type { Play } from '../target.ts';

/** Who is told of calls that are made again; the run, once there is one. */
export interface RetryListener {
  onRetry: (retry: Retry) => void;
}

export interface KwokRunParts {
  readonly play: Play;
  readonly speed: number;
  readonly transport: Transport;
  readonly retries: RetryListener;
  readonly to: AdaptTo;
  readonly facts: TimelineFacts;
  readonly foundations: Foundations;
  readonly survey: Survey;
}

export function createKwokRun(parts: KwokRunParts): LiveRun {
  const { play, speed, transport, retries, to, facts, foundations, survey } = parts;
  const { run, isConfined } = to;
  const templates = createTemplates(to);
  const workloads = createWorkloadPlans(play.seed);
  let clock: LiveClock | undefined;
  let observing: RunObserver | undefined;
  retries.onRetry = ({ error, wait }) => {
    if (hasStatus(error, 429)) clock?.throttled(transport.clock.now() + wait);
  };
  const currentClock = (): LiveClock | undefined => clock;
  const pods = createLivePods({
    speed,
    adopt: workloads.adopt,
    onStep: (pod, step, at) => life.onStep(pod, step, at),
  });
  const staged = foundations.stages.length > 0;
  const life = createPodLife({
    transport,
    pods,
    clock: currentClock,
    specOf: ({ plan }) => templates.adapt(plan.template).spec,
    startsByItself: !staged,
  });
  const work = createCarryOut({
    transport,
    run,
    isConfined,
    staged,
    templates,
    pods,
    workloads,
    clock: currentClock,
  });

  return {
    id: run,
    survey,
    prepare: (signal, tell) => prepareRun(transport, run, foundations, signal, tell),
    async probe(signal) {
      const [namespace = 'default'] = facts.namespaces;
      return probeCluster(
        transport,
        { run, namespace: clusterNamespace(run, namespace), nodes: facts.counts.nodes },
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
        fail: (error) => clock?.fail(error instanceof Error ? error : new Error(String(error))),
      });
      await observing.synced;
    },
    start(started) {
      clock = started;
    },
    isPrepared: ({ at, action }) => at === 0 && action.kind === 'add-node',
    work,
    state: () => pods.state,
    async endObserving() {
      await observing?.end();
    },
    async remove(tell) {
      await removeRun(transport, run, {
        onProgress: ({ pods: podsGone, nodes, workloads: workloadsGone }) =>
          tell(podsGone + nodes + workloadsGone),
      });
    },
    close: () => transport.close(),
  };
}
