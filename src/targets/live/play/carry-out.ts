/** Carries out each event of a timeline on a live cluster: makes its API calls, and records what the cluster refuses. */

import type { ClusterObject } from '../../../core/objects/cluster-object.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import { planReplacements } from '../../../core/timeline/disturbances/replacements.ts';
import type { PlannedPod, PlannedWorkload, TimelineEvent } from '../../../core/timeline/timeline-event.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { Refusal } from '../../target.ts';
import type { LiveClock, Work } from '../live-run.ts';
import type { NodeSimulator } from '../node-simulator.ts';
import type { AdaptTo } from '../objects/adapt-template.ts';
import type { Templates } from '../objects/plan-objects.ts';
import { podObject } from '../objects/pod-object.ts';
import { canBeStaged } from '../objects/pod-timing.ts';
import { clusterNamespace } from '../objects/run-names.ts';
import { scalePatch, templatePatch, workloadObject, workloadsPath } from '../objects/workload-object.ts';
import type { WorkloadPlans } from '../objects/workload-plans.ts';
import type { LivePod, LivePods } from '../observe/live-pods.ts';
import type { WantedChange } from '../scheduler-control.ts';
import { nodeCalls, nodePath } from './carry-out-nodes.ts';
import { objectCalls } from './carry-out-objects.ts';
import {
  create,
  hasStatus,
  isRefusal,
  patch,
  remove,
  removeGracefully,
  reportingRetries,
} from './cluster-calls.ts';
import { type DisruptOptions, disruptLivePod } from './disrupt-live-pod.ts';
import { liveDrains } from './drain-live-node.ts';
import { podKey } from './pod-life.ts';
import { updateLivePod } from './update-live-pod.ts';

export interface CarryOutOptions {
  readonly transport: Transport;
  readonly run: string;
  readonly isConfined: boolean;
  /** Whether a deleted pod stays until keg ends it. */
  readonly gracefully: boolean;
  readonly simulator: NodeSimulator;
  /** Whether KWOK carries out the phases of bare pods, by keg's Stages. */
  readonly staged: boolean;
  readonly templates: Templates;
  readonly pods: LivePods;
  readonly workloads: WorkloadPlans;
  readonly clock: () => LiveClock | undefined;
  /** Undefined where the scheduler can't be changed: its changes are left out. */
  readonly changeScheduler: ((change: WantedChange) => Promise<void>) | undefined;
  /** Present where the run creates claims and volumes. */
  readonly storage: AdaptTo['storage'];
  /** Whose pods are created again where a node takes them away; undefined: they have controllers. */
  readonly replacedPodsOf: readonly TimelineEvent[] | undefined;
}

export interface CarryOut {
  work(event: TimelineEvent): Work;
  /** A pod was bound. The scheduler may not have seen yet that its node is gone. */
  bound(pod: LivePod): void;
  /** Records what is not over at the end. */
  end(): void;
}

/** Stands for the sequence of pods that no event creates. Their names are unique. */
const AGAIN = -1;

