/** A form in which scenario files are written: keg's own, or one of the original Go tool (maczg/kube-event-generator). */
import type { Path, Plain, PlainObject } from '../positioned-yaml.ts';

export interface ScenarioForm {
  readonly id: string;
  /** For people: `kube-event-generator, April to July 2025 (after, duration, pod)`. */
  readonly title: string;
  detect(data: PlainObject): boolean;
  /** Renames the keys to those of keg. Absent where they are the same. Never fails: what it cannot translate, it leaves unchanged. */
  readonly translate?: (data: PlainObject) => Translation;
}

export interface Translation {
  readonly data: Plain;
  /** Converts a path of `data` to the path in the source file. */
  sourcePath(path: Path): Path;
}

export function isObject(value: Plain | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The maps of `events.pods`; empty where there are none. */
export function podEntriesOf({ events }: PlainObject): PlainObject[] {
  return isObject(events) && Array.isArray(events.pods) ? events.pods.filter(isObject) : [];
}

/** Old key to new key. */
export type KeyNames = Readonly<Record<string, string>>;

/** Renames keys of a map. A key whose new name is in the map as well keeps its old name. */
export function renamed(entry: Plain, names: KeyNames): Plain {
  if (!isObject(entry)) return entry;
  const result: PlainObject = {};
  for (const [key, value] of Object.entries(entry)) {
    const target = Object.hasOwn(names, key) ? names[key]! : key;
    result[target === key || Object.hasOwn(entry, target) ? key : target] = value;
  }
  return result;
}

/** The key that `key` had in the source before `renamed`. */
export function sourceKey(entry: Plain | undefined, key: string, names: KeyNames): string {
  if (!isObject(entry) || Object.hasOwn(entry, key)) return key;
  const old = Object.keys(names).find((each) => names[each] === key && Object.hasOwn(entry, each));
  return old ?? key;
}
