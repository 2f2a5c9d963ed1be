/** Declares the import format of recordings of kube-scheduler-simulator's sched-recorder. */
import type { ImportFormat } from '../import-format.ts';
import { isSchedRecord } from './sched-record.ts';

export const SCHED_RECORDER: ImportFormat = {
  name: 'sched-recorder',
  title: 'a recording of sched-recorder (kube-scheduler-simulator)',
  files: "what kube-scheduler-simulator's sched-recorder writes, JSON Lines",
  times: 'ns, cut to µs',
  missing: '–',
  detect: ({ firstRecord, isJson }) => isJson && isSchedRecord(firstRecord),
  lookahead: 1_000,
  resolution: '1us',
  hasStamps: true,
  reading: {
    by: 'json-lines',
    open: async (history) => (await import('./sched-recorder.ts')).readSchedRecorder(history),
  },
};
