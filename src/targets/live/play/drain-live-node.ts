/** Drains nodes of a live cluster: their pods are evicted through their budgets, and those that a budget protects are tried again. */

import type { Microseconds } from '../../../core/time/microseconds.ts';
import { belongsToNode, type Replacements } from '../../../core/timeline/disturbances/replacements.ts';
import { DRAIN_RETRY, unfinishedDrains } from '../../../core/timeline/disturbances/unfinished-drains.ts';
import type { PlannedPod } from '../../../core/timeline/timeline-event.ts';
import { ApiError } from '../../../kubernetes/api-error.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { LiveClock, Work } from '../live-run.ts';
import type { LivePod, LivePods } from '../observe/live-pods.ts';
import { hasStatus, isRefusal } from './cluster-calls.ts';
import { podKey } from './pod-life.ts';

/** The controllers that allow evictions take their time on the wall. */
const LEAST_RETRY: Microseconds = 250_000;
/** The API server answers 500 (pkg/registry/core/pod/storage/eviction.go). */
const TWO_BUDGETS = /more than one PodDisruptionBudget/;

export interface DrainOptions {
  readonly transport: Transport;
  readonly pods: LivePods;
  readonly clock: () => LiveClock | undefined;
  /** Present where pods have no controllers that would create them again. */
  readonly replacements?: Replacements | undefined;
  readonly createAgain: (plan: PlannedPod) => Work;
}

export interface LiveDrains {
  /** Evicts the pods of a node that is cordoned already. @param grace the longest time that one takes to end. */
  drain(node: string, grace?: Microseconds): void;
  /** Evicts a pod now, or as soon as its budget allows it. It need not be bound. */
  evict(pod: LivePod): Promise<void>;
  /** The pod is gone with its node. */
  lost(pod: LivePod): void;
  /** Pods that belong to the node come back. */
  nodeAdded(name: string): void;
  /** Records which drains are not over. */
  end(): void;
}

export function liveDrains({ transport, pods, clock, replacements, createAgain }: DrainOptions): LiveDrains {
  const held = new Map<LivePod, string>();
  const now = (): Microseconds => transport.clock.now();
  const scenarioNow = (): Microseconds => clock()?.scenarioTimeAt(now()) ?? 0;
  const isOn = (pod: LivePod, node: string): boolean => pods.on(node).includes(pod);

  function create(plan: PlannedPod): void {
    clock()?.schedule(now(), createAgain(plan));
  }

  function lost({ plan, node, startedWall }: LivePod): void {
    const started = startedWall === undefined ? undefined : clock()?.scenarioTimeAt(startedWall);
    const again = replacements?.lost(plan, node ?? null, started, scenarioNow());
    if (again) create(again);
  }

  function eviction(
    pod: LivePod,
    node?: string,
    grace?: Microseconds,
    isRetry = false,
  ): Work & { carryOut(): Promise<void> } {
    const { namespace, name } = pod;
    return {
      key: podKey(namespace, name),
      isRetry,
      isNeeded: () => !pod.isFinished && !pod.isTerminating && (node === undefined || isOn(pod, node)),
      async carryOut() {
        try {
          await transport.send({
            method: 'POST',
            path: `/api/v1/namespaces/${namespace}/pods/${name}/eviction`,
            body: {
              apiVersion: 'policy/v1',
              kind: 'Eviction',
              metadata: { name, namespace },
              ...(grace !== undefined && { deleteOptions: { gracePeriodSeconds: Math.ceil(grace / 1e6) } }),
            },
            attempts: 1,
          });
          held.delete(pod);
          if (node !== undefined) lost(pod);
        } catch (error) {
          if (hasStatus(error, 404)) return;
          if (isRefusal(error) || (error instanceof ApiError && TWO_BUDGETS.test(error.serverMessage)))
            return clock()?.refuse(`pod "${name}" can't be evicted: ${error.serverMessage}`);
          if (node !== undefined && hasStatus(error, 429)) held.set(pod, node);
          const again = clock()?.wallAt(scenarioNow() + DRAIN_RETRY) ?? 0;
          clock()?.schedule(
            Math.max(again, now() + (clock()?.ofWall(LEAST_RETRY) ?? 0)),
            eviction(pod, node, grace, true),
          );
        }
      },
    };
  }

  return {
    drain(node, grace) {
      for (const pod of pods.on(node))
        if (!belongsToNode(pod.plan)) clock()?.schedule(now(), eviction(pod, node, grace));
    },
    evict: (pod) => eviction(pod).carryOut(),
    lost,
    nodeAdded(name) {
      for (const plan of replacements?.nodeAdded(name, scenarioNow()) ?? []) create(plan);
    },
    end() {
      const left = [...held]
        .filter(([pod, node]) => !pod.isTerminating && isOn(pod, node))
        .map(([{ plan }, node]) => {
          const because = `a PodDisruptionBudget protects pod "${plan.namespace}/${plan.name}"`;
          return { node, because };
        });
      held.clear();
      for (const sentence of unfinishedDrains(left)) clock()?.refuse(sentence);
    },
  };
}
