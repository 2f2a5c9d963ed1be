/** Computes the next step of a DaemonSet: one pod on every node on which its template may run. */
import type { Node } from '../../core/objects/node.ts';
import { NODE_NAME_FIELD, requiredNodeAffinity } from '../../core/objects/node-selector.ts';
import type { PodSpec, PodTemplate, Toleration } from '../../core/objects/pod.ts';
import { untoleratedTaint } from '../../core/objects/taints.ts';
import { podsOf } from './sync-deployment.ts';
import {
  currentRevision,
  NO_ORDERS,
  type Orders,
  type OwnedPod,
  type Revision,
  type WorkloadState,
} from './workload-state.ts';

/** Tolerations that the controller adds to its pods. Source: pkg/controller/daemon/util/daemonset_util.go, AddOrUpdateDaemonPodTolerations. */
const TOLERATED: readonly (readonly [key: string, effect: string])[] = [
  ['node.kubernetes.io/not-ready', 'NoExecute'],
  ['node.kubernetes.io/unreachable', 'NoExecute'],
  ['node.kubernetes.io/disk-pressure', 'NoSchedule'],
  ['node.kubernetes.io/memory-pressure', 'NoSchedule'],
  ['node.kubernetes.io/pid-pressure', 'NoSchedule'],
  ['node.kubernetes.io/unschedulable', 'NoSchedule'],
];
const NETWORK_UNAVAILABLE = ['node.kubernetes.io/network-unavailable', 'NoSchedule'] as const;

/**
 * Creates a pod for every node that has none and may have one. Deletes the pod of a node that is gone, no longer matches or has a NoExecute
 * taint that the pod does not tolerate. Terminal pods are deleted, and then replaced at once (the real controller waits 1 s to 15 min after failures).
 *
 * When nothing else is left to do, pods of an older template are deleted, and so replaced.
 *
 * Source: pkg/controller/daemon/daemon_controller.go, podsShouldBeOnNode, NodeShouldRunDaemonPod (read at 1.36).
 */
export function syncDaemonSet(state: WorkloadState, nodes: Iterable<Node>): Orders {
  const { pods } = state;
  const current = currentRevision(state);
  const { plan } = current;
  const placement = daemonPlacement(plan.template.spec);
  const byTarget = new Map<string, OwnedPod>();
  for (const pod of pods.values()) byTarget.set(pod.target ?? '', pod);
  const create: { target: string }[] = [];
  const remove: OwnedPod[] = [];
  let wanted = 0;
  for (const node of nodes) {
    const { name } = node.metadata;
    const pod = byTarget.get(name);
    byTarget.delete(name);
    const { runs, stays } = placement(node);
    if (runs) wanted += 1;
    if (pod && !pod.terminating && (pod.finished || !stays)) remove.push(pod);
    if (!pod && runs) create.push({ target: name });
  }
  for (const pod of byTarget.values()) if (!pod.terminating) remove.push(pod);
  if (create.length + remove.length > 0) return { create, remove };
  return replaceOld(pods.values(), current, wanted);
}

/** The pods that these DaemonSets create on a node. */
export function daemonPodsOn(node: Node, templates: Iterable<PodTemplate>): PodTemplate[] {
  return [...templates].flatMap((template) =>
    daemonPlacement(template.spec)(node).runs ? [daemonTemplate(template, node.metadata.name)] : [],
  );
}

/** Whether pods of a DaemonSet run on a node, and whether one that is there stays. */
function daemonPlacement(
  template: PodSpec,
): (node: Node) => { readonly runs: boolean; readonly stays: boolean } {
  const spec = daemonSpec(template);
  const matches = requiredNodeAffinity(spec);
  return (node) => {
    const { taints } = node.spec ?? {};
    const fits = (!spec.nodeName || spec.nodeName === node.metadata.name) && (!matches || matches(node));
    return {
      runs: fits && !untoleratedTaint(taints, spec.tolerations),
      stays: fits && !untoleratedTaint(taints, spec.tolerations, ({ effect }) => effect === 'NoExecute'),
    };
  };
}

/**
 * Deletes pods of an older template: all that are not ready, and others until maxUnavailable pods are missing.
 *
 * Source: pkg/controller/daemon/update.go, rollingUpdate without a surge (read at 1.37). Go visits the nodes in random order; here the pods are
 * visited in the order in which they were created.
 */
function replaceOld(pods: Iterable<OwnedPod>, current: Revision, wanted: number): Orders {
  const most = podsOf(current.plan.strategy.maxUnavailable, wanted, Math.ceil);
  const replaced: OwnedPod[] = [];
  const candidates: OwnedPod[] = [];
  let unavailable = 0;
  for (const pod of pods) {
    const isOld = pod.revision !== current;
    if (pod.terminating || pod.readyAt === null) unavailable += 1;
    if (pod.terminating || !isOld) continue;
    if (pod.readyAt === null) replaced.push(pod);
    else if (unavailable < most) candidates.push(pod);
  }
  const remove = [...replaced, ...candidates.slice(0, Math.max(0, most - unavailable))];
  return remove.length === 0 ? NO_ORDERS : { create: [], remove };
}

/** The template of the pod for one node. The default scheduler binds it: its node affinity allows no other node. */
export function daemonTemplate(template: PodTemplate, node: string): PodTemplate {
  const spec = daemonSpec(template.spec);
  const { affinity } = spec;
  const nodeSelectorTerms = [{ matchFields: [{ key: NODE_NAME_FIELD, operator: 'In', values: [node] }] }];
  const nodeAffinity = {
    ...affinity?.nodeAffinity,
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms },
  };
  return { ...template, spec: { ...spec, affinity: { ...affinity, nodeAffinity } } };
}

function daemonSpec(spec: PodSpec): PodSpec {
  const own = spec.tolerations ?? [];
  const tolerated = spec.hostNetwork ? [...TOLERATED, NETWORK_UNAVAILABLE] : TOLERATED;
  const added = tolerated.map(([key, effect]): Toleration => ({ key, operator: 'Exists', effect }));
  return { ...spec, tolerations: [...own, ...added] };
}
