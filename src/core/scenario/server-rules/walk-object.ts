/** Walks one object of the API by its types, and reports every field that an API server refuses. */
import { show } from '../../errors/shown-value.ts';
import { FIELD_RULES } from './field-rules.ts';
import { TYPES } from './field-types.ts';
import { wrongType } from './field-values.ts';
import type { ApiObject, Refuse, RefusedField, RuleContext, Weight } from './refusal.ts';
import { REQUIRED } from './required-fields.ts';
import { TYPE_RULES } from './type-rules.ts';

type Path = readonly PropertyKey[];
type Report = (path: Path, message: string, weight?: Weight) => void;

/**
 * What an API server refuses in an object of the type, in the order of its fields.
 *
 * Rules about several fields are tried only where every field has the type that it must have.
 *
 * @param type a name in the table of types, such as Pod or ObjectMeta.
 */
export function refusals(type: string, value: unknown): RefusedField[] {
  const found: RefusedField[] = [];
  const report: Report = (path, message, weight) => void found.push({ path, message, weight });
  const object = typed(type, value, [], report);
  const isWhole = found.length === 0;
  checkFields(type, object, [], report);
  if (isWhole) checkTypes(type, object, [], contextOf(object), report);
  return found;
}

function contextOf(object: unknown): RuleContext {
  const { spec, metadata } = (object ?? {}) as Partial<Record<keyof RuleContext, ApiObject>>;
  return { spec: spec ?? {}, metadata: metadata ?? {} };
}

/** A copy without nulls, which stand for a field that is not written. */
function typed(type: string, value: unknown, path: Path, report: Report): unknown {
  if (value === null || value === undefined) return undefined;
  if (type.startsWith('[]')) {
    if (!Array.isArray(value)) return void report(path, `${show(value)} is no list`);
    return value.map(
      (item, index) => typed(type.slice(2), item, [...path, index], report) ?? zeroOf(type.slice(2)),
    );
  }
  if (!type.startsWith('{}') && !TYPES.has(type)) {
    const wrong = wrongType(type, value);
    if (wrong !== undefined) return void report(path, wrong);
    return value;
  }
  if (typeof value !== 'object' || Array.isArray(value)) return void report(path, `${show(value)} is no map`);
  const fields = TYPES.get(type);
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const of = fields ? fields.get(key) : type.slice(2);
    if (of === undefined) report([...path, key], 'is no field of the API (Kubernetes 1.37)');
    else {
      const copy = typed(of, item, [...path, key], report);
      if (copy !== undefined || !fields) result[key] = copy ?? zeroOf(of);
    }
  }
  return result;
}

/** What null stands for in a list or a map. */
function zeroOf(type: string): unknown {
  if (TYPES.has(type)) return {};
  return ZEROS.get(type) ?? '';
}

const ZEROS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['bool', false],
  ['int32', 0],
  ['int64', 0],
  ['quantity', '0'],
]);

function checkFields(type: string, value: unknown, path: Path, report: Report): void {
  walk(type, value, path, (name, object, at) => {
    for (const [key, field] of Object.entries(object)) {
      const wrong = FIELD_RULES.get(`${name}.${key}`)?.(field as never);
      if (wrong !== undefined) report([...at, key], wrong);
    }
    for (const { field, isCompleted } of REQUIRED.get(name) ?? []) {
      if (isEmpty(object[field])) report([...at, field], 'is missing', isCompleted ? 'completed' : undefined);
    }
  });
}

function checkTypes(type: string, value: unknown, path: Path, context: RuleContext, report: Report): void {
  walk(type, value, path, (name, object, at) => {
    const refuse: Refuse = (field, message, weight) =>
      report([...at, ...(typeof field === 'string' ? [field] : field)], message, weight);
    for (const check of TYPE_RULES.get(name) ?? []) check(object, refuse, context);
  });
}

type Visit = (type: string, object: ApiObject, path: Path) => void;

/** Visits each object of a known type, the outer one first. */
function walk(type: string, value: unknown, path: Path, visit: Visit): void {
  if (value === undefined) return;
  if (type.startsWith('[]')) {
    if (!TYPES.has(type.slice(2))) return;
    for (const [index, item] of (value as readonly unknown[]).entries())
      walk(type.slice(2), item, [...path, index], visit);
    return;
  }
  const fields = TYPES.get(type);
  if (!fields) return;
  const object = value as ApiObject;
  visit(type, object, path);
  for (const [key, item] of Object.entries(object)) walk(fields.get(key)!, item, [...path, key], visit);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
