/** Says for each cause of an end what becomes of it in the scenario: it is drawn, an event makes it again, or it only cuts a run off. */

import type { NodeHistory } from '../nodes/node-history.ts';
import type { EndCause } from '../pods/end-cause.ts';
import type { PodHistory } from '../pods/pod-history.ts';

/** The causes of ends; evictions by what their node shows, and pods that the window cuts off. */
type CountedCause =
  | Exclude<EndCause, 'evicted'>
  | 'evicted with the node'
  | 'evicted by others'
  | 'not ended';

/** `drawn`: from a distribution. `event`: an event of the scenario causes it. `censored`: the replay makes it or not, and nothing is drawn. */
type EndOrigin = 'drawn' | 'event' | 'censored';

export interface CountedEnd {
  readonly cause: CountedCause;
  readonly pods: number;
  readonly origin: EndOrigin;
  /** The part of the scenario that makes it, or why none does. */
  readonly by: string;
}

const ORIGINS: Readonly<Record<CountedCause, Pick<CountedEnd, 'origin' | 'by'>>> = {
  succeeded: { origin: 'drawn', by: 'lifetime and end' },
  failed: { origin: 'drawn', by: 'lifetime and end' },
  deleted: { origin: 'drawn', by: 'lifetime and end' },
  withdrawn: { origin: 'drawn', by: 'phases.withdrawn' },
  scaled: { origin: 'event', by: 'events.workloads' },
  'evicted with the node': { origin: 'event', by: 'events.nodes' },
  'evicted by others': { origin: 'censored', by: 'the replay decides itself what to evict' },
  'not ended': { origin: 'censored', by: 'the window ended' },
};

/** Seconds between the removal of a node and the end of its pods. */
const SOON = 60;

/** Causes that no pod has are left out. */
export function countedEnds(pods: readonly PodHistory[], nodes: readonly NodeHistory[]): CountedEnd[] {
  const byName = Map.groupBy(nodes, ({ name }) => name);
  const counts = new Map<CountedCause, number>();
  for (const pod of pods) {
    const cause = causeOf(pod, byName.get(pod.node ?? '') ?? []);
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  return (Object.keys(ORIGINS) as CountedCause[]).flatMap((cause) => {
    const count = counts.get(cause);
    return count === undefined ? [] : [{ cause, pods: count, ...ORIGINS[cause] }];
  });
}

function causeOf({ cause, ended }: PodHistory, nodes: readonly NodeHistory[]): CountedCause {
  if (cause === undefined || ended === undefined) return 'not ended';
  if (cause !== 'evicted') return cause;
  return nodes.some((node) => isLeft(node, ended)) ? 'evicted with the node' : 'evicted by others';
}

/** Whether the pods of the node had to leave it at that time: it was removed, cordoned, or had a taint that evicts. */
function isLeft({ removed, states }: NodeHistory, ended: number): boolean {
  if (removed !== undefined && Math.abs(removed - ended) <= SOON) return true;
  const spec = states.findLast(({ at }) => at <= ended)?.node.spec;
  return spec?.unschedulable === true || spec?.taints?.some(({ effect }) => effect === 'NoExecute') === true;
}
