/** Recognises runs of the Karpenter driver. It is apart from their reader, because recognising a file must not load a reader. */
import { isLooseMap, mapAt } from '../objects/loose-json.ts';

/** Whether a parsed file is a run of the driver: each branch of the driver saves another of the three. */
export function isKarpenterRun(value: unknown): boolean {
  const { cluster_snapshots: snapshots, audit_events: audit, resource_history: resources } = mapAt(value);
  return Array.isArray(snapshots) || Array.isArray(audit) || isLooseMap(resources) || isFlatHistory(value);
}

/** Whether it is the map of the resource tracker: `deployment/NAMESPACE/NAME` to the events of the object. */
export function isFlatHistory(value: unknown): boolean {
  const entries = Object.entries(mapAt(value));
  return (
    entries.length > 0 &&
    entries.every(([key, tracked]) => /^[a-z]+\/.+/i.test(key) && Array.isArray(mapAt(tracked).events))
  );
}
