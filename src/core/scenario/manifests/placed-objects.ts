/** Finds the objects in files of manifests: several documents, lists, and what an AppWrapper wraps, each object with its place. */
import type { Problem } from '../../errors/problem.ts';
import { isObject } from '../forms/scenario-form.ts';
import type { Path, Plain, PlainObject, PositionedDocument } from '../positioned-yaml.ts';

export interface PlacedObject {
  readonly object: PlainObject;
  readonly kind: string;
  /** `apps/v1` has the group `apps`; '' for v1. */
  readonly group: string;
  readonly document: PositionedDocument;
  /** Where the object is in its document. */
  readonly path: Path;
}

/** The objects of the documents in their order. A value that is no object of Kubernetes is a problem. */
export function placedObjects(
  documents: readonly PositionedDocument[],
  problems: Problem[],
): readonly PlacedObject[] {
  const found: PlacedObject[] = [];

  function take(value: Plain | undefined, kindOfItem: string | undefined, at: Place): void {
    if (Array.isArray(value)) {
      for (const [index, each] of value.entries()) take(each, kindOfItem, below(at, index));
      return;
    }
    const written = isObject(value) && typeof value.kind === 'string' ? value.kind : undefined;
    const kind = written ?? kindOfItem;
    if (!isObject(value) || kind === undefined) {
      const position = at.document.positionOf(at.path);
      const message = 'this is no object of Kubernetes: it has no kind';
      problems.push({ code: 'invalid-value', severity: 'error', position, message });
    } else if (kind.endsWith('List') && 'items' in value) {
      const ofItems = kind === 'List' ? undefined : kind.slice(0, -'List'.length);
      if (value.items !== null) take(value.items, ofItems, below(at, 'items'));
    } else if (kind === 'AppWrapper') {
      for (const path of wrappedPaths(value)) take(valueIn(value, path), undefined, below(at, ...path));
    } else found.push({ object: value, kind, group: groupOf(value), ...at });
  }

  for (const document of documents) take(document.data, undefined, { document, path: [] });
  return found;
}

type Place = Pick<PlacedObject, 'document' | 'path'>;

function below({ document, path }: Place, ...keys: Path): Place {
  return { document, path: [...path, ...keys] };
}

/** Where an AppWrapper has what it wraps: MCAD's two lists, and the components of CodeFlare's later form. */
const WRAPPED: readonly { readonly list: Path; readonly key: string }[] = [
  { list: ['spec', 'resources', 'GenericItems'], key: 'generictemplate' },
  { list: ['spec', 'resources', 'Items'], key: 'template' },
  { list: ['spec', 'components'], key: 'template' },
];

function wrappedPaths(wrapper: PlainObject): Path[] {
  return WRAPPED.flatMap(({ list, key }) => {
    const items = valueIn(wrapper, list);
    return Array.isArray(items) ? items.map((_item, index) => [...list, index, key]) : [];
  });
}

/** The value at a path; undefined where there is none. */
export function valueIn(value: Plain | undefined, path: Path): Plain | undefined {
  return path.reduce<Plain | undefined>(
    (each, key) =>
      each !== null && typeof each === 'object' ? (each as PlainObject)[String(key)] : undefined,
    value,
  );
}

function groupOf({ apiVersion }: PlainObject): string {
  const [group, version] = typeof apiVersion === 'string' ? apiVersion.split('/') : [];
  return version === undefined ? '' : group!;
}
