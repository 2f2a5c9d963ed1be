/** Gives what is watched the uids that the recording has, before anything compares them: a resumed recording knows its objects by these alone. */
import type { KubernetesEvent } from '../../core/observing/kubernetes-event.ts';
import type { KubernetesObject } from '../../kubernetes/list-pages.ts';
import type { WatchReport } from '../../kubernetes/watch-loop.ts';
import type { RecordedObjects } from './recorded-objects.ts';

type UidOf = (uid: string) => string;

/** The same objects, which learn of each report with the uids of the recording. */
export function withRecordedUids(objects: RecordedObjects, uidOf: UidOf): RecordedObjects {
  return Object.create(objects, {
    pod: { value: (report: Parameters<RecordedObjects['pod']>[0]) => objects.pod(recorded(report, uidOf)) },
    node: {
      value: (report: Parameters<RecordedObjects['node']>[0]) => objects.node(recorded(report, uidOf)),
    },
    object: {
      value: (...[report, entry]: Parameters<RecordedObjects['object']>) =>
        objects.object(recorded(report, uidOf), entry),
    },
    event: {
      value: (report: Parameters<RecordedObjects['event']>[0]) =>
        objects.event(
          report.type === 'added' || report.type === 'changed'
            ? { ...report, object: { ...report.object, ...concerned(report.object, uidOf) } }
            : report,
        ),
    },
  }) as RecordedObjects;
}

interface Owned {
  readonly ownerReferences?: readonly { readonly uid?: string }[] | null;
}

function recorded<Seen extends KubernetesObject>(report: WatchReport<Seen>, uidOf: UidOf): WatchReport<Seen> {
  if (report.type === 'deleted') return { ...report, uid: uidOf(report.uid) };
  if (report.type !== 'added' && report.type !== 'changed') return report;
  const { metadata } = report.object;
  const { ownerReferences } = metadata as Owned;
  return {
    ...report,
    object: {
      ...report.object,
      metadata: {
        ...metadata,
        uid: uidOf(metadata.uid),
        ...(ownerReferences && {
          ownerReferences: ownerReferences.map((owner) =>
            owner.uid === undefined ? owner : { ...owner, uid: uidOf(owner.uid) },
          ),
        }),
      },
    },
  };
}

function concerned(event: KubernetesEvent, uidOf: UidOf): KubernetesEvent {
  const { involvedObject, regarding } = event;
  return {
    ...(involvedObject?.uid && { involvedObject: { ...involvedObject, uid: uidOf(involvedObject.uid) } }),
    ...(regarding?.uid && { regarding: { ...regarding, uid: uidOf(regarding.uid) } }),
  };
}