export function createCarryOut(options: CarryOutOptions): CarryOut {
  const { transport, run, isConfined, gracefully, simulator, staged, templates, pods, workloads, clock } =
    options;
  const { storage } = options;
  const refuse = (message: string, about?: Refusal['about']): void => clock()?.refuse(message, about);
  const drains = liveDrains({
    transport,
    pods,
    clock,
    replacements: options.replacedPodsOf && planReplacements(options.replacedPodsOf),
    createAgain: (plan) => createPod(plan, clock()?.scenarioTimeAt(transport.clock.now()) ?? 0, AGAIN),
  });
  const nodes = nodeCalls({ transport, pods, clock, run, isConfined, simulator, drains, refuse });
  const disrupting: DisruptOptions = {
    clock,
    evict: drains.evict,
    gracefully,
    specOf: ({ plan }) => templates.adapt(plan.template).spec,
  };
  const objects = objectCalls({
    run,
    defaultClass: storage?.defaultClass,
    refuse: (message) => refuse(message, 'object'),
  });

  /** Records a refusal, so that the play continues. */
  async function orRefuse(
    attempt: () => Promise<unknown>,
    what: string,
    about?: Refusal['about'],
  ): Promise<void> {
    try {
      await attempt();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refuse(`${what}: ${error.serverMessage}`, about);
    }
  }

  function createPod(plan: PlannedPod, at: Microseconds, sequence: number): Work {
    const namespace = clusterNamespace(run, plan.namespace);
    return {
      key: podKey(namespace, plan.name),
      async carryOut(sending) {
        const byStages = staged && canBeStaged(plan) && clock()?.isChanged() !== true;
        const live = pods.expect(plan, namespace, at, byStages);
        const object = podObject(
          plan,
          namespace,
          templates.adapt(plan.template),
          sequence,
          live.timing,
          byStages,
        );
        try {
          await create(reportingRetries(transport, sending), `/api/v1/namespaces/${namespace}/pods`, object);
        } catch (error) {
          pods.forget(live);
          if (!isRefusal(error)) throw error;
          const name = `pod "${plan.namespace}/${plan.name}"`;
          refuse(hasStatus(error, 409) ? `${name} exists already` : `${name}: ${error.serverMessage}`);
        }
      },
    };
  }

  function deletePod(namespace: string, name: string): Work {
    const place = clusterNamespace(run, namespace);
    return {
      key: podKey(place, name),
      async carryOut(sending) {
        const path = `/api/v1/namespaces/${place}/pods/${name}`;
        const ends = gracefully ? removeGracefully : remove;
        if (!(await ends(reportingRetries(transport, sending), path)))
          refuse(`pod "${namespace}/${name}" does not exist and cannot be deleted`);
      },
    };
  }

  async function scaleWorkload(calls: Transport, workload: PlannedWorkload, count: number): Promise<void> {
    const namespace = clusterNamespace(run, workload.namespace);
    const path = workloadsPath(workload.kind, namespace);
    if (workloads.has(namespace, workload)) {
      const own = `${path}/${workload.name}`;
      const body = scalePatch(workload.kind, count);
      if (body && !(await patch(calls, own, body)))
        return refuse(`${workload.kind} "${workload.name}" does not exist and cannot be scaled`);
      if (!workloads.takeTemplate(namespace, workload)) return;
      const next = templatePatch(workload, templates.adapt(workload.template));
      if (!(await patch(calls, own, next, 'application/json-patch+json')))
        refuse(`${workload.kind} "${workload.name}" does not exist and cannot be updated`);
      return;
    }
    workloads.add(namespace, workload);
    await create(
      calls,
      path,
      workloadObject(workload, namespace, templates.adapt(workload.template), run, count, storage),
    );
  }

  function updatePod({
    namespace,
    name,
    change,
  }: Extract<TimelineEvent['action'], { kind: 'update-pod' }>): Work {
    const place = clusterNamespace(run, namespace);
    const path = `/api/v1/namespaces/${place}/pods/${name}`;
    return {
      key: podKey(place, name),
      carryOut: (sending) =>
        orRefuse(
          () => updateLivePod(reportingRetries(transport, sending), path, change),
          `pod "${namespace}/${name}" can't be changed`,
        ),
    };
  }

  function disruptPod({
    namespace,
    name,
    disruption,
  }: Extract<TimelineEvent['action'], { kind: 'disrupt-pod' }>): Work {
    const place = clusterNamespace(run, namespace);
    return {
      key: podKey(place, name),
      carryOut: (sending) =>
        orRefuse(async () => {
          const pod = pods.named(place, name);
          if (pod) await disruptLivePod(disrupting, reportingRetries(transport, sending), pod, disruption);
        }, `pod "${namespace}/${name}" can't be ended (${disruption.reason})`),
    };
  }

  function onObject(
    { kind, metadata }: Pick<ClusterObject, 'kind' | 'metadata'>,
    attempt: (calls: Transport) => Promise<void>,
  ): Work {
    const { namespace = '', name } = metadata;
    return {
      key: `${kind} ${namespace}/${name}`,
      carryOut: (sending) =>
        orRefuse(() => attempt(reportingRetries(transport, sending)), `${kind} "${name}"`, 'object'),
    };
  }

  function workOf(event: TimelineEvent): Work {
    const { action } = event;
    const onNode = (name: string, doing: string, attempt: (calls: Transport) => Promise<unknown>): Work => ({
      key: `node ${name}`,
      carryOut: (sending) =>
        orRefuse(() => attempt(reportingRetries(transport, sending)), `node "${name}" can't be ${doing}`),
    });
    switch (action.kind) {
      case 'create-pod':
        return createPod(action.pod, event.at, event.sequence);
      case 'delete-pod':
        return deletePod(action.namespace, action.name);
      case 'add-node': {
        return onNode(action.node.metadata.name, 'added', (calls) => nodes.add(calls, action));
      }
      case 'update-node':
        return onNode(action.node.metadata.name, 'updated', (calls) => nodes.update(calls, action.node));
      case 'cordon-node':
      case 'uncordon-node': {
        const unschedulable = action.kind === 'cordon-node';
        return onNode(action.name, unschedulable ? 'cordoned' : 'uncordoned', async (calls) => {
          if (!(await patch(calls, nodePath(action.name), { spec: { unschedulable } })))
            refuse(`node "${action.name}" does not exist`);
        });
      }
      case 'remove-node':
        return onNode(action.name, 'removed', (calls) => nodes.remove(calls, action.name));
      case 'scale-workload': {
        const { kind, namespace, name } = action.workload;
        return {
          key: `${kind} ${namespace}/${name}`,
          carryOut: (sending) =>
            orRefuse(
              () => scaleWorkload(reportingRetries(transport, sending), action.workload, action.pods),
              `${kind} "${name}"`,
            ),
        };
      }
      case 'drain-node':
        return onNode(action.name, 'drained', async (calls) => {
          if (!(await patch(calls, nodePath(action.name), { spec: { unschedulable: true } })))
            return refuse(`node "${action.name}" does not exist`);
          drains.drain(action.name, action.grace);
        });
      case 'set-object':
        return onObject(action.object, (calls) => objects.set(calls, action, event.sequence));
      case 'remove-object':
        return onObject(action.object, (calls) => objects.remove(calls, action));
      case 'disrupt-pod':
        return disruptPod(action);
      case 'update-pod':
        return updatePod(action);
      case 'change-scheduler':
        return {
          key: 'scheduler',
          carryOut: () => options.changeScheduler?.(action.change) ?? Promise.resolve(),
        };
    }
  }

  return { work: workOf, bound: nodes.bound, end: drains.end };
}
