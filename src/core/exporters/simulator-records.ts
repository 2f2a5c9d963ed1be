/** Writes the recordings of kube-scheduler-simulator's sched-recorder: one added, updated or deleted object a line, with its time. */
import { MICROSECONDS_A_SECOND, parseMoment } from '../time/moment.ts';
import type { ExportFormat } from './export-format.ts';

const EVENTS = { create: 'Add', update: 'Update', delete: 'Delete' } as const;

export const SIMULATOR_RECORDS: ExportFormat = {
  name: 'simulator',
  files: 'a recording of kube-scheduler-simulator’s sched-recorder, JSON Lines',
  times: '1 µs',
  missing: 'phases: a pod is deleted when it ends',
  open(start) {
    const epoch = parseMoment(start) ?? 0;
    return {
      change: ({ at, method, object }) =>
        `${JSON.stringify({ time: stamp(epoch + at), event: EVENTS[method], resource: object })}\n`,
      end: () => '',
    };
  },
};

/** RFC 3339 with microseconds. */
function stamp(moment: number): string {
  const seconds = Math.floor(moment / MICROSECONDS_A_SECOND);
  const rest = String(moment - seconds * MICROSECONDS_A_SECOND).padStart(6, '0');
  return new Date(seconds * 1000).toISOString().replace('.000Z', `.${rest}Z`);
}
