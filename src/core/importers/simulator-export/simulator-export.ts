/** Reads exports of kube-scheduler-simulator (snapshot.go, ResourcesForSnap): lists of objects, which lack their kinds, as one moment of a cluster. */
import { readDump } from '../dump/read-dump.ts';
import type { ImportHistory } from '../history/import-history.ts';
import type { FileReader, ReadContext } from '../import-format.ts';
import { isLooseMap, listAt } from '../objects/loose-json.ts';
import { kubernetesValues } from '../text/kubernetes-values.ts';

const LISTS = {
  namespaces: { apiVersion: 'v1', kind: 'Namespace' },
  priorityClasses: { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass' },
  storageClasses: { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' },
  pvs: { apiVersion: 'v1', kind: 'PersistentVolume' },
  pvcs: { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
  nodes: { apiVersion: 'v1', kind: 'Node' },
  pods: { apiVersion: 'v1', kind: 'Pod' },
};

export function readSimulatorExport(history: ImportHistory, context: ReadContext): FileReader {
  return readDump(history, context, (file) => {
    const [exported] = kubernetesValues(file).values;
    const values = Object.entries(LISTS).flatMap(([list, type]) =>
      listAt(exported, list).map((object) => (isLooseMap(object) ? { ...type, ...object } : object)),
    );
    return { values, lines: 0 };
  });
}
