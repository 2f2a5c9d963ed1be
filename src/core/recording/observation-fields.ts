/** Lists the fields of each kind of observation in the order of writing, and the type of each: one table for writing and reading. */
import type { Observation } from './observation.ts';
import { isCoverage, isJsonObject, isNumber, isSpeed } from './quality-shapes.ts';

/** The type of a field: a check, and words for the error of a wrong value. */
export interface FieldType {
  readonly wanted: string;
  holds(value: unknown): boolean;
}

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly isOptional: boolean;
  /** `,"name":`, ready for writing. */
  readonly prefix: string;
}

type Kind = Observation['kind'];

/** All fields of an observation except `at` and `kind`. The compiler thus checks that the table is complete. */
type FieldTypes<Some extends Observation> = {
  readonly [Name in Exclude<keyof Some, 'at' | 'kind'>]-?: undefined extends Some[Name]
    ? { readonly optional: FieldType }
    : FieldType;
};

const textField: FieldType = { wanted: 'text', holds: (value) => typeof value === 'string' };
export const timeField: FieldType = {
  wanted: 'microseconds, a whole number of 0 or more',
  holds: (value) => typeof value === 'number' && value >= 0 && Number.isSafeInteger(value),
};
const textOrNull: FieldType = {
  wanted: 'text or null',
  holds: (value) => value === null || typeof value === 'string',
};
const truth: FieldType = { wanted: 'true or false', holds: (value) => typeof value === 'boolean' };
const wholeNumber: FieldType = { wanted: 'a whole number', holds: Number.isSafeInteger };
const stamp: FieldType = { ...wholeNumber, wanted: 'microseconds, a whole number' };
const count: FieldType = { ...timeField, wanted: 'a whole number of 0 or more' };
const lost: FieldType = {
  wanted: 'times or events',
  holds: (value) => value === 'times' || value === 'events',
};
const owners: FieldType = {
  wanted: 'a list of owners {kind, name, apiVersion, uid}',
  holds: (value) => Array.isArray(value) && value.every(isOwner),
};
const anything: FieldType = { wanted: 'anything', holds: () => true };
const phase: FieldType = {
  wanted: 'Succeeded or Failed',
  holds: (value) => value === 'Succeeded' || value === 'Failed',
};
const labels = mapOf('text', (value) => typeof value === 'string');
const weights = mapOf('numbers', isNumber);
const resources = mapOf('quantities', (value) => typeof value === 'string' || isNumber(value));
const taints: FieldType = {
  wanted: 'a list of taints {key, value, effect}',
  holds: (value) => Array.isArray(value) && value.every(isTaint),
};
const images: FieldType = {
  wanted: 'a list of images {names, sizeBytes}',
  holds: (value) => Array.isArray(value) && value.every(isImage),
};
const texts: FieldType = { wanted: 'a list of texts', holds: areTexts };
const volumes: FieldType = {
  wanted: 'a list of volumes {name, …}',
  holds: (value) =>
    Array.isArray(value) && value.every((each) => isJsonObject(each) && typeof each.name === 'string'),
};
const byNode = mapOf('maps of plugins', isJsonObject);
const clusterObject: FieldType = {
  wanted: 'an object {kind, metadata: {name, uid}, …}',
  holds: isClusterObject,
};
const podTemplate: FieldType = {
  wanted: 'a pod template {metadata, spec: {containers}}',
  holds: isPodTemplate,
};
const nodeOrder: FieldType = {
  wanted: '{at, since} in microseconds',
  holds: (value) =>
    isJsonObject(value) && stamp.holds(value.at) && (value.since === undefined || stamp.holds(value.since)),
};
const price: FieldType = {
  wanted: 'a number of 0 or more',
  holds: (value) => typeof value === 'number' && value >= 0,
};
const coverage: FieldType = { wanted: '{events, gaps, covered, late}', holds: isCoverage };
const speed: FieldType = {
  wanted: '{planned, achieved, lag, limitedBy, answers, jumps, pauses, changes, isPaced}',
  holds: isSpeed,
};

export const problems: FieldType = {
  wanted: 'a list of problems {code, severity, message}',
  holds: (value) => Array.isArray(value) && value.every(isProblem),
};

