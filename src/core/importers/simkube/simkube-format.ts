/** Declares the import format of SimKube traces. */
import { EVERYTHING, type ImportFormat } from '../import-format.ts';

export const SIMKUBE: ImportFormat = {
  name: 'simkube',
  title: 'a SimKube trace',
  files: 'SimKube traces of version 2, `.sktrace` (MessagePack) or JSON',
  times: '1 s',
  missing: 'nodes, placements, readiness, how pods ended',
  detect: ({ bytes, isJson, text }) =>
    isMessagePackMap(bytes) || (isJson && /"(?:pod_lifecycles|trackedObjects|applied_objs)"\s*:/.test(text)),
  lookahead: EVERYTHING,
  resolution: '1s',
  hasStamps: false,
  reading: {
    by: 'whole-files',
    open: async (history) => (await import('./simkube.ts')).readSimkubeTraces(history),
  },
};

/** A MessagePack map whose first key is text. No text begins so, and neither does a picture (PNG), which begins with 0x89 0x50. */
function isMessagePackMap([first = 0, second = 0]: Uint8Array): boolean {
  return (first >= 0x81 && first <= 0x8f && second >= 0xa0) || first === 0xde;
}
