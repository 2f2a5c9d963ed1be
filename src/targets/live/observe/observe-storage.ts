/** Watches the volumes, claims and classes of a run into observations, under the names that the scenario has for them. */
import type { ClusterObjectKind } from '../../../core/objects/cluster-object.ts';
import { OBJECT_KINDS } from '../../../core/objects/object-kinds.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { WatchReport } from '../../../kubernetes/watch-loop.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { objectWithoutMarks } from '../objects/run-marks.ts';
import type { ClusterObserver } from './cluster-observer.ts';
import type { WatchGroup } from './watch-group.ts';

/** Drivers and classes before the claims that name them, and volumes before the claims that are bound to them. */
const KINDS: readonly ClusterObjectKind[] = [
  'CSIDriver',
  'StorageClass',
  'CSINode',
  'PersistentVolume',
  'PersistentVolumeClaim',
];

/** Resolves when everything that exists was seen. @param fail gets what ends a watch early. */
export async function observeStorage(
  watches: WatchGroup,
  cluster: ClusterObserver,
  run: string,
  fail: (error: unknown) => void,
): Promise<void> {
  for (const kind of KINDS) {
    const entry = OBJECT_KINDS.find((each) => each.kind === kind)!;
    const group = entry.apiVersion.includes('/') ? `/apis/${entry.apiVersion}` : `/api/${entry.apiVersion}`;
    const collection = { path: `${group}/${entry.plural}`, labelSelector: `${RUN_LABEL}=${run}` };
    const see = (report: WatchReport<KubernetesObject>): void => {
      if (watches.signal.aborted) return;
      const isState = report.type === 'added' || report.type === 'changed';
      const shown = isState ? { ...report, object: objectWithoutMarks(report.object, run) } : report;
      cluster.object(shown, entry);
    };
    await watches.watch<KubernetesObject>(collection, see, { onLost: fail });
  }
}
