/** Writes SimKube traces of version 2 (acrlabs/simkube): bare pods, applied and deleted in whole seconds, as MessagePack. */
import { MICROSECONDS_A_SECOND, parseMoment } from '../time/moment.ts';
import type { ExportedObject, ExportFormat } from './export-format.ts';

interface TraceEvent {
  readonly ts: number;
  readonly applied_objs: ExportedObject[];
  readonly deleted_objs: ExportedObject[];
}

export const SIMKUBE_TRACE: ExportFormat = {
  name: 'simkube',
  files: 'a SimKube trace of version 2, `.sktrace` (MessagePack), with bare pods',
  times: '1 s',
  missing: 'nodes; phases: a pod is deleted when it ends',
  open(start) {
    const epoch = parseMoment(start) ?? 0;
    const events: TraceEvent[] = [];
    const index: Record<string, number> = {};
    let count = 0;
    return {
      change({ at, method, object }) {
        if (object.kind !== 'Pod') return '';
        const ts = Math.floor((epoch + at) / MICROSECONDS_A_SECOND);
        if (events.at(-1)?.ts !== ts) events.push({ ts, applied_objs: [], deleted_objs: [] });
        const { applied_objs, deleted_objs } = events.at(-1)!;
        if (method === 'delete') deleted_objs.push(object);
        else applied_objs.push(object);
        const { namespace = '', name } = object.metadata;
        index[`${namespace}/${name}`] ??= count += 1;
        return '';
      },
      async end() {
        const { encode } = await import('@msgpack/msgpack');
        return encode({
          version: 2,
          config: { trackedObjects: { 'v1.Pod': { podSpecTemplatePaths: [''] } } },
          events,
          index: { 'v1.Pod': index },
          pod_lifecycles: {},
        });
      },
    };
  },
};
