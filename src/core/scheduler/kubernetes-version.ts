/** Names each difference between the kube-schedulers of the Kubernetes releases. */
import { UserError } from '../errors/user-error.ts';

export const KUBERNETES_VERSIONS = ['1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36', '1.37'] as const;

type MinorVersion = (typeof KUBERNETES_VERSIONS)[number];

/** A minor version, or one of its patch releases. A minor version alone means its newest patch release. */
export type KubernetesVersion = MinorVersion | `${MinorVersion}.${number}`;

export const DEFAULT_KUBERNETES_VERSION: KubernetesVersion = '1.37';

/** No decision of a real kube-scheduler of these releases has been compared with the model's (npm run golden:compare). */
const NOT_VERIFIED: readonly MinorVersion[] = ['1.30', '1.31'];

/** The modelled releases, for help texts. */
export const MODELLED_VERSIONS_TEXT = `${KUBERNETES_VERSIONS[0]} to ${KUBERNETES_VERSIONS.at(-1)}; ${NOT_VERIFIED.join(' and ')} are not verified`;

/** A version as a person reads it: `1.36.3`, or `1.31 (not verified)`. */
export function versionText(version: string): string {
  const isVerified = !NOT_VERIFIED.some((minor) => version === minor || version.startsWith(`${minor}.`));
  return isVerified ? version : `${version} (not verified)`;
}

