/** Declares kubectl's own flags for the cluster and the user, and reads their values. Every command that calls a cluster has them. */
import { CONNECTION_FLAGS } from '../targets/live/connection-flags.ts';
import { type ClusterAccess, readClusterAccess } from '../targets/live/read-live-flags.ts';
import { commandFlags, flagValues } from './target-flags.ts';

export const CLUSTER_FLAGS = commandFlags(CONNECTION_FLAGS);

/** @throws {UserError} (usage) for a timeout that is not a duration. */
export function readClusterFlags(flags: Readonly<Record<string, unknown>>): ClusterAccess {
  return readClusterAccess(flagValues(CONNECTION_FLAGS, flags));
}
