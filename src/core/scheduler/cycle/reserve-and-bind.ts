/** Runs the points after a node is chosen: Reserve and Permit, then PreBind and Bind, and Unreserve if one fails (schedule_one.go). */
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodState } from '../framework/pod-state.ts';
import { failure, type Rejection, unresolvable } from '../framework/rejection.ts';
import type { AssumedPod } from './assumed-pods.ts';

type Chosen = Pick<AssumedPod, 'framework' | 'made' | 'node'>;

/** Whether no plugin reserves anything for the pod, and none can hold it back at Permit. */
export function takesNothing({ framework, made }: Chosen): boolean {
  if (framework.permits.length > 0 || framework.failing.reserve !== undefined) return false;
  for (const index of framework.reserves) if (made[index]) return false;
  return true;
}

/** Takes what the pod needs on its node. @returns the rejection that stopped it. */
export function reserve({ framework, made, node }: Chosen): Rejection | undefined {
  if (framework.failing.reserve !== undefined) return failure(framework.failing.reserve);
  for (const index of framework.reserves) {
    const rejection = made[index]?.reserve?.(node);
    if (rejection) return rejection;
  }
  return undefined;
}

/** Gives everything back, in reverse order. */
export function unreserve({ framework, made, node }: Chosen): void {
  for (const index of framework.reserves.toReversed()) made[index]?.unreserve?.(node);
}

const NO_WAITS: ReadonlyMap<string, number> = new Map();

/** Asks the Permit plugins. @returns a rejection, or for how many microseconds the pod waits for which plugin (none: it is bound at once). */
export function permit(pod: PodState, { framework, node }: Chosen): Rejection | ReadonlyMap<string, number> {
  if (framework.permits.length === 0) return NO_WAITS;
  const waits = new Map<string, number>();
  for (const plugin of framework.permits) {
    const verdict = plugin.permit?.(pod, node);
    if (!verdict) continue;
    if ('wait' in verdict) waits.set(plugin.name, verdict.wait);
    else return verdict;
  }
  return waits;
}

/** Prepares the binding and leaves it to a Bind plugin. @returns why it failed. */
export function preBindAndBind(pod: PodState, chosen: Chosen): Rejection | undefined {
  const { framework, made, node } = chosen;
  const message = framework.failing.preBind?.(node, made);
  if (message !== undefined) return failure(message);
  for (const index of framework.preBinds) {
    const rejection = made[index]?.preBind?.(node);
    if (rejection) return rejection;
  }
  return bind(pod, node, chosen);
}

function bind(pod: PodState, node: NodeInfo, { framework: { binders } }: Chosen): Rejection | undefined {
  for (const plugin of binders) {
    const verdict = plugin.bind?.(pod, node) ?? 'skip';
    if (verdict === 'bind') return undefined;
    if (verdict !== 'skip') return verdict;
  }
  return unresolvable('', 'all bind plugins skipped the pod');
}
