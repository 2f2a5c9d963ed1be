/** Writes what kube-scheduler-simulator imports (POST /api/v1/import): the objects that are there at the end, not scheduled yet. */
import type { ExportedObject, ExportFormat } from './export-format.ts';

export const SIMULATOR_SNAPSHOT: ExportFormat = {
  name: 'simulator-import',
  files: 'what kube-scheduler-simulator imports, JSON with `pods`, `nodes`, … and `schedulerConfig`',
  times: 'the last moment',
  missing: 'what came and went before',
  open() {
    const there = new Map<string, ExportedObject>();
    const ofKind = (kind: ExportedObject['kind']) =>
      [...there.values()].filter((object) => object.kind === kind);
    return {
      change({ method, object }) {
        const { namespace = '', name } = object.metadata;
        const key = `${object.kind} ${namespace}/${name}`;
        if (method === 'delete') there.delete(key);
        else there.set(key, object);
        return '';
      },
      end: () =>
        `${JSON.stringify({
          pods: ofKind('Pod'),
          nodes: ofKind('Node'),
          pvs: [],
          pvcs: [],
          storageClasses: [],
          priorityClasses: [],
          schedulerConfig: {
            apiVersion: 'kubescheduler.config.k8s.io/v1',
            kind: 'KubeSchedulerConfiguration',
            leaderElection: { leaderElect: false },
          },
          namespaces: ofKind('Namespace'),
        })}\n`,
    };
  },
};