/** The defaults of a release; gates that are off by default stay off. Source: pkg/features and pkg/scheduler of each release. */
export interface Behaviour {
  /** N of the release 1.N. */
  readonly minor: number;
  /** Pod-level requests and limits count (gate PodLevelResources, from 1.34). */
  readonly podLevelResources: boolean;
  /** A sidecar's cpu and memory count fully in the amounts that LeastAllocated and MostAllocated read for a node (from 1.32). */
  readonly sidecarsInAssumedRequests: boolean;
  /** A sidecar's host ports count as taken (from 1.34). */
  readonly sidecarHostPorts: boolean;
  /** An event wakes a pod only if a hint of a rejecting plugin returns true (gate SchedulerQueueingHints, from 1.32). */
  readonly queueingHints: boolean;
  /** An idle scheduler takes pods out of backoff, and backoffs end at whole seconds (gate SchedulerPopFromBackoffQ, from 1.33). */
  readonly popFromBackoffQ: boolean;
  /** Backoff grows with all rejections, or with consecutive errors (from 1.34). Before, it grows with all attempts. */
  readonly backoffCountsRejections: boolean;
  /** A pod that loses or changes its nominated node wakes pods of equal or lower priority, like a removed pod (from 1.33). */
  readonly nominationEvents: boolean;
  /** A running pod that asks for less frees room (gate InPlacePodVerticalScaling, from 1.33). */
  readonly inPlaceResize: boolean;
  /** A pod whose requests grow is an event of its own (from 1.37). */
  readonly scaleUpEvents: boolean;
  /** A pod that waits at Permit and is preempted backs off; before, it waits for an event as if a plugin had rejected it (from 1.36). */
  readonly preemptedWaitingPodsFail: boolean;
  /** A pod that comes or changes wakes pods of its namespace that PodTopologySpread rejected (from 1.31). */
  readonly assignedPodsWakeSpread: boolean;
  /** The binding of a nominated pod wakes pods of equal or lower priority too (1.33 and 1.34). */
  readonly bindingReleasesNomination: boolean;
  /** A change of taints wakes the pods of plugins that listen to new nodes but not to taints (up to 1.36). */
  readonly taintsWakeAll: boolean;
  /** Scores are used again for pods with the same signature (gate OpportunisticBatching, from 1.35). */
  readonly batches: boolean;
  /** A batch goes on while its pods still fit on the node of the last one, which is scored anew (from 1.37). */
  readonly batchesRescore: boolean;
  /** A PreFilter plugin that restricts the search to some nodes counts as rejecting (from 1.31). */
  readonly narrowingRejects: boolean;
  /** The message counts the nodes that PreFilter excluded (from 1.32). */
  readonly narrowedNodesInMessage: boolean;
  /** A request larger than the empty node makes the node unresolvable, so preemption skips it (from 1.34). */
  readonly tooLargeIsUnresolvable: boolean;
  /** The message contains key and value of an untolerated taint (up to 1.34.1). */
  readonly taintNamedInMessage: boolean;
  /** The DynamicResources plugin is on (from 1.34). */
  readonly dynamicResources: boolean;
  /** DynamicResources adds its part to the message of a pod without claims (1.34 to 1.36). */
  readonly dynamicResourcesInMessage: boolean;
  /** DynamicResources scores; a node without claims of the pod gets 0 (from 1.35). */
  readonly dynamicResourcesScore: boolean;
  /** NodeResourcesBalancedAllocation skips a pod that requests none of its resources (from 1.33). */
  readonly balancedSkipsBestEffort: boolean;
  /** NodeResourcesBalancedAllocation scores the change of the balance (from 1.36). Before, it scores the balance with the pod. */
  readonly balancedScoresChange: boolean;
  /** An API server adds matchLabelKeys and mismatchLabelKeys to the selectors of affinity terms (gate MatchLabelKeysInPodAffinity, from 1.31). */
  readonly affinityLabelKeys: boolean;
  /** A namespaceSelector that selects a namespace without labels makes a term match pods of every namespace (from 1.34 to 1.36). */
  readonly namespaceSelectorStays: boolean;
  /** InterPodAffinity's hint compares the labels of a node before and after the change (from 1.33). */
  readonly affinityHintsCompareNodes: boolean;
  /** InterPodAffinity's hint also reads the anti-affinity of a removed pod, and a change of the pod's own labels (from 1.36). */
  readonly affinityHintsBothWays: boolean;
  /** One anti-affinity term that matches is enough for InterPodAffinity's hint (from 1.37). Before, all must match. */
  readonly affinityHintsAnyAntiTerm: boolean;
  /** The API server adds the labels that a spread constraint's `matchLabelKeys` names to its selector (from 1.34). */
  readonly mergesMatchLabelKeys: boolean;
  /** ImageLocality adds the sizes of image volumes (from 1.36). */
  readonly imageVolumesScored: boolean;
  /** ImageLocality counts image volumes in the number of images that its thresholds are multiplied by (from 1.37). */
  readonly imageVolumesInThreshold: boolean;
  /** The plugins that limit in-tree volumes are on by default (up to 1.30). */
  readonly inTreeLimits: boolean;
  /** Those plugins exist (up to 1.31). */
  readonly hasInTreeLimits: boolean;
  /** NodeName runs before NodeUnschedulable (from 1.37). */
  readonly nodeNameFirst: boolean;
  /** The plugin NodeDeclaredFeatures is on by default (from 1.36). */
  readonly nodeDeclaredFeatures: boolean;
  /** Options of bind mounts are a feature that nodes declare (from 1.37). */
  readonly bindMountOptionsDeclared: boolean;
  /** Preemption reads the present time for each comparison of two pods that have not started, which reverses them (up to 1.36). */
  readonly unstartedPodsReversed: boolean;
  /** Preemption stops to look at the budgets of a pod at the first that is exceeded (from 1.37). */
  readonly firstExceededBudgetEnds: boolean;
  /** Preemption also deletes victims that are terminating already, which marks them as victims (up to 1.34). */
  readonly deletesTerminatingVictims: boolean;
  /** The message of a preempting pod names the node and the number of victims (from 1.37). */
  readonly preemptionInMessage: boolean;
  /** A ReadWriteOncePod claim in use is named with the words that count nodes (from 1.34). */
  readonly claimInUseMessage: boolean;
  /** A bound volume out of reach is named by its node affinity (from 1.33). */
  readonly volumeAffinityMessage: boolean;
  /** VolumeZone listens to changes of claims, and VolumeRestrictions no longer does (from 1.31). */
  readonly zoneFollowsClaims: boolean;
  /** VolumeAttachments count as volumes of a node, and its limits are those of its CSINode alone (from 1.32). */
  readonly attachmentsCount: boolean;
  /** NodeVolumeLimits wakes pods by limits that rise, and only those that a removed VolumeAttachment concerns (from 1.33). */
  readonly raisedLimitsWake: boolean;
  /** Portworx volumes count as volumes of their CSI driver (gate CSIMigrationPortworx, from 1.31). */
  readonly portworxMigrated: boolean;
  /** In-tree volumes count as volumes of their CSI driver on every node with a CSINode (from 1.36). Before, its annotation names them. */
  readonly migratedEverywhere: boolean;
  /** A CSI driver can keep pods off nodes without it (gate VolumeLimitScaling, from 1.37). */
  readonly missingDriversReject: boolean;
  /** Volumes fit claims of their volume attributes class only (gate VolumeAttributesClass, from 1.34). */
  readonly volumeAttributesClasses: boolean;
  /** A binding asks the PreBind plugins first whether they have work to do, and their errors name that (gate NominatedNodeNameForExpectation, from 1.35). */
  readonly preBindPreFlights: boolean;
  /** VolumeBinding scores nodes by storage capacity (gate StorageCapacityScoring, from 1.37). */
  readonly storageCapacityScored: boolean;
  /** Of equal totals the root of the score heap wins (from 1.35). Before, a random one wins. */
  readonly deterministicTies: boolean;
}

