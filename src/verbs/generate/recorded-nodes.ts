/** Gives a scenario the nodes of a recording in place of its own: a workload on the node shapes of a real cluster. */
import { UserError } from '../../core/errors/user-error.ts';
import { collectHistory } from '../../core/fitting/pods/pod-history.ts';
import { clusterToWrite, writeCluster } from '../../core/fitting/writing/write-cluster.ts';
import type { RecordingHeader } from '../../core/recording/observation.ts';
import { readRecordingFile } from '../../storage/recording-file.ts';
import type { Written } from './changes.ts';

/** @returns `cluster.nodes`: the nodes that were there when the recording began. @throws {UserError} for a file that is no recording, or has no such nodes. */
export async function readRecordedNodes(file: string): Promise<readonly Written[]> {
  const collector = collectHistory({ resolution: 1e-6, stamps: 0 });
  let header: RecordingHeader | undefined;
  await readRecordingFile(file, {
    header: (read) => {
      header = read;
    },
    observe: (observation) => collector.observe(observation),
  });
  const history = collector.history();
  const { cluster } = writeCluster(clusterToWrite(header!, history), [], history.pods);
  const nodes = (cluster?.nodes ?? []) as readonly Written[];
  if (nodes.length > 0) return nodes;
  throw new UserError('the recording has no nodes at its beginning', {
    position: { file },
    next: 'record some: kubectl keg record -o nodes.keg.jsonl --nodes-only',
  });
}
