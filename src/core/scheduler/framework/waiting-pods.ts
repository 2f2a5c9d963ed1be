/** Declares what plugins may do with pods that wait: at Permit, or in the queue (framework/interface.go, Handle). */
import type { PodState } from './pod-state.ts';

/** A pod that is assumed on a node and waits at Permit. */
export interface WaitingPod {
  readonly pod: PodState;
  readonly nodeName: string;
  /** The plugins that asked the pod to wait and have not allowed it yet. */
  readonly pendingPlugins: readonly string[];
  /** The pod is bound when all its pending plugins have allowed it. */
  allow(plugin: string): void;
  /** The pod gives its node back and returns to the queue. */
  reject(plugin: string, reason: string): void;
}

export interface WaitingPods {
  all(): Iterable<WaitingPod>;
  get(uid: string): WaitingPod | undefined;
}

/** The scheduler, as plugins see it. */
export interface SchedulerHandle {
  readonly waitingPods: WaitingPods;
  /** Makes pods ready that are parked or back off. At the end of a cycle, kube-scheduler does the same with its PodsToActivate. */
  activate(uids: Iterable<string>): void;
}

/** The handle of a scheduler in which no pod waits. */
export const IDLE_HANDLE: SchedulerHandle = {
  waitingPods: { all: () => [], get: () => undefined },
  activate: () => {},
};
