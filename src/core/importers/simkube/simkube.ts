/** Reads SimKube traces (acrlabs/simkube, version 2): workloads applied and deleted over time, and when their pods ran. They contain no nodes. */
import { counted } from '../../errors/counted.ts';
import type { Problem } from '../../errors/problem.ts';
import { UserError } from '../../errors/user-error.ts';
import { MICROSECONDS_A_SECOND } from '../../time/moment.ts';
import type { ImportHistory } from '../history/import-history.ts';
import { eachFile, type FileReader, leftOut } from '../import-format.ts';
import { listAt, mapAt, textAt, valueAt } from '../objects/loose-json.ts';
import { parseJsonFile } from '../text/json-file.ts';
import { readMessagePack } from './message-pack.ts';
import { podTemplatesOf, replicasOf } from './owner.ts';
import { createOwnerPods, type PodRun } from './owner-pods.ts';

const OPENING_BRACE = 0x7b;

/** Reads each file as a trace of its own: JSON if it begins with a brace, else MessagePack. */
export function readSimkubeTraces(history: ImportHistory): FileReader {
  return eachFile(({ file, bytes }) => {
    const isText = bytes[0] === OPENING_BRACE;
    const trace = isText ? parseJsonFile({ file, bytes }) : readMessagePack(bytes, file);
    return emitSimkubeTrace(trace, file, history);
  });
}

/**
 * Reports a trace to the history. If the trace records when pods of an owner ran (`trackLifecycle`), those pods are reported: created, bound
 * and started when they began to run, finished when they ended. The pods of other owners are derived from their replicas: as many as the
 * owner wants, each from when it is wanted until it is no longer, the youngest deleted first. A trace contains neither the nodes on which
 * pods ran nor when they became ready.
 *
 * @returns warnings.
 * @throws {UserError} for a trace of another version.
 */
export function emitSimkubeTrace(trace: unknown, file: string, history: ImportHistory): readonly Problem[] {
  const { version } = mapAt(trace);
  if (version !== undefined && version !== 2) {
    throw new UserError(`a SimKube trace of version ${JSON.stringify(version)}: only version 2 is known`, {
      position: { file },
      next: 'export it anew with a SimKube that writes version 2',
    });
  }
  const lifecycles = lifecyclesOf(trace);
  const owners = createOwnerPods(history, file);
  let last = 0;
  let underived = 0;
  for (const event of listAt(trace, 'events')) {
    const moment = secondsOf(mapAt(event).ts);
    if (moment === undefined) continue;
    last = Math.max(last, moment);
    history.direct(moment, () => {});
    for (const object of listAt(event, 'applied_objs')) {
      const owner = ownerName(object);
      if (owner === undefined) continue;
      const templates = podTemplatesOf(
        object,
        listAt(trace, 'config', 'trackedObjects', owner.kind, 'podSpecTemplatePaths'),
      );
      owners.applied(owner.key, templates, object);
      const replicas = lifecycles.has(owner.key) ? undefined : replicasOf(object);
      if (replicas !== undefined) owners.scale(owner.key, replicas, moment);
      else if (!lifecycles.has(owner.key)) underived += 1;
    }
    for (const object of listAt(event, 'deleted_objs')) {
      const owner = ownerName(object);
      if (owner) owners.scale(owner.key, 0, moment);
    }
  }
  for (const [key, runs] of lifecycles) for (const run of runs) last = Math.max(last, owners.ran(key, run));
  // The window of the trace is known even if nothing happens at its end.
  history.direct(last, () => {});
  return [
    ...(underived > 0
      ? [
          leftOut(
            `the trace does not contain the pods of ${counted(underived, 'object')}: CronJobs and Jobs without trackLifecycle`,
          ),
        ]
      : []),
    ...(owners.unknown() > 0
      ? [
          leftOut(
            `left out: ${counted(owners.unknown(), 'pod run')} of owners whose pod template is not in the trace`,
          ),
        ]
      : []),
  ];
}

/** Runs by owner: `apps/v1.Deployment namespace/name`. Reads the format that SimKube writes and the one that its documentation describes. */
function lifecyclesOf(trace: unknown): Map<string, PodRun[]> {
  const runs = new Map<string, PodRun[]>();
  for (const [key, byHash] of Object.entries(mapAt(trace, 'pod_lifecycles'))) {
    const owner = ownerOfKey(key);
    if (owner === undefined) continue;
    const known = runs.get(owner) ?? [];
    runs.set(owner, known);
    for (const list of Object.values(mapAt(byHash))) {
      for (const entry of Array.isArray(list) ? (list as unknown[]) : []) {
        const run = runOf(entry);
        if (run) known.push(run);
      }
    }
  }
  return runs;
}

/** Reads a pair of kind and name, which is a list in MessagePack and text in JSON. */
function ownerOfKey(key: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(key);
    if (Array.isArray(parsed) && parsed.length === 2) return parsed.join(' ');
  } catch {
    const [, kind, name] = /^\(?"?([^",\s]+)"?[,\s]+"?([^",\s)]+)"?\)?$/.exec(key) ?? [];
    if (kind !== undefined && name !== undefined) return `${kind} ${name}`;
  }
  return undefined;
}

function runOf(entry: unknown): PodRun | undefined {
  const finished = listAt(entry, 'Finished');
  const start = secondsOf(finished[0] ?? mapAt(entry).Running ?? mapAt(entry).start_ts);
  if (start === undefined) return undefined;
  const end = secondsOf(finished[1] ?? mapAt(entry).end_ts);
  return { start, end: end === undefined ? undefined : Math.max(start, end) };
}

function secondsOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value < 1e11
    ? Math.round(value * MICROSECONDS_A_SECOND)
    : undefined;
}

function ownerName(object: unknown): { kind: string; key: string } | undefined {
  const [version, kind, name] = [
    textAt(object, 'apiVersion'),
    textAt(object, 'kind'),
    textAt(object, 'metadata', 'name'),
  ];
  if (version === undefined || kind === undefined || name === undefined) return undefined;
  const namespace = String(valueAt(object, 'metadata', 'namespace') ?? 'default');
  return { kind: `${version}.${kind}`, key: `${version}.${kind} ${namespace}/${name}` };
}
