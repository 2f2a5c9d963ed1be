/** Makes the header of a recording of a cluster: what was selected, what could be read, and by which clock. */
import { inferredNodes } from '../../core/recording/node-problems.ts';
import { RECORDING_API_VERSION, type RecordingHeader } from '../../core/recording/observation.ts';
import type { Redaction } from '../../core/recording/redaction/redaction.ts';
import { neededRoles } from '../../kubernetes/access-rules.ts';
import type { Access } from './check-access.ts';
import type { RecordClock } from './record-clock.ts';
import { describeSelection, type Selection } from './selection.ts';

export function headerOf(
  { tool, keepsNames }: { readonly tool: RecordingHeader['tool']; readonly keepsNames: boolean },
  clock: RecordClock,
  redaction: Redaction,
  { kubernetes, canListNodes }: Access,
  selection: Selection,
  usage: RecordingHeader['source']['usage'],
): RecordingHeader {
  const selected = describeSelection(selection, keepsNames);
  return {
    apiVersion: RECORDING_API_VERSION,
    kind: 'Recording',
    source: {
      kind: 'cluster',
      kubernetes,
      ...(selected === undefined ? {} : { selection: selected }),
      ...(canListNodes ? {} : { nodes: 'inferred' }),
      ...(usage && { usage }),
    },
    start: clock.start,
    tool,
    clock: { kind: 'monotonic', resolution: '1us', stamps: '1s' },
    redaction: redaction.summary,
    ...(canListNodes ? {} : { problems: [NODES_INFERRED] }),
  };
}

export const NODES_INFERRED = inferredNodes(
  `to record them give the user ${neededRoles([{ group: '', resource: 'nodes', verbs: ['list', 'watch'] }])}`,
);
