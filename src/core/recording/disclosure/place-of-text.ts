/** Names what a text is by its place in a line of a recording: the name of a pod, a label, an image. */
import type { DisclosureName } from './disclosure-kinds.ts';

/** What stands at a place: a kind, or text that keg itself writes and that needs no look. */
export type TextPlace = DisclosureName | 'own-words' | 'word';

/** Maps whose keys are labels and whose values are their values. */
const LABEL_MAPS = new Set(['labels', 'matchLabels', 'nodeSelector']);
const RESOURCE_MAPS = new Set(['requests', 'limits', 'capacity', 'allocatable', 'overhead', 'podFixed']);
/** Fields in such a map: of a RuntimeClass's overhead, and of a CSI driver's limit. */
const FIXED = new Set(['podFixed', 'count']);
const NODE_MAPS = new Set(['refused', 'scores']);

/** By the name of the field that has the text. */
const FIELDS: Readonly<Record<string, TextPlace>> = {
  uid: 'uids',
  by: 'uids',
  namespace: 'namespaces',
  namespaces: 'namespaces',
  node: 'nodes',
  nodeName: 'nodes',
  pool: 'pools',
  container: 'containers',
  image: 'images',
  reference: 'images',
  names: 'images',
  message: 'messages',
  reason: 'reasons',
  key: 'label-keys',
  topologyKey: 'label-keys',
  topologyKeys: 'label-keys',
  matchLabelKeys: 'label-keys',
  mismatchLabelKeys: 'label-keys',
  value: 'label-values',
  values: 'label-values',
  priorityClassName: 'objects',
  runtimeClassName: 'objects',
  storageClassName: 'objects',
  volumeAttributesClassName: 'objects',
  schedulerName: 'objects',
  claimName: 'objects',
  volumeName: 'objects',
  persistentVolumeName: 'objects',
  driver: 'objects',
  provisioner: 'objects',
  attacher: 'objects',
  volumeHandle: 'objects',
  volumeID: 'objects',
  pdName: 'objects',
  diskName: 'objects',
  diskURI: 'objects',
  volumePath: 'objects',
  iqn: 'objects',
  monitors: 'objects',
  hostIP: 'ip-addresses',
  apiVersion: 'word',
  hash: 'word',
  template: 'word',
  kind: 'word',
  declaredFeatures: 'word',
  phase: 'word',
  effect: 'word',
  operator: 'word',
  deletionTimestamp: 'times',
  start: 'times',
  version: 'versions',
  kubernetes: 'versions',
  target: 'word',
  selection: 'selection',
  scenario: 'selection',
};

/** By the list or map that holds the `name`. */
const NAMES: Readonly<Record<string, TextPlace>> = {
  containers: 'containers',
  initContainers: 'containers',
  owners: 'owners',
  ownerReferences: 'owners',
  drivers: 'objects',
  schedulingGates: 'label-keys',
};

const NAMES_BY_KIND: Readonly<Record<string, TextPlace>> = {
  'pod-created': 'pods',
  'node-added': 'nodes',
  Recording: 'recording-name',
};

/**
 * What the text at a path is.
 *
 * @param path names of fields, from the outermost; elements of lists have the path of their list.
 * @param lineKind `kind` of the line.
 */
export function placeOfText(path: readonly string[], lineKind: string): TextPlace {
  const field = path.at(-1) ?? '';
  const holder = path.at(-2) ?? '';
  if (LABEL_MAPS.has(holder) || isPlainSelector(path)) return 'label-values';
  if (RESOURCE_MAPS.has(holder)) return 'word';
  if (holder === 'disruptedPods') return 'times';
  if (holder === 'annotations') return 'objects';
  if (NODE_MAPS.has(path.at(-3) ?? '')) return 'messages';
  if (field === 'kind' && (holder === 'owners' || holder === 'ownerReferences')) return 'owner-kinds';
  if (field === 'name') return placeOfName(path, holder, lineKind);
  if (field === 'group') return 'owners';
  if (lineKind === 'gap' && field === 'reason') return 'own-words';
  if (holder === 'problems') return field === 'message' || field === 'next' ? 'own-words' : 'word';
  if (path[0] === 'clock' || field === 'redaction' || field === 'from') return 'word';
  return (Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined) ?? 'other-text';
}

function placeOfName(path: readonly string[], holder: string, lineKind: string): TextPlace {
  if (path.length === 1) return NAMES_BY_KIND[lineKind] ?? 'objects';
  if (path[0] === 'tool') return 'word';
  return (Object.hasOwn(NAMES, holder) ? NAMES[holder] : undefined) ?? 'objects';
}

/** What the key of a map at a path is; undefined for the name of a field. */
export function placeOfKey(path: readonly string[], key: string): TextPlace | undefined {
  const holder = path.at(-1) ?? '';
  if (LABEL_MAPS.has(holder) || isPlainSelector([...path, key])) return 'label-keys';
  if (RESOURCE_MAPS.has(holder)) return FIXED.has(key) ? undefined : 'resources';
  if (NODE_MAPS.has(holder)) return 'nodes';
  if (holder === 'disruptedPods') return 'pods';
  return undefined;
}

/** `spec.selector` of a Service is a plain map of labels. */
function isPlainSelector(path: readonly string[]): boolean {
  const field = path.at(-1);
  return path.at(-2) === 'selector' && field !== 'matchLabels' && field !== 'matchExpressions';
}
