/** Decodes lines into a header and observations. Refuses wrong lines with their position, and ignores unknown kinds and fields of newer versions. */
import { CORRECT_LINE, OTHER_FILE } from '../errors/next-steps.ts';
import { UserError } from '../errors/user-error.ts';
import type { Observation, RecordingHeader } from './observation.ts';
import { fieldsOf, problems as problemList, timeField } from './observation-fields.ts';
import { isJsonObject } from './quality-shapes.ts';

/** The position of a line: the file as the user named it, and the line number from 1. */
export interface LinePosition {
  readonly file: string;
  readonly line: number;
}

const ACCEPTED_VERSION = /^keg\.dev\/v1(?:(?:alpha|beta)\d+)?$/;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * Reads line 1 of a recording. Unknown fields are ignored.
 *
 * @throws {UserError} for anything but a recording of apiVersion keg.dev/v1….
 */
export function decodeHeader(line: string, position: LinePosition): RecordingHeader {
  const refuse = (message: string, next = OTHER_FILE) => new UserError(message, { position, next });
  const header = parseJson(line);
  if (!isJsonObject(header) || typeof header.apiVersion !== 'string' || typeof header.kind !== 'string') {
    throw refuse(
      'this is not a recording: line 1 must be its header, {"apiVersion":"keg.dev/v1alpha1","kind":"Recording",…}',
      'give a file that kubectl keg replay, record or import wrote',
    );
  }
  if (!ACCEPTED_VERSION.test(header.apiVersion)) {
    throw refuse(
      `apiVersion "${header.apiVersion}" is not one that this kubectl keg can read (keg.dev/v1…)`,
      header.apiVersion.startsWith('keg.dev/') ? 'use a newer kubectl keg' : undefined,
    );
  }
  if (header.kind !== 'Recording') throw refuse(`this is a ${header.kind}, not a Recording`);
  const fault = headerFault(header);
  if (fault) throw refuse(`the header's ${fault}`);
  return header as unknown as RecordingHeader;
}

function headerFault(header: Readonly<Record<string, unknown>>): string | undefined {
  const { name, source, start, tool, clock, redaction, problems } = header;
  if (name !== undefined && typeof name !== 'string') return '"name" must be text';
  if (!isJsonObject(source) || !isOneOf(source.kind, ['replay', 'cluster', 'import'])) {
    return '"source" must be {"kind": replay, cluster or import, …}';
  }
  for (const field of ['target', 'from', 'kubernetes', 'selection', 'nodes', 'scenario', 'search']) {
    if (source[field] !== undefined && typeof source[field] !== 'string')
      return `"source.${field}" must be text`;
  }
  for (const field of ['seed', 'speed']) {
    if (source[field] !== undefined && typeof source[field] !== 'number')
      return `"source.${field}" must be a number`;
  }
  if (source.drawn !== undefined && typeof source.drawn !== 'boolean')
    return '"source.drawn" must be true or false';
  if (source.configuration !== undefined && !isJsonObject(source.configuration))
    return '"source.configuration" must be a KubeSchedulerConfiguration';
  if (source.latency !== undefined && !isLatency(source.latency))
    return '"source.latency" must be {"cycle", "bind"} in microseconds';
  if (source.usage !== undefined && !isUsage(source.usage))
    return '"source.usage" must be {"from", "interval"}';
  if (source.window !== undefined && !isWindow(source.window))
    return '"source.window" must be {"from", "to"}';
  if (typeof start !== 'string' || !RFC_3339.test(start)) {
    return '"start" must be an RFC 3339 time such as 2025-04-01T00:00:00.000000000Z';
  }
  if (!isJsonObject(tool) || typeof tool.name !== 'string' || typeof tool.version !== 'string') {
    return '"tool" must be {"name", "version"}';
  }
  if (
    !isJsonObject(clock) ||
    !isOneOf(clock.kind, ['virtual', 'monotonic', 'stamps']) ||
    typeof clock.resolution !== 'string' ||
    (clock.stamps !== undefined && typeof clock.stamps !== 'string')
  ) {
    return '"clock" must be {"kind": virtual, monotonic or stamps, "resolution"}';
  }
  if (typeof redaction !== 'string') return '"redaction" must be text';
  return problems === undefined || problemList.holds(problems)
    ? undefined
    : `"problems" must be ${problemList.wanted}`;
}

function isWindow(window: unknown): boolean {
  if (!isJsonObject(window) || !timeField.holds(window.from)) return false;
  return window.to === undefined || timeField.holds(window.to);
}

function isLatency(latency: unknown): boolean {
  return isJsonObject(latency) && timeField.holds(latency.cycle) && timeField.holds(latency.bind);
}

function isUsage(usage: unknown): boolean {
  return isJsonObject(usage) && typeof usage.from === 'string' && timeField.holds(usage.interval);
}

function isOneOf(value: unknown, allowed: readonly string[]): boolean {
  return typeof value === 'string' && allowed.includes(value);
}

/**
 * Reads one observation. Unknown fields are ignored.
 *
 * @returns undefined for a kind that this version does not know.
 * @throws {UserError} if the line is not JSON, or a field is missing or holds something else.
 */
export function decodeObservation(line: string, position: LinePosition): Observation | undefined {
  const value = parseJson(line);
  if (value === undefined) {
    throw new UserError('this line is not JSON', {
      position,
      next: 'a recording is one JSON object a line; only its last line may be cut short',
    });
  }
  return checkObservation(value, position);
}

/** Checks a parsed line. See {@link decodeObservation}. */
export function checkObservation(value: unknown, position: LinePosition): Observation | undefined {
  if (!isJsonObject(value) || typeof value.kind !== 'string') {
    throw new UserError('this line is not an observation, {"at":…,"kind":…}', {
      position,
      next: CORRECT_LINE,
    });
  }
  const fields = fieldsOf(value.kind);
  if (!fields) return undefined;
  if (!timeField.holds(value.at)) throw wrongField(value, 'at', timeField.wanted, position);
  // Without an iterator: this runs for each line of files with millions of them.
  for (let index = 0; index < fields.length; index += 1) {
    const { name, type, isOptional } = fields[index]!;
    const field = value[name];
    if (field === undefined ? !isOptional : !type.holds(field))
      throw wrongField(value, name, type.wanted, position);
  }
  return value as unknown as Observation;
}

/** Parses a JSON text; undefined if it is not JSON. No JSON text has the value undefined. */
export function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function wrongField(
  value: Readonly<Record<string, unknown>>,
  name: string,
  wanted: string,
  position: LinePosition,
): UserError {
  const problem = value[name] === undefined ? 'is missing; it' : `is ${shortened(value[name])}, but`;
  return new UserError(`${value.kind}: "${name}" ${problem} must be ${wanted}`, {
    position,
    next: CORRECT_LINE,
  });
}

function shortened(value: unknown): string {
  const written = JSON.stringify(value);
  return written.length > 60 ? `${written.slice(0, 57)}…` : written;
}
