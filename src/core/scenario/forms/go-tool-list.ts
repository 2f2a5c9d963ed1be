/**
 * The form of kube-event-generator from February to March 2025: `name`, `nodes[] {name, resources}` and
 * `events[] {type, podSpec {name, namespace, image, resources}, delayAfter, duration}`.
 */
import type { Path, Plain, PlainObject } from '../positioned-yaml.ts';
import { isObject, type KeyNames, renamed, type ScenarioForm, type Translation } from './scenario-form.ts';

export const GO_TOOL_LIST: ScenarioForm = {
  id: 'keg-go-list',
  title: 'kube-event-generator, February to March 2025 (a list of events with delayAfter)',
  detect: ({ events }) => Array.isArray(events),
  translate,
};

/** `delayAfter` counts from the start of the scenario. */
function translate(data: PlainObject): Translation {
  const { name, nodes, events, metadata, ...others } = data;
  const translated: PlainObject = { ...others, metadata: metadata ?? (name === undefined ? {} : { name }) };
  if (nodes !== undefined)
    translated.cluster = { nodes: Array.isArray(nodes) ? nodes.map(translateNode) : nodes };
  translated.events = { pods: (events as Plain[]).map(translateEvent) };
  return { data: translated, sourcePath };
}

function translateNode(node: Plain): Plain {
  if (!isObject(node) || !('resources' in node)) return node;
  const { resources, ...others } = node;
  return { ...others, template: { allocatable: resources ?? null } };
}

const EVENT_KEYS: KeyNames = {
  delayAfter: 'arrivalTime',
  duration: 'evictTime',
  type: 'eventType',
};

function translateEvent(event: Plain): Plain {
  const entry = renamed(event, EVENT_KEYS);
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

function sourcePath(path: Path): Path {
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
  const old = Object.keys(EVENT_KEYS).find((each) => EVENT_KEYS[each] === key);
  if (key === 'name') return ['events', index, 'podSpec', 'name'];
  if (key === 'podSpec') {
    const resources = rest.indexOf('requests');
    if (resources >= 0) return ['events', index, 'podSpec', 'resources', ...rest.slice(resources + 1)];
    const last = rest.at(-1);
    return last === undefined ? ['events', index, 'podSpec'] : ['events', index, 'podSpec', last];
  }
  return key === undefined ? ['events', index] : ['events', index, old ?? key, ...rest];
}
