/** What the kube-scheduler of each Kubernetes release does differently, each difference under a name of its own. */
import { UserError } from '../errors/user-error.ts';

export const KUBERNETES_VERSIONS = ['1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'] as const;

export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];

export const DEFAULT_KUBERNETES_VERSION: KubernetesVersion = '1.36';

/** Defaults only: what a feature gate could turn on by hand is not here. Read from pkg/features and pkg/scheduler of each release. */
export interface Behaviour {
  /** Pod-level requests and limits count (gate PodLevelResources, from 1.34). */
  readonly podLevelResources: boolean;
  /** A sidecar's cpu and memory count fully in what LeastAllocated and MostAllocated think a node holds (from 1.32). */
  readonly sidecarsInAssumedRequests: boolean;
  /** A sidecar's host ports are taken (from 1.34). */
  readonly sidecarHostPorts: boolean;
  /** Events wake only pods for which the rejecting plugin sees hope (gate SchedulerQueueingHints, from 1.32). */
  readonly queueingHints: boolean;
  /** An idle scheduler takes pods out of backoff, and backoff ends at whole seconds (gate SchedulerPopFromBackoffQ, from 1.33). */
  readonly popFromBackoffQ: boolean;
  /** Backoff grows with rejections in all, or errors in a row (from 1.34), not with attempts of either kind. */
  readonly backoffCountsRejections: boolean;
  /** PreFilter plugins that narrow the nodes count as rejecting (from 1.31). */
  readonly narrowingRejects: boolean;
  /** The message counts the nodes that PreFilter left out (from 1.32). */
  readonly narrowedNodesInMessage: boolean;
  /** A request larger than the empty node makes the node unresolvable, so preemption is not tried there (from 1.34). */
  readonly tooLargeIsUnresolvable: boolean;
  /** "node(s) had untolerated taint {key: value}" up to 1.33, without key and value from 1.34. */
  readonly taintNamedInMessage: boolean;
  /** The DynamicResources plugin is on and speaks in the message (from 1.34). */
  readonly dynamicResources: boolean;
  /** NodeResourcesBalancedAllocation gives no score to a pod that requests none of its resources (from 1.33). */
  readonly balancedSkipsBestEffort: boolean;
  /** NodeResourcesBalancedAllocation scores the change that the pod brings (from 1.36), not the result. */
  readonly balancedScoresChange: boolean;
  /** Among equal totals the root of the score heap wins (from 1.35), before that a random one. */
  readonly deterministicTies: boolean;
}

/** The behaviour of a release. */
export function behaviourOf(version: KubernetesVersion): Behaviour {
  const minor = Number(version.slice(2));
  return {
    podLevelResources: minor >= 34,
    sidecarsInAssumedRequests: minor >= 32,
    sidecarHostPorts: minor >= 34,
    queueingHints: minor >= 32,
    popFromBackoffQ: minor >= 33,
    backoffCountsRejections: minor >= 34,
    narrowingRejects: minor >= 31,
    narrowedNodesInMessage: minor >= 32,
    tooLargeIsUnresolvable: minor >= 34,
    taintNamedInMessage: minor <= 33,
    dynamicResources: minor >= 34,
    balancedSkipsBestEffort: minor >= 33,
    balancedScoresChange: minor >= 36,
    deterministicTies: minor >= 35,
  };
}

/**
 * Reads a version as people write it: `1.34`, `v1.34`, `1.34.4`, `v1.34.4+k3s1`.
 *
 * @throws {UserError} for a release that is not modelled.
 */
export function parseKubernetesVersion(text: string): KubernetesVersion {
  const minor = /^v?(1\.\d+)(?:[.+-].*)?$/.exec(text.trim())?.[1];
  const version = KUBERNETES_VERSIONS.find((each) => each === minor);
  if (version) return version;
  throw new UserError(`Kubernetes ${text} is not modelled`, {
    next: `choose one of ${KUBERNETES_VERSIONS.join(', ')}`,
  });
}
