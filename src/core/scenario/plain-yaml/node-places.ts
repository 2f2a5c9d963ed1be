/** Keeps where every key and value of a document begins, in arrays of numbers: a file of manifests has hundreds of thousands. */
import { notPlain } from './not-plain.ts';

/** Entries of one kind, in arrays that grow together. */
interface Entries {
  count: number;
  /** Empty for an item of a sequence. */
  readonly keys: string[];
  keyPlaces: Int32Array;
  places: Int32Array;
  /** The entries of the value: the first, and their number. */
  firsts: Int32Array;
  sizes: Int32Array;
}

function entries(): Entries {
  const numbers = (): Int32Array => new Int32Array(64);
  return { count: 0, keys: [], keyPlaces: numbers(), places: numbers(), firsts: numbers(), sizes: numbers() };
}

export interface NodePlaces {
  /** The entries of a collection stand together once it is closed. */
  readonly closed: Entries;
  /** Those of collections that are still open, as a stack. */
  readonly open: Entries;
  /** The entries of the value that was read last. */
  first: number;
  size: number;
}

export function nodePlaces(): NodePlaces {
  return { closed: entries(), open: entries(), first: 0, size: 0 };
}

/** @returns what `closeCollection` needs. */
export function openCollection({ open }: NodePlaces): number {
  return open.count;
}

/** Adds the value that was read last. */
export function addEntry(places: NodePlaces, key: string, keyPlace: number, place: number): void {
  put(places.open, key, keyPlace, place, places.first, places.size);
}

export function closeCollection(places: NodePlaces, opened: number): void {
  const { open, closed } = places;
  places.first = closed.count;
  places.size = open.count - opened;
  for (let index = opened; index < open.count; index += 1) {
    put(
      closed,
      open.keys[index]!,
      open.keyPlaces[index]!,
      open.places[index]!,
      open.firsts[index]!,
      open.sizes[index]!,
    );
  }
  open.count = opened;
}

/** The value that was read is no collection. */
export function noEntries(places: NodePlaces): void {
  places.size = 0;
}

function put(into: Entries, key: string, keyPlace: number, place: number, first: number, size: number): void {
  const { count } = into;
  if (count === into.places.length) grow(into);
  into.keys[count] = key;
  into.keyPlaces[count] = keyPlace;
  into.places[count] = place;
  into.firsts[count] = first;
  into.sizes[count] = size;
  into.count = count + 1;
}

function grow(into: Entries): void {
  const wider = (numbers: Int32Array): Int32Array => {
    const result = new Int32Array(2 * numbers.length);
    result.set(numbers);
    return result;
  };
  into.keyPlaces = wider(into.keyPlaces);
  into.places = wider(into.places);
  into.firsts = wider(into.firsts);
  into.sizes = wider(into.sizes);
}

/**
 * The place of the value at a path, or of the nearest parent that exists.
 *
 * @param root - the first entry of the document's value, their number, and its place.
 * @param of - whether the last step is the place of the key.
 */
export function placeAt(
  { closed }: NodePlaces,
  root: { readonly first: number; readonly size: number; readonly place: number },
  path: readonly PropertyKey[],
  of: 'key' | 'value',
): number {
  let { first, size, place } = root;
  for (const [depth, step] of path.entries()) {
    const entry = entryOf(closed, first, size, step);
    if (entry === undefined) break;
    const isKey = of === 'key' && depth === path.length - 1;
    place = (isKey ? closed.keyPlaces : closed.places)[entry]!;
    first = closed.firsts[entry]!;
    size = closed.sizes[entry]!;
  }
  return place;
}

function entryOf({ keys }: Entries, first: number, size: number, step: PropertyKey): number | undefined {
  const wanted = String(step);
  if (size > 0 && keys[first] === SEQUENCE) {
    const index = Number(wanted);
    return index >= 0 && index < size && String(index) === wanted ? first + index : undefined;
  }
  for (let entry = first; entry < first + size; entry += 1) if (keys[entry] === wanted) return entry;
  return undefined;
}

/** The key of every item of a sequence: no mapping can have it. */
export const SEQUENCE = '__proto__';

export function refuseKey(key: string): void {
  if (key === SEQUENCE || key === '<<') notPlain();
}
