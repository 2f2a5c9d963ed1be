/** Decides whether the kubelet admits a pod: it fails a pod that was put on its node by name, without the scheduler, and finds no room. */
import { admitPod, allocatableOf } from '../../core/objects/admission.ts';
import type { Node } from '../../core/objects/node.ts';
import type { PodTemplate } from '../../core/objects/pod.ts';
import { podRequest } from '../../core/objects/pod-request.ts';
import { parseResourceList } from '../../core/objects/quantity.ts';

/** Computes what pods hold, once per template. */
export interface KubeletAdmission {
  /**
   * The reason for which the kubelet fails the pod, as `OutOfcpu`; undefined if there is room beside the other pods
   * (pkg/kubelet/lifecycle/predicate.go: the node checks the fit of resources again).
   */
  refuses(node: Node, others: Iterable<PodTemplate>, incoming: PodTemplate): string | undefined;
}

/** @param podLevel whether pod-level requests count (from Kubernetes 1.34). */
export function kubeletAdmission(podLevel: boolean): KubeletAdmission {
  const requests = new WeakMap<PodTemplate, ReadonlyMap<string, number>>();
  const requestOf = (template: PodTemplate): ReadonlyMap<string, number> => {
    const known = requests.get(template);
    if (known) return known;
    const request = podRequest(admitPod(template.spec, { podLevel }), { podLevel }).set('pods', 1);
    requests.set(template, request);
    return request;
  };
  return {
    refuses(node, others, incoming) {
      const free = parseResourceList(allocatableOf(node));
      for (const other of others) {
        for (const [resource, amount] of requestOf(other))
          free.set(resource, (free.get(resource) ?? 0) - amount);
      }
      for (const [resource, amount] of requestOf(incoming)) {
        if (amount > 0 && amount > (free.get(resource) ?? 0)) return `OutOf${resource}`;
      }
      return undefined;
    },
  };
}
