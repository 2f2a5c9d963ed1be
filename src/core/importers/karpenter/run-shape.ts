/** Recognises runs of the Karpenter driver. It is apart from their reader, because recognising a file must not load a reader. */
import { isLooseMap, mapAt } from '../objects/loose-json.ts';

/** Whether a parsed file is a run of the driver: each branch of the driver saves another of the three. */
export function isKarpenterRun(value: unknown): boolean {
  const { cluster_snapshots: snapshots, audit_events: audit, resource_history: resources } = mapAt(value);
  return Array.isArray(snapshots) || Array.isArray(audit) || isLooseMap(resources);
}
