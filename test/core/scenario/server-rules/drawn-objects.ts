/** Draws pods and nodes: parts of a whole object with none to three changes, from the list of changes or of any field to any odd value. */
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { changed } from './change-object.ts';
import { NODE_CHANGES, POD_CHANGES } from './changes.ts';
import { wholeNode, wholePod } from './whole-objects.ts';

const IN_MAP =
  /\b(labels|annotations|matchLabels|nodeSelector|capacity|allocatable|requests|limits)\.[^.]*(\\\.[^.]*)*$/;

export interface DrawnObject {
  readonly kind: 'Pod' | 'Node';
  readonly object: object;
  /** What was changed, to be read by people. */
  readonly changes: readonly string[];
}

/** Values that any field may get. */
const ODD_VALUES: readonly unknown[] = [
  undefined,
  null,
  '',
  'a',
  'Upper_Case',
  'has space',
  'a'.repeat(16),
  'a'.repeat(64),
  'a'.repeat(254),
  '-a',
  'a-',
  'a.b',
  'example.com/a',
  'ä',
  '1',
  '500m',
  '1Gi',
  '-1',
  0,
  1,
  -1,
  0.5,
  101,
  65_536,
  2 ** 31,
  true,
  false,
  {},
  [],
  [{}],
  { a: 'b' },
  { 'a b': 'c' },
  ['a'],
  ['a', 'a'],
];

/** One object in five is a node. The same seed and index give the same object. */
export function drawnObject(seed: number, index: number): DrawnObject {
  const draw = randomStream(seed, 'object', String(index));
  const kind = draw() < 0.2 ? 'Node' : 'Pod';
  let object = withoutParts(kind === 'Pod' ? wholePod() : wholeNode(), draw);
  const listed = kind === 'Pod' ? POD_CHANGES : NODE_CHANGES;
  const changes: string[] = [];
  for (let left = Math.floor(draw() * 4); left > 0; left--) {
    const [path, value] =
      draw() < 0.5 ? pick(listed, draw) : ([pick(pathsOf(object), draw), pick(ODD_VALUES, draw)] as const);
    // Keg refuses null in a map of text or quantities, where an API server reads an empty text or 0.
    if (value === null && IN_MAP.test(path)) continue;
    const before = object;
    object = isAbove(before, path) ? changed(before, path, structuredClone(value)) : before;
    if (object !== before) changes.push(`${path} = ${JSON.stringify(value)?.slice(0, 80)}`);
  }
  return { kind, object: named(kind, object), changes };
}

function pick<Item>(items: readonly Item[], draw: () => number): Item {
  return items[Math.floor(draw() * items.length)]!;
}

/** A path is usable where what stands above it is a map or a list, or is not there. */
function isAbove(object: object, path: string): boolean {
  let at: unknown = object;
  for (const key of path.split(/(?<!\\)\./).slice(0, -1)) {
    if (at === undefined) return true;
    if (at === null || typeof at !== 'object') return false;
    const next: unknown = (at as Record<string, unknown>)[key.replaceAll('\\.', '.')];
    // A list that is too short would get holes.
    if (next === undefined && Array.isArray(at)) return false;
    at = next;
  }
  return at === undefined || (at !== null && typeof at === 'object');
}

/** Leaves out each field of the spec but the containers with a chance of three in ten, and of a container as well. */
function withoutParts(object: object, draw: () => number): object {
  const copy = structuredClone(object) as { spec: Record<string, unknown> };
  const containers = (copy.spec.containers ?? []) as Record<string, unknown>[];
  for (const key of Object.keys(copy.spec)) {
    // What containers mount and claim must stay with them.
    if (key !== 'containers' && key !== 'volumes' && key !== 'resourceClaims' && draw() < 0.3)
      delete copy.spec[key];
  }
  for (const container of containers) {
    for (const key of Object.keys(container)) {
      if (key !== 'name' && key !== 'image' && draw() < 0.3) delete container[key];
    }
  }
  return copy;
}

/** All fields of the object and of what it holds. */
function pathsOf(value: unknown, path = ''): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const own = path === '' ? key : `${path}.${key.replaceAll('.', '\\.')}`;
    return [own, ...pathsOf(item, own)];
  });
}

/** A scenario needs a name, and an object of the API its kind and its namespace. */
function named(kind: DrawnObject['kind'], object: object): object {
  const fields = { ...object } as Record<string, unknown>;
  const metadata = fields.metadata;
  if (metadata === null || typeof metadata !== 'object' || Array.isArray(metadata))
    fields.metadata = { name: 'web' };
  else {
    const { name, namespace: _namespace, ...rest } = metadata as Record<string, unknown>;
    fields.metadata = {
      ...rest,
      name: typeof name === 'string' && name !== '' ? name : 'web',
      ...(kind === 'Pod' && { namespace: 'default' }),
    };
  }
  if (fields.spec === null || typeof fields.spec !== 'object' || Array.isArray(fields.spec))
    fields.spec = kind === 'Pod' ? { containers: [{ name: 'main', image: 'a' }] } : {};
  // Keg needs to know what a node offers; an API server does not.
  const { status } = fields as { status?: { capacity?: unknown; allocatable?: unknown } };
  if (kind === 'Node' && !status?.capacity && !status?.allocatable && typeof status !== 'string')
    fields.status = { allocatable: { cpu: 4 } };
  return { ...fields, apiVersion: 'v1', kind };
}
