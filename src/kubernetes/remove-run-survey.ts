/** What a removal would remove, by the same kinds and the same label, with nothing touched. */
import { type RemovedCounts, startCounting } from './remove-run-counts.ts';
import { RUN_KINDS, runObjects, runSelector } from './remove-run-kinds.ts';
import type { Transport } from './transport.ts';

/**
 * Counts what `removeRun` would delete now.
 *
 * @param run its id; undefined counts what every run of keg made.
 * @throws {UserError} as `removeRun`.
 */
export async function countRun(
  transport: Transport,
  run: string | undefined,
  signal?: AbortSignal,
): Promise<RemovedCounts> {
  const labelSelector = runSelector(run);
  const { counts, add } = startCounting();
  for (const kind of RUN_KINDS)
    for await (const object of runObjects(transport, kind, labelSelector, signal)) add(kind.kind, object);
  return counts;
}