const FIELD_TYPES: { readonly [K in Kind]: FieldTypes<Extract<Observation, { kind: K }>> } = {
  template: { hash: textField, template: podTemplate },
  'node-added': {
    uid: textField,
    name: textField,
    pool: { optional: textField },
    labels: { optional: labels },
    taints: { optional: taints },
    unschedulable: { optional: truth },
    capacity: { optional: resources },
    allocatable: resources,
    ready: { optional: truth },
    images: { optional: images },
    declaredFeatures: { optional: texts },
    age: { optional: timeField },
    inferred: { optional: truth },
    ordered: { optional: nodeOrder },
    price: { optional: price },
  },
  'node-changed': {
    uid: textField,
    labels: { optional: labels },
    taints: { optional: taints },
    unschedulable: { optional: truth },
    capacity: { optional: resources },
    allocatable: { optional: resources },
    ready: { optional: truth },
    images: { optional: images },
    declaredFeatures: { optional: texts },
  },
  'node-removed': { uid: textField },
  'object-set': { object: clusterObject },
  'object-removed': { uid: textField },
  'pod-created': {
    uid: textField,
    namespace: textField,
    name: textField,
    group: { optional: textField },
    template: textField,
    intended: { optional: timeField },
    age: { optional: timeField },
    owners: { optional: owners },
    stamp: { optional: stamp },
    labels: { optional: labels },
    volumes: { optional: volumes },
  },
  'pod-changed': { uid: textField, template: { optional: textField }, labels: { optional: labels } },
  'pod-nominated': { uid: textField, node: textOrNull },
  'pod-bound': { uid: textField, node: textOrNull, stamp: { optional: stamp } },
  'pod-unschedulable': { uid: textField, message: textField, reason: { optional: textField } },
  'pod-started': { uid: textField, stamp: { optional: stamp }, startTime: { optional: stamp } },
  'pod-ready': { uid: textField, stamp: { optional: stamp } },
  'pod-initialized': { uid: textField, stamp: { optional: stamp } },
  'pod-readiness': { uid: textField, ready: truth, stamp: { optional: stamp } },
  'pod-container-ended': {
    uid: textField,
    container: { optional: textField },
    restarts: count,
    reason: { optional: textField },
    exitCode: wholeNumber,
    stamp: { optional: stamp },
  },
  'pod-finished': {
    uid: textField,
    phase,
    reason: { optional: textField },
    exitCode: { optional: wholeNumber },
    stamp: { optional: stamp },
  },
  'pod-restarted': {
    uid: textField,
    container: { optional: textField },
    restarts: count,
    reason: { optional: textField },
    exitCode: { optional: wholeNumber },
  },
  'pod-resized': { uid: textField, template: textField },
  'pod-usage': { uid: textField, used: resources },
  'pod-disrupted': {
    uid: textField,
    reason: textField,
    message: { optional: textField },
    by: { optional: textField },
  },
  'pod-terminating': { uid: textField, graceSeconds: { optional: count } },
  'pod-deleted': { uid: textField, reason: { optional: textField } },
  'pod-explained': { uid: textField, node: textOrNull, refused: byNode, scores: byNode },
  'scheduler-changed': {
    name: { optional: textField },
    weights: { optional: weights },
    configuration: { optional: anything },
  },
  gap: { from: timeField, reason: textField, scope: { optional: textField }, lost: { optional: lost } },
  close: { speed: { optional: speed }, coverage: { optional: coverage }, problems: { optional: problems } },
};

const FIELDS = new Map<string, readonly Field[]>(
  Object.entries(FIELD_TYPES).map(([kind, types]) => [kind, Object.entries(types).map(toField)]),
);

/** Undefined for a kind that this version does not know. */
export function fieldsOf(kind: string): readonly Field[] | undefined {
  return FIELDS.get(kind);
}

function toField([name, type]: [string, FieldType | { readonly optional: FieldType }]): Field {
  const isOptional = 'optional' in type;
  return { name, type: isOptional ? type.optional : type, isOptional, prefix: `,${JSON.stringify(name)}:` };
}

function mapOf(what: string, holds: (value: unknown) => boolean): FieldType {
  return {
    wanted: `a map to ${what}`,
    holds: (value) => isJsonObject(value) && Object.values(value).every(holds),
  };
}

function isTaint(value: unknown): boolean {
  if (!isJsonObject(value) || typeof value.key !== 'string' || typeof value.effect !== 'string') return false;
  return value.value === undefined || typeof value.value === 'string';
}

/** Checks only what later stages rely on. The rest of a pod's spec is passed on unchanged. */
function isPodTemplate(value: unknown): boolean {
  if (!isJsonObject(value) || !isJsonObject(value.spec) || !Array.isArray(value.spec.containers))
    return false;
  const { metadata, spec } = value;
  if (metadata !== undefined && metadata !== null && !isJsonObject(metadata)) return false;
  const { containers, initContainers, overhead } = spec;
  return (
    (containers as unknown[]).every(isContainer) &&
    (initContainers == null || (Array.isArray(initContainers) && initContainers.every(isContainer))) &&
    (overhead == null || resources.holds(overhead))
  );
}

function isContainer(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  if (value.resources == null) return true;
  if (!isJsonObject(value.resources)) return false;
  const { requests } = value.resources;
  return requests == null || resources.holds(requests);
}

function isProblem(value: unknown): boolean {
  if (!isJsonObject(value) || typeof value.code !== 'string' || typeof value.message !== 'string')
    return false;
  const { severity, position, next, pods } = value;
  return (
    typeof severity === 'string' &&
    (position === undefined || isPosition(position)) &&
    (next === undefined || typeof next === 'string') &&
    (pods === undefined || count.holds(pods))
  );
}

function isPosition(value: unknown): boolean {
  if (!isJsonObject(value) || typeof value.file !== 'string') return false;
  return [value.line, value.column].every((part) => part === undefined || count.holds(part));
}

function isOwner(value: unknown): boolean {
  if (!isJsonObject(value) || typeof value.kind !== 'string' || typeof value.name !== 'string') return false;
  return [value.apiVersion, value.uid].every((text) => text === undefined || typeof text === 'string');
}

function isImage(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { names, sizeBytes } = value;
  return (names == null || areTexts(names)) && (sizeBytes === undefined || isNumber(sizeBytes));
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** Checks only what identifies the object. The rest is passed on unchanged. */
function isClusterObject(value: unknown): boolean {
  if (!isJsonObject(value) || typeof value.kind !== 'string' || !isJsonObject(value.metadata)) return false;
  const { name, namespace, uid, labels: own } = value.metadata;
  return (
    typeof name === 'string' &&
    typeof uid === 'string' &&
    (namespace === undefined || typeof namespace === 'string') &&
    (own == null || labels.holds(own)) &&
    [value.spec, value.status].every((part) => part == null || isJsonObject(part))
  );
}
