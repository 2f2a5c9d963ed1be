/** Finds what an API server would refuse of a scenario's pods, nodes and other objects, each at its place in the file. */
import type { Path, Plain } from '../positioned-yaml.ts';
import type { Reporter } from '../reporter.ts';
import { dnsLabel, labelValue, qualifiedName } from './name-syntax.ts';
import type { ApiObject, RefusedField } from './refusal.ts';
import { checkAmount } from './resource-rules.ts';
import { refusals } from './walk-object.ts';

export interface ServerCheck {
  /** Report also what keg completes in the pods that it creates. Default: only what is wrong as it is played. */
  readonly asWritten?: boolean;
}

type Visit = (type: string, value: unknown, path: Path) => void;

/** @param data of a file whose shape is checked. */
export function reportRefusedByServer(
  data: Plain,
  report: Reporter,
  { asWritten = false }: ServerCheck,
): void {
  const known = new Map<string, readonly RefusedField[]>();
  const say = (path: Path, message: string): void => report.warning('refused-field', path, message);
  const visit: Visit = (type, value, path) => {
    const key = `${type} ${JSON.stringify(value)}`;
    const found = known.get(key) ?? refusals(type, value);
    known.set(key, found);
    for (const { path: field, message, weight } of found) {
      if (weight === 'completed' && !asWritten) continue;
      const code = weight === 'accepted' ? 'accepted-with-warning' : 'refused-field';
      report.warning(code, [...path, ...field], message);
    }
  };
  const { templates, cluster, events } = asObject(data);
  for (const [name, pod] of Object.entries(asObject(templates)))
    visit('Pod', withoutName(pod), ['templates', name]);
  for (const [path, entry] of entriesOf(asObject(events).pods, ['events', 'pods'])) {
    if (entry.podSpec) visit('Pod', withoutName(entry.podSpec), [...path, 'podSpec']);
    visitEntry(entry, path, say);
  }
  for (const [path, entry] of entriesOf(asObject(events).workloads, ['events', 'workloads'])) {
    if (entry.podSpec) visit('Pod', withoutName(entry.podSpec), [...path, 'podSpec']);
    visitEntry(entry, path, say);
  }
  for (const [path, node] of [
    ...entriesOf(asObject(cluster).nodes, ['cluster', 'nodes']),
    ...entriesOf(asObject(events).nodes, ['events', 'nodes']),
  ])
    visitNode(node, path, visit);
  for (const [path, object] of entriesOf(asObject(cluster).objects, ['cluster', 'objects']))
    visitObject(object, path, visit);
  for (const [path, event] of entriesOf(asObject(events).objects, ['events', 'objects']))
    visitObject(asObject(event.object), [...path, 'object'], visit);
}

function asObject(value: unknown): ApiObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as ApiObject) : {};
}

function entriesOf(list: unknown, path: Path): [Path, ApiObject][] {
  return Array.isArray(list) ? list.map((entry, index) => [[...path, index], asObject(entry)]) : [];
}

/** The name of an entry counts, and is checked there. It stays for the claims of volumes, which are called after it. */
function withoutName(pod: unknown): unknown {
  const { metadata, spec } = asObject(pod);
  if (asObject(spec).volumes || metadata === undefined || metadata === null) return pod;
  const { name: _name, ...rest } = asObject(metadata);
  return { ...asObject(pod), metadata: rest };
}

/** The namespace, the labels of a change and the drawn requests of an entry of pods. */
function visitEntry(entry: ApiObject, path: Path, say: (path: Path, message: string) => void): void {
  const namespace = typeof entry.namespace === 'string' ? dnsLabel(entry.namespace) : undefined;
  if (namespace) say([...path, 'namespace'], namespace);
  for (const [key, value] of Object.entries(asObject(asObject(entry.update).labels))) {
    const wrong = qualifiedName(key) ?? (typeof value === 'string' ? labelValue(value) : undefined);
    if (wrong) say([...path, 'update', 'labels', key], wrong);
  }
  for (const [name, quantity] of Object.entries(asObject(entry.requests))) {
    const isPlain =
      typeof quantity === 'number' || (typeof quantity === 'string' && name !== 'type' && name !== 'table');
    const wrong = isPlain ? checkAmount(name, quantity as string | number) : undefined;
    if (wrong) say([...path, 'requests', name], wrong);
  }
}

function visitNode(node: ApiObject, path: Path, visit: Visit): void {
  if (!node.template) {
    const { metadata, spec, status } = node;
    visit('Node', { metadata, spec, status }, path);
    return;
  }
  const { labels, annotations, taints, ...status } = asObject(node.template);
  const { unschedulable, ...offer } = status;
  const at = [...path, 'template'];
  visit('ObjectMeta', { labels, annotations }, at);
  visit('NodeSpec', { taints, unschedulable }, at);
  visit('NodeStatus', offer, at);
}

/** Metadata, selectors and pod templates of other objects. What a recording leaves out of them may be missing. */
function visitObject(object: ApiObject, path: Path, visit: Visit): void {
  if (object.metadata) visit('ObjectMeta', object.metadata, [...path, 'metadata']);
  const { selector, template } = asObject(object.spec);
  const isMap = object.kind === 'Service' || object.kind === 'ReplicationController';
  if (selector) {
    if (isMap) visit('LabelSelector', { matchLabels: selector }, [...path, 'spec', 'selector']);
    else visit('LabelSelector', selector, [...path, 'spec', 'selector']);
  }
  if (asObject(asObject(template).spec).containers) visit('Pod', template, [...path, 'spec', 'template']);
  const { tolerations, nodeSelector } = asObject(object.scheduling);
  if (tolerations) visit('[]Toleration', tolerations, [...path, 'scheduling', 'tolerations']);
  if (nodeSelector) visit('LabelSelector', { matchLabels: nodeSelector }, [...path, 'scheduling']);
}
