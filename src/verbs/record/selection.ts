/** Which pods of a cluster are meant, as kubectl's flags say it, and where the API server keeps them. */
import type { Collection } from '../../kubernetes/list-pages.ts';

export interface Selection {
  /** Undefined: all of them. */
  readonly namespaces: readonly string[] | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** What of the cluster is watched besides its nodes. */
export type Watched = 'pods' | 'events' | 'new-events' | 'replicasets' | 'jobs';

const ROOTS: Readonly<Record<Watched, readonly [string, string]>> = {
  pods: ['/api/v1', 'pods'],
  events: ['/api/v1', 'events'],
  'new-events': ['/apis/events.k8s.io/v1', 'events'],
  replicasets: ['/apis/apps/v1', 'replicasets'],
  jobs: ['/apis/batch/v1', 'jobs'],
};

/** One collection, or one for each namespace. */
export function collectionsOf(what: Watched, selection: Selection): Collection[] {
  const [root, plural] = ROOTS[what];
  const { namespaces, labelSelector, fieldSelector } = selection;
  const selectors =
    what === 'pods'
      ? { labelSelector, fieldSelector }
      : /events$/.test(what)
        ? // Those of nodes, controllers and volumes never cross the wire.
          { fieldSelector: what === 'events' ? 'type=Warning,involvedObject.kind=Pod' : 'type=Warning' }
        : // Who their owner is stands in their metadata; their templates may hold secrets.
          { isMetadataOnly: true };
  const paths =
    namespaces === undefined
      ? [`${root}/${plural}`]
      : namespaces.map((namespace) => `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`);
  return paths.map((path) => ({ path, ...selectors }));
}

/** For the header; undefined where all pods are meant. Namespaces and selectors are names: told only where names are kept. */
export function describeSelection(selection: Selection, keepsNames: boolean): string | undefined {
  const { namespaces, labelSelector, fieldSelector } = selection;
  const parts = [
    ...(namespaces === undefined
      ? []
      : [keepsNames ? `-n ${namespaces.join(',')}` : counted(namespaces.length)]),
    ...(labelSelector === undefined ? [] : [keepsNames ? `-l ${labelSelector}` : 'a label selector']),
    ...(fieldSelector === undefined
      ? []
      : [keepsNames ? `--field-selector ${fieldSelector}` : 'a field selector']),
  ];
  return parts.length === 0 ? undefined : parts.join(keepsNames ? ' ' : ', ');
}

function counted(namespaces: number): string {
  return `${namespaces} namespace${namespaces === 1 ? '' : 's'}`;
}
