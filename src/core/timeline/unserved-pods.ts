/** Finds pods that no node can take where an autoscaler makes the nodes: it orders none for them, and they would wait without a word. */
import { counted } from '../errors/counted.ts';
import type { Problem } from '../errors/problem.ts';
import { admitPod } from '../objects/admission.ts';
import type { Node } from '../objects/node.ts';
import { requiredNodeAffinity } from '../objects/node-selector.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { podRequest } from '../objects/pod-request.ts';
import { parseResourceList } from '../objects/quantity.ts';
import { untoleratedTaint } from '../objects/taints.ts';
import type { Autoscaler } from '../scenario/autoscaler.ts';
import { makeNode } from './expand-nodes.ts';
import type { TimelineEvent } from './timeline-event.ts';

const SHOWN = 3;

/** One warning for all templates that fit neither an empty node of a pool nor an empty node of the timeline. */
export function unservedPods(timeline: readonly TimelineEvent[], { pools }: Autoscaler): Problem[] {
  const templates = new Map<PodTemplate, string>();
  const nodes = pools.map(({ name, offer }) => makeNode(`${name}-0`, offer));
  for (const { action } of timeline) {
    if (action.kind === 'add-node' || action.kind === 'update-node') nodes.push(action.node);
    else if (action.kind === 'create-pod') templates.set(action.pod.template, action.pod.group);
    else if (action.kind === 'scale-workload' && action.workload.kind !== 'DaemonSet')
      templates.set(action.workload.template, action.workload.name);
  }
  const unserved = new Map<string, string>();
  for (const [template, name] of templates) {
    if (unserved.has(name)) continue;
    const why = whyNone(template, nodes);
    if (why !== undefined) unserved.set(name, why);
  }
  if (unserved.size === 0) return [];
  const shown = Array.from(unserved, ([name, why]) => `${name} (${why})`).slice(0, SHOWN);
  const more = unserved.size > SHOWN ? `, and ${unserved.size - SHOWN} more` : '';
  return [
    {
      code: 'pod-too-large',
      severity: 'warning',
      message: `no pool of the autoscaler has room for ${counted(unserved.size, 'kind of pod', 'kinds of pod')}: ${shown.join(', ')}${more}`,
      next: 'give a pool the labels, the tolerated taints and the size that they need',
    },
  ];
}

/** Undefined where an empty node can take the pod. */
function whyNone({ spec }: PodTemplate, nodes: readonly Node[]): string | undefined {
  const matches = requiredNodeAffinity(spec);
  const matching = nodes.filter((node) => matches === undefined || matches(node));
  if (matching.length === 0) return 'no node has the labels that it selects';
  const open = matching.filter((node) => !untoleratedTaint(node.spec?.taints, spec.tolerations));
  if (open.length === 0) return 'it does not tolerate their taints';
  const request = [...podRequest(admitPod(spec))].filter(([, amount]) => amount > 0);
  const offers = open.map(({ status }) => parseResourceList(status?.allocatable));
  if (offers.some((offer) => request.every(([name, amount]) => amount <= (offer.get(name) ?? 0))))
    return undefined;
  const short = request.find(([name, amount]) => offers.every((offer) => amount > (offer.get(name) ?? 0)));
  return short ? `too little ${short[0]}` : 'too small';
}
