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
import { keepNodesReady } from './play/keep-nodes-ready.ts';
import { createPodLife } from './play/pod-life.ts';
import { type Foundations, prepareRun } from './play/prepare-run.ts';
import { provisionVolumes } from './play/provision-volumes.ts';
import { createSchedulerChanges } from './play/scheduler-changes.ts';
import { removeRun } from './remove/remove-run.ts';
import type { SchedulerControl, WantedChange } from './scheduler-control.ts';
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
  /** Whether the phases of pods are left to the Stages that the cluster has. */
  readonly clusterStages: boolean;
  readonly survey: Survey;
  readonly simulator: NodeSimulator;
  readonly control: SchedulerControl | undefined;
  /** Whether the play may change it. */
  readonly changesScheduler: boolean;
  /** Version of the scheduler, or of the cluster: v1.36.3. */
  readonly kubernetes: string;
  /** Present where the clock jumps: keg then carries out every phase, as events of its own agenda. */
  readonly fence?: Fence | undefined;
}

/** Carried out before the clock starts where they are due at its first moment. */
const PREPARED: ReadonlySet<string> = new Set(['add-node', 'set-object', 'change-scheduler']);

export function createClusterRun(parts: ClusterRunParts): LiveRun {
  const { play, speed, transport, retries, to, facts, foundations, survey, simulator, kubernetes, fence } =
    parts;
  const { control } = parts;
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
    onStep(pod, step, at) {
      life.onStep(pod, step, at);
      if (step === 'bound') carryOut.bound(pod);
    },
  });
  const [firstNamespace = 'default'] = facts.namespaces;
  const place = { transport, run, namespace: clusterNamespace(run, firstNamespace) };
  const changes =
    control && parts.changesScheduler
      ? createSchedulerChanges(play, control, place, currentClock)
      : undefined;
  const hasStages = foundations.stages.length > 0;
  const staged = hasStages && fence === undefined;
  const life = createPodLife({
    transport,
    pods,
    clock: currentClock,
    specOf: ({ plan }) => templates.adapt(plan.template).spec,
    startsByItself: !hasStages && simulator.startsPods,
    leastStart: simulator.leastStart,
    leavesPhases: parts.clusterStages,
    gracefully,
  });
  const carryOut = createCarryOut({
    transport,
    run,
    isConfined,
    gracefully,
    simulator,
    staged,
    templates,
    pods,
    workloads,
    clock: currentClock,
    changeScheduler: changes && changeScheduler,
    storage: to.storage,
    replacedPodsOf: play.replacesPods ? play.timeline : undefined,
  });
  let endKeeping = async (): Promise<void> => {};
  let endProvisioning = async (): Promise<void> => {};

  async function changeScheduler(change: WantedChange): Promise<void> {
    const wall = transport.clock.now();
    observing?.schedulerChanged(change, wall);
    await changes?.change(change, clock?.scenarioTimeAt(wall) ?? 0);
  }

  return {
    id: run,
    survey,
    kubernetes,
    get configuration() {
      return changes?.configuration;
    },
    get schedulerPauses() {
      return changes?.pauses ?? [];
    },
    get foreignNodes() {
      return observing?.foreignNodes ?? [];
    },
    get explained() {
      return observing?.explained;
    },
    async prepare(signal, onProgress) {
      if (simulator.isKept) endKeeping = keepNodesReady(transport, run, (error) => clock?.fail(error));
      const fail = (error: unknown): void => clock?.fail(error);
      if (to.storage) endProvisioning = await provisionVolumes(transport, run, fail);
      await prepareRun({ transport, run, simulator, signal, onProgress }, foundations);
      await changes?.prepare();
    },
    ownCalls: { phases: !staged && !simulator.startsPods, ends: !staged && !parts.clusterStages },
    async probe(mix, signal) {
      const { namespace } = place;
      const { nodes } = facts.counts;
      const { phases } = this.ownCalls;
      return probeCluster(
        transport,
        { run, namespace, nodes, simulator, staged, ownPhases: phases, mix },
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
        isConfined,
        timeOf: (wall) => clock?.scenarioTimeAt(wall) ?? 0,
        fail: (error) => clock?.fail(error),
        tapPods: fence?.take,
        storage: to.storage !== undefined,
        explains: control !== undefined,
      });
      await observing.synced;
      for (const change of changes?.prepared ?? []) observing.schedulerChanged(change, 0);
    },
    start(started) {
      clock = started;
    },
    isPrepared: ({ at, action }) => at === 0 && PREPARED.has(action.kind),
    work: carryOut.work,
    state: () => pods.state,
    takeOver: () => life.takeOver(pods.all()),
    async endObserving() {
      carryOut.end();
      await observing?.end();
    },
    async remove(onProgress) {
      await endKeeping();
      await endProvisioning();
      await removeRun(transport, run, {
        onProgress: ({ pods: podsGone, nodes, workloads: workloadsGone }) =>
          onProgress(podsGone + nodes + workloadsGone),
      });
      await control?.restore();
    },
    async close() {
      await endKeeping();
      await endProvisioning();
      await control?.close();
      await transport.close();
    },
  };
}
