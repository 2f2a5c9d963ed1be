/** Declares the import format of runs of the Karpenter scenario driver. */
import { EVERYTHING, type ImportFormat } from '../import-format.ts';
import { isKarpenterRun } from './run-shape.ts';

export const KARPENTER: ImportFormat = {
  name: 'karpenter',
  title: 'a run of the Karpenter scenario driver',
  files: "a run's JSON of the Karpenter scenario driver (snapshots, audit events or object histories)",
  times: 'as its source',
  missing: 'the time between two snapshots, which is a gap',
  detect: ({ firstRecord, isJson, text }) =>
    isJson &&
    (isKarpenterRun(firstRecord) || /"(?:cluster_snapshots|audit_events|resource_history)"\s*:/.test(text)),
  lookahead: EVERYTHING,
  resolution: '1s',
  hasStamps: true,
  reading: {
    by: 'whole-files',
    open: async (history) => (await import('./driver-run.ts')).readDriverRuns(history),
  },
};
