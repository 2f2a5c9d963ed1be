/** Restores the state in which a decision was taken, where the time from a decision to its observation is known. */
import type { RecordingHeader, SchedulerLatency } from '../recording/observation.ts';
import { DEFAULT_BIND, DEFAULT_CYCLE } from '../scenario/build-scenario.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { LaterBinding } from './other-orders.ts';
import type { Change } from './recorded-cluster.ts';

/** Of a replay on the embedded cluster; undefined for every other recording. */
export function knownLatency({
  source: { kind, target, latency },
}: RecordingHeader): SchedulerLatency | undefined {
  if (kind !== 'replay' || target !== 'embedded') return undefined;
  return latency ?? { cycle: DEFAULT_CYCLE, bind: DEFAULT_BIND };
}

/** The longest time from a decision to its observation. */
export function longestLatency(latency: SchedulerLatency | undefined): Microseconds {
  return latency ? latency.cycle + latency.bind : 0;
}

/** When a binding or a refusal was decided that is seen at a time. */
export function decidedAt(
  at: Microseconds,
  kind: 'binding' | 'refusal',
  latency: SchedulerLatency,
): Microseconds {
  return at - latency.cycle - (kind === 'binding' ? latency.bind : 0);
}

/**
 * Runs in the state of that time: without the changes since then, and with the pods that had been decided about by then, because the
 * scheduler counts them at once.
 *
 * @param before the changes that were seen shortly before the present state.
 * @param after the bindings that are seen shortly after it.
 */
export function asOfDecision<Result>(
  time: Microseconds,
  latency: SchedulerLatency,
  { before, after }: { readonly before: readonly Change[]; readonly after: readonly LaterBinding[] },
  run: () => Result,
): Result {
  const unseen = before.filter(({ at, binds }) => binds === undefined && at > time);
  for (const change of unseen.toReversed()) change.undo();
  const early = after.flatMap((binding) =>
    decidedAt(binding.at, 'binding', latency) < time ? (binding.bind() ?? []) : [],
  );
  const result = run();
  for (const change of early.toReversed()) change.undo();
  for (const change of unseen) change.redo();
  return result;
}
