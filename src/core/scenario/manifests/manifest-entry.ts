/** Defines what a manifest becomes: one entry of a list of the scenario, and where each key of the entry is in the manifest. */
import type { Path, Plain, PlainObject } from '../positioned-yaml.ts';
import { type PlacedObject, valueIn } from './placed-objects.ts';

export type EntryList = 'nodes' | 'objects' | 'pods' | 'workloads';

export interface ManifestEntry {
  readonly list: EntryList;
  readonly fields: PlainObject;
  /** Where a key of the entry comes from. A key that is missing here comes from the object itself. */
  readonly sources: Readonly<Record<string, Path>>;
}

/** An entry that is the manifest as it is. */
export function asWritten(list: EntryList, { object, kind }: PlacedObject): ManifestEntry {
  const sources = Object.fromEntries(Object.keys(object).map((key) => [key, [key]]));
  return { list, fields: { ...object, kind }, sources };
}

/** Builds an entry key by key. Keys without a value are left out. */
export function entryBuilder(list: EntryList, { object }: PlacedObject) {
  const fields: PlainObject = {};
  const sources: Record<string, Path> = {};
  const set = (key: string, value: Plain | undefined, from: Path = []): void => {
    if (value === undefined || value === null) return;
    fields[key] = value;
    sources[key] = from;
  };
  return {
    set,
    /** Takes the value at a path of the manifest. */
    take: (key: string, from: Path): void => set(key, valueIn(object, from), from),
    built: (): ManifestEntry => ({ list, fields, sources }),
  };
}

/** The name, or one made from generateName and a number, as an API server makes one from random letters. */
export function nameOfManifest({ object }: PlacedObject, number: number): Plain | undefined {
  const name = valueIn(object, ['metadata', 'name']);
  const prefix = valueIn(object, ['metadata', 'generateName']);
  return name ?? (typeof prefix === 'string' ? `${prefix}${number}` : undefined);
}
