/** Recognises the scenario forms of the original Go tool (maczg/kube-event-generator) and renames their keys to keg's, keeping track of where each stood. */
import type { Path, Plain, PlainObject } from './positioned-yaml.ts';

/** `keg` is our own form; the others are the original tool's, oldest first (see docs/reference/scenario.md). */
export type ScenarioDialectId = 'keg' | 'keg-go-list' | 'keg-go-after' | 'keg-go' | 'keg-go-distribution';

export interface ScenarioDialect {
  readonly id: ScenarioDialectId;
  /** For people: `kube-event-generator, April to July 2025 (after, duration, pod)`. */
  readonly title: string;
}

const DIALECTS: Readonly<Record<ScenarioDialectId, string>> = {
  keg: 'kubectl keg',
  'keg-go-list': 'kube-event-generator, February to March 2025 (a list of events with delayAfter)',
  'keg-go-after': 'kube-event-generator, April to July 2025 (after, duration, pod)',
  'keg-go': 'kube-event-generator (arrivalTime, evictTime, podSpec)',
  'keg-go-distribution': "kube-event-generator's README (distribution and count; it never ran there)",
};

/** The form of keg's own files. */
export const KEG_FORM: ScenarioDialect = { id: 'keg', title: DIALECTS.keg };

export interface Translation {
  readonly dialect: ScenarioDialect;
  readonly data: Plain;
  /** Where a path of `data` stands in the source. */
  sourcePath(path: Path): Path;
}

/** Tells which form a parsed file has, and gives it back in keg's own keys. Never fails: what fits no form is left as it is. */
export function translateScenario(data: Plain): Translation {
  if (!isObject(data)) return unchanged('keg', data);
  if (Array.isArray(data.events)) return translateList(data, data.events);
  const entries =
    isObject(data.events) && Array.isArray(data.events.pods) ? data.events.pods.filter(isObject) : [];
  const events = isObject(data.events) ? data.events : {};
  const hasOldPodKeys = entries.some((entry) => 'after' in entry || 'duration' in entry || 'pod' in entry);
  if (hasOldPodKeys || 'schedulerConfigs' in events) return translateAfter(data, events);
  if (data.apiVersion !== undefined || data.kind !== undefined) return unchanged('keg', data);
  if (entries.some((entry) => 'distribution' in entry)) return unchanged('keg-go-distribution', data);
  if (entries.some((entry) => 'podSpec' in entry)) return unchanged('keg-go', data);
  return unchanged('keg', data);
}

function unchanged(id: ScenarioDialectId, data: Plain): Translation {
  return { dialect: { id, title: DIALECTS[id] }, data, sourcePath: (path) => path };
}

/** Keys of `events.pods[]` from April to July 2025. */
const POD_KEYS: Readonly<Record<string, string>> = {
  after: 'arrivalTime',
  duration: 'evictTime',
  pod: 'podSpec',
};

function translateAfter(data: PlainObject, events: PlainObject): Translation {
  const pods = Array.isArray(events.pods)
    ? events.pods.map((entry) => renamed(entry, POD_KEYS))
    : events.pods;
  const { schedulerConfigs, ...others } = events;
  const usesOldSchedulerKey =
    schedulerConfigs !== undefined && schedulerConfigs !== null && others.scheduler === undefined;
  const translated: PlainObject = { ...others };
  if (pods !== undefined) translated.pods = pods;
  if (usesOldSchedulerKey) translated.scheduler = schedulerConfigs;
  return {
    dialect: { id: 'keg-go-after', title: DIALECTS['keg-go-after'] },
    data: { ...data, events: translated },
    sourcePath: (path) => {
      const [first, second, index, key, ...rest] = path;
      if (first !== 'events') return path;
      if (second === 'scheduler' && usesOldSchedulerKey)
        return ['events', 'schedulerConfigs', ...path.slice(2)];
      if (second !== 'pods' || key === undefined) return path;
      const entry = Array.isArray(events.pods) ? events.pods[Number(index)] : undefined;
      return [first, second, index!, sourceKey(entry, String(key), POD_KEYS), ...rest];
    },
  };
}