/** The behaviour of a release. */
export function behaviourOf(version: KubernetesVersion): Behaviour {
  const [, minor = 0, patch = Number.POSITIVE_INFINITY] = version.split('.').map(Number);
  return {
    minor,
    podLevelResources: minor >= 34,
    sidecarsInAssumedRequests: minor >= 32,
    sidecarHostPorts: minor >= 34,
    queueingHints: minor >= 32,
    popFromBackoffQ: minor >= 33,
    backoffCountsRejections: minor >= 34,
    nominationEvents: minor >= 33,
    assignedPodsWakeSpread: minor >= 31,
    bindingReleasesNomination: minor === 33 || minor === 34,
    taintsWakeAll: minor <= 36,
    inPlaceResize: minor >= 33,
    scaleUpEvents: minor >= 37,
    preemptedWaitingPodsFail: minor >= 36,
    batches: minor >= 35,
    batchesRescore: minor >= 37,
    narrowingRejects: minor >= 31,
    narrowedNodesInMessage: minor >= 32,
    tooLargeIsUnresolvable: minor >= 34,
    taintNamedInMessage: minor <= 33 || (minor === 34 && patch <= 1),
    dynamicResources: minor >= 34,
    dynamicResourcesInMessage: minor >= 34 && minor <= 36,
    dynamicResourcesScore: minor >= 35,
    balancedSkipsBestEffort: minor >= 33,
    balancedScoresChange: minor >= 36,
    affinityLabelKeys: minor >= 31,
    namespaceSelectorStays: minor >= 34 && minor <= 36,
    affinityHintsCompareNodes: minor >= 33,
    affinityHintsBothWays: minor >= 36,
    affinityHintsAnyAntiTerm: minor >= 37,
    mergesMatchLabelKeys: minor >= 34,
    imageVolumesScored: minor >= 36,
    imageVolumesInThreshold: minor >= 37,
    inTreeLimits: minor <= 30,
    hasInTreeLimits: minor <= 31,
    nodeNameFirst: minor >= 37,
    nodeDeclaredFeatures: minor >= 36,
    bindMountOptionsDeclared: minor >= 37,
    unstartedPodsReversed: minor <= 36,
    firstExceededBudgetEnds: minor >= 37,
    deletesTerminatingVictims: minor <= 34,
    preemptionInMessage: minor >= 37,
    claimInUseMessage: minor >= 34,
    volumeAffinityMessage: minor >= 33,
    zoneFollowsClaims: minor >= 31,
    attachmentsCount: minor >= 32,
    raisedLimitsWake: minor >= 33,
    portworxMigrated: minor >= 31,
    migratedEverywhere: minor >= 36,
    missingDriversReject: minor >= 37,
    volumeAttributesClasses: minor >= 34,
    preBindPreFlights: minor >= 35,
    storageCapacityScored: minor >= 37,
    deterministicTies: minor >= 35,
  };
}

/**
 * Reads a version in the usual forms: `1.34`, `v1.34`, `1.34.4`, `v1.34.4+k3s1`.
 *
 * @throws {UserError} for a release that keg does not model.
 */
export function parseKubernetesVersion(text: string): KubernetesVersion {
  const version = modelledVersion(text);
  if (version) return version;
  throw new UserError(`Kubernetes ${text} is not modelled`, {
    next: `expected one of ${KUBERNETES_VERSIONS.join(', ')}`,
  });
}

/** The version in a text of these forms; undefined if keg does not model it. */
export function modelledVersion(text: string): KubernetesVersion | undefined {
  const parts = /^v?(1\.\d+)(?:\.(\d+))?(?:[.+-].*)?$/.exec(text.trim());
  const minor = KUBERNETES_VERSIONS.find((each) => each === parts?.[1]);
  if (!minor) return undefined;
  return parts?.[2] === undefined ? minor : `${minor}.${Number(parts[2])}`;
}
