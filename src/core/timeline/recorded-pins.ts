/** Pins planned pods to their nodes of a recording. */
import type { PodTemplate } from '../objects/pod.ts';
import type { Planned, PlannedPod } from './timeline-event.ts';

export interface Pins {
  /**
   * Creates the pod on its node, at the time of its binding. A pod that was never bound (`node` is undefined) gets a selector that no node
   * matches. The scheduler places a pod whose node is not in the recording (`node` is null).
   */
  pin(
    planned: { at: number; pod: PlannedPod },
    node: string | null | undefined,
    boundAt: number | undefined,
  ): Planned;
}

/** A label that no node has. */
export const NOWHERE = { 'keg.dev/never-bound-in-the-recording': 'true' };

/** Pods of one template on one node share one template object, so that it is stored and computed once. */
export function createPins(): Pins {
  const byTemplate = new WeakMap<PodTemplate, Map<string | undefined, PodTemplate>>();

  function pinned(template: PodTemplate, node: string | undefined): PodTemplate {
    const known = byTemplate.get(template) ?? new Map<string | undefined, PodTemplate>();
    byTemplate.set(template, known);
    const same = known.get(node);
    if (same) return same;
    const { spec } = template;
    const tied =
      node === undefined
        ? { ...spec, nodeSelector: { ...spec.nodeSelector, ...NOWHERE } }
        : { ...spec, nodeName: node };
    const result = { ...template, spec: tied };
    known.set(node, result);
    return result;
  }

  return {
    pin({ at, pod }, node, boundAt) {
      if (node === null) return { at, action: { kind: 'create-pod', pod } };
      return {
        at: boundAt ?? at,
        action: { kind: 'create-pod', pod: { ...pod, template: pinned(pod.template, node) } },
      };
    },
  };
}
