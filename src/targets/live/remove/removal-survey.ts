/** Counts what a removal would remove, by the same kinds and the same label, and changes nothing. */

import type { Transport } from '../../../kubernetes/transport.ts';
import type { Persist } from './removal-calls.ts';
import { hasController, type RemovedCounts, startCounting } from './removal-counts.ts';
import {
  POD_KIND,
  RUN_KINDS,
  type RunKind,
  type RunObject,
  runSelector,
  WORKLOADS,
} from './removal-kinds.ts';
import { runObjects } from './removal-objects.ts';

/**
 * Counts what `removeRun` would delete now.
 *
 * @param run its id; undefined counts what all runs of keg created.
 * @throws {UserError} as `removeRun`.
 */
export function surveyRun(
  transport: Transport,
  run: string | undefined,
  signal?: AbortSignal,
): Promise<RemovedCounts> {
  return count({ transport, labelSelector: runSelector(run), persist: once, signal }, RUN_KINDS);
}

/** Counts the pods that workloads created: once the workloads are deleted, Kubernetes' garbage collector deletes their pods, perhaps before they are listed. */
export async function countPodsOfWorkloads(listing: Listing): Promise<RemovedCounts> {
  const { workloads } = await count(listing, WORKLOADS);
  return count(listing, workloads > 0 ? [POD_KIND] : [], hasController);
}

/** What to list, and how patiently. */
export interface Listing {
  readonly transport: Transport;
  readonly labelSelector: string;
  readonly persist: Persist;
  readonly signal: AbortSignal | undefined;
}

async function count(
  { transport, labelSelector, persist, signal }: Listing,
  kinds: readonly RunKind[],
  isCounted: (object: RunObject) => boolean = () => true,
): Promise<RemovedCounts> {
  const { counts, addAll } = startCounting();
  for (const kind of kinds) {
    let ofKind = startCounting();
    const start = (): void => {
      ofKind = startCounting();
    };
    for await (const object of runObjects(transport, kind, labelSelector, persist, signal, start))
      if (isCounted(object)) ofKind.add(kind.kind, object);
    addAll(ofKind.counts);
  }
  return counts;
}

const once: Persist = (_right, attempt) => attempt();
