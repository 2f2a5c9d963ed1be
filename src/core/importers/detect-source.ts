/** Tells what kind of foreign file something is from its beginning and its name. */
import { isAuditEvent } from './audit-log/audit-log.ts';
import { isKarpenterRun } from './karpenter/driver-run.ts';
import { isEventHistory, isNodeHistory, isOtherResult } from './keg-go/event-history.ts';
import { isSchedRecord } from './sched-recorder/sched-recorder.ts';

export const IMPORT_SOURCES = [
  'dump',
  'audit-log',
  'sched-recorder',
  'kwok',
  'simkube',
  'keg-go',
  'karpenter',
] as const;

export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** What a file is; `recording` is one of our own, which needs no import. */
export type DetectedSource = ImportSource | 'recording';

/**
 * @param head the first bytes, 64 KiB or all of the file.
 * @returns undefined for what is none of them.
 */
export function detectSource(head: Uint8Array, file: string): DetectedSource | undefined {
  const [first = 0] = head;
  // A MessagePack map of few entries; no text begins with such a byte.
  if ((first >= 0x81 && first <= 0x8f) || first === 0xde) return 'simkube';
  const text = new TextDecoder().decode(head).replace(/^\uFEFF/, '');
  if (isEventHistory(text) || isNodeHistory(file) || isOtherResult(file)) return 'keg-go';
  return /^\s*[[{]/.test(text) ? detectJson(text) : detectYaml(text);
}

function detectJson(text: string): DetectedSource | undefined {
  const [line = ''] = text.trimStart().split('\n', 1);
  const value = parsed(line);
  if (value !== undefined) {
    if (isSchedRecord(value)) return 'sched-recorder';
    if (isAuditEvent(value)) return 'audit-log';
    if (isKarpenterRun(value)) return 'karpenter';
  }
  if (/"apiVersion":\s*"audit\.k8s\.io\//.test(line)) return 'audit-log';
  if (/^\{[^\n]*"kind":\s*"Recording"/.test(line)) return 'recording';
  if (/"(?:cluster_snapshots|audit_events|resource_history)"\s*:/.test(text)) return 'karpenter';
  if (/"(?:pod_lifecycles|trackedObjects|applied_objs)"\s*:/.test(text)) return 'simkube';
  return /"(?:items|kind|apiVersion)"\s*:/.test(text) ? 'dump' : undefined;
}

function detectYaml(text: string): DetectedSource | undefined {
  if (/^kind:\s*ResourcePatch\b|time-offset-nanosecond/m.test(text)) return 'kwok';
  return /^(?:- )?(?:kind|items|apiVersion):/m.test(text) ? 'dump' : undefined;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