function renamed(entry: Plain, keys: Readonly<Record<string, string>>): Plain {
  if (!isObject(entry)) return entry;
  const result: PlainObject = {};
  for (const [key, value] of Object.entries(entry)) {
    const target = Object.hasOwn(keys, key) ? keys[key]! : key;
    result[target === key || Object.hasOwn(entry, target) ? key : target] = value;
  }
  return result;
}

function sourceKey(entry: Plain | undefined, key: string, keys: Readonly<Record<string, string>>): string {
  if (!isObject(entry) || Object.hasOwn(entry, key)) return key;
  const old = Object.keys(keys).find((each) => keys[each] === key && Object.hasOwn(entry, each));
  return old ?? key;
}

/**
 * February to March 2025: `name`, `nodes[] {name, resources}` and `events[] {type, podSpec {name, namespace, image, resources}, delayAfter,
 * duration}`. `delayAfter` counts from the start of the scenario.
 */
function translateList(data: PlainObject, events: Plain[]): Translation {
  const { name, nodes, events: _events, metadata, ...others } = data;
  const translated: PlainObject = { ...others, metadata: metadata ?? (name === undefined ? {} : { name }) };
  if (nodes !== undefined) translated.cluster = { nodes: Array.isArray(nodes) ? nodes.map(listNode) : nodes };
  translated.events = { pods: events.map(listEvent) };
  return {
    dialect: { id: 'keg-go-list', title: DIALECTS['keg-go-list'] },
    data: translated,
    sourcePath: listSourcePath,
  };
}

function listNode(node: Plain): Plain {
  if (!isObject(node) || !('resources' in node)) return node;
  const { resources, ...others } = node;
  return { ...others, template: { allocatable: resources ?? null } };
}

const LIST_KEYS: Readonly<Record<string, string>> = {
  delayAfter: 'arrivalTime',
  duration: 'evictTime',
  type: 'eventType',
};

function listEvent(event: Plain): Plain {
  const entry = renamed(event, LIST_KEYS);
  if (!isObject(entry) || !isObject(entry.podSpec) || 'spec' in entry.podSpec) return entry;
  const { name, namespace, image, resources, labels, ...others } = entry.podSpec;
  const metadata = defined({ name, namespace, labels });
  const container = defined({
    name: 'main',
    image,
    resources: resources === undefined ? undefined : { requests: resources },
  });
  const result: PlainObject = {
    ...entry,
    podSpec: { ...others, metadata, spec: { containers: [container] } },
  };
  if (name !== undefined && entry.name === undefined) result.name = name;
  return result;
}

function defined(fields: Record<string, Plain | undefined>): PlainObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as PlainObject;
}

function listSourcePath(path: Path): Path {
  const [first, second, index, key, ...rest] = path;
  if (first === 'metadata' && second === 'name') return ['name'];
  if (first === 'cluster') {
    if (second === undefined || index === undefined) return ['nodes'];
    return key === 'template'
      ? ['nodes', index, 'resources', ...rest.slice(1)]
      : ['nodes', index, ...path.slice(3)];
  }
  if (first !== 'events') return path;
  if (index === undefined) return ['events'];
  const old = Object.keys(LIST_KEYS).find((each) => LIST_KEYS[each] === key);
  if (key === 'name') return ['events', index, 'podSpec', 'name'];
  if (key === 'podSpec') {
    const resources = rest.indexOf('requests');
    if (resources >= 0) return ['events', index, 'podSpec', 'resources', ...rest.slice(resources + 1)];
    const last = rest.at(-1);
    return last === undefined ? ['events', index, 'podSpec'] : ['events', index, 'podSpec', last];
  }
  return key === undefined ? ['events', index] : ['events', index, old ?? key, ...rest];
}

function isObject(value: Plain | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
