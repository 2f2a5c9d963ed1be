/** Describes which pods are recorded, as kubectl's flags select them, and where the API server serves them. */
import { counted } from '../../core/errors/counted.ts';
import type { ObjectKind } from '../../core/objects/object-kinds.ts';
import type { Collection } from '../../kubernetes/list-pages.ts';

export interface Selection {
  /** Undefined: all namespaces. */
  readonly namespaces: readonly string[] | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** No pods, and no objects that decide about pods. Default false. */
  readonly nodesOnly?: boolean | undefined;
}

/** The collections that are watched besides nodes and the objects that decide. */
export type Watched = 'pods' | 'events' | 'new-events';

const ROOTS: Readonly<Record<Watched, readonly [string, string]>> = {
  pods: ['/api/v1', 'pods'],
  events: ['/api/v1', 'events'],
  'new-events': ['/apis/events.k8s.io/v1', 'events'],
};

/** One collection, or one for each namespace. */
export function collectionsOf(what: Watched, selection: Selection): Collection[] {
  const [root, plural] = ROOTS[what];
  const { namespaces, labelSelector, fieldSelector } = selection;
  const selectors =
    what === 'pods'
      ? { labelSelector, fieldSelector }
      : // Events of nodes, controllers and volumes are not sent at all.
        {
          fieldSelector: what === 'events' ? 'type=Warning,involvedObject.kind=Pod' : 'type=Warning',
          lacksBookmarks: true,
        };
  return pathsIn(root, plural, namespaces).map((path) => ({ path, ...selectors }));
}

/** Of the objects of one kind that decide: the whole collection, or one for each namespace. */
export function collectionsOfKind(
  { apiVersion, plural, isNamespaced, fields }: ObjectKind,
  { namespaces }: Selection,
): Collection[] {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return pathsIn(root, plural, isNamespaced ? namespaces : undefined).map((path) => ({
    path,
    ...(fields.length === 0 ? { isMetadataOnly: true } : {}),
  }));
}

function pathsIn(root: string, plural: string, namespaces: readonly string[] | undefined): string[] {
  return namespaces === undefined
    ? [`${root}/${plural}`]
    : namespaces.map((namespace) => `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`);
}

/**
 * The selection as text for the header; undefined if all pods are selected. Namespaces and selectors are names, so they appear only if names
 * are kept.
 */
export function describeSelection(selection: Selection, keepsNames: boolean): string | undefined {
  const { namespaces, labelSelector, fieldSelector, nodesOnly = false } = selection;
  if (nodesOnly) return 'nodes only';
  const parts = [
    ...(namespaces === undefined
      ? []
      : [keepsNames ? `-n ${namespaces.join(',')}` : counted(namespaces.length, 'namespace')]),
    ...(labelSelector === undefined ? [] : [keepsNames ? `-l ${labelSelector}` : 'a label selector']),
    ...(fieldSelector === undefined
      ? []
      : [keepsNames ? `--field-selector ${fieldSelector}` : 'a field selector']),
  ];
  return parts.length === 0 ? undefined : parts.join(keepsNames ? ' ' : ', ');
}
