/** SimKube traces as an import format. */
import { EVERYTHING, type ImportFormat } from '../import-format.ts';

export const SIMKUBE: ImportFormat = {
  name: 'simkube',
  title: 'a SimKube trace',
  files: 'SimKube traces of version 2, `.sktrace` (MessagePack) or JSON',
  times: '1 s',
  missing: 'nodes, placements, readiness, how pods ended',
  detect: ({ bytes: [first = 0], isJson, text }) =>
    isMessagePackMap(first) || (isJson && /"(?:pod_lifecycles|trackedObjects|applied_objs)"\s*:/.test(text)),
  lookahead: EVERYTHING,
  resolution: '1s',
  hasStamps: false,
  reading: {
    by: 'whole-files',
    open: async (history) => (await import('./simkube.ts')).readSimkubeTraces(history),
  },
};

/** A MessagePack map of few entries; no text begins with such a byte. */
function isMessagePackMap(first: number): boolean {
  return (first >= 0x81 && first <= 0x8f) || first === 0xde;
}
