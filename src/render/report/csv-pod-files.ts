/** Writes what happened to pods as CSV: event_history, pod_pending_durations, pod_running_durations and pod_queue_length. */
import { readableRequest } from '../../core/measure/readable-amounts.ts';
import { requestOfUnknownTemplate } from '../../core/measure/template-requests.ts';
import type { PodTemplate } from '../../core/objects/pod.ts';
import type { Observation } from '../../core/recording/observation.ts';
import type { PodCreatedObservation } from '../../core/recording/pod-observation.ts';
import { type CsvLine, csvLine, milliseconds } from './csv-cells.ts';
import type { CsvColumns } from './csv-columns.ts';
import type { StampClock } from './recording-clock.ts';

const EVENTS = 'event_history.csv';
const PENDING = 'pod_pending_durations.csv';
const RUNNING = 'pod_running_durations.csv';
const QUEUE = 'pod_queue_length.csv';

export interface CsvSource {
  headers(): CsvLine[];
  observe(observation: Observation, at: number): CsvLine[];
  finish(at: number): CsvLine[];
}

interface Pod {
  readonly created: PodCreatedObservation;
  readonly at: number;
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  node: string | null;
  boundAt: number | null;
  startedAt: number | null;
}

interface TemplateCells {
  /** Requests of the first container alone, as written. The original tool shows only these. */
  readonly firstContainer: readonly [string, string];
  readonly request: ReadonlyMap<string, number>;
}

export function podFiles(columns: CsvColumns, stamp: StampClock, kubernetes: string | undefined): CsvSource {
  const templates = new Map<string, TemplateCells>();
  const pods = new Map<string, Pod>();
  let queue = 0;

  const event = (pod: Pod, at: number, type: 'add' | 'update' | 'delete', kind: string, message = '') => {
    const { firstContainer, request } = templates.get(pod.created.template) ?? UNKNOWN_TEMPLATE;
    const { uid, namespace, name } = pod.created;
    return row(EVENTS, [
      stamp(at),
      name,
      pod.node ?? '',
      pod.phase,
      type,
      ...firstContainer,
      at,
      namespace,
      uid,
      kind,
      ...columns.requested.map((resource) => request.get(resource) ?? 0),
      message,
    ]);
  };
  const queueRow = (at: number, difference: 1 | -1) => {
    queue += difference;
    return row(QUEUE, [stamp(at), queue, at]);
  };

  const observePod = (pod: Pod, observation: Observation, at: number): CsvLine[] => {
    switch (observation.kind) {
      case 'pod-bound':
        if (pod.boundAt !== null || isTerminal(pod)) return [];
        pod.boundAt = at;
        pod.node = observation.node;
        return [event(pod, at, 'update', 'bound'), pendingRow(pod, at, 'bound'), queueRow(at, -1)];
      case 'pod-unschedulable':
        return [event(pod, at, 'update', 'unschedulable', observation.message)];
      case 'pod-started':
        if (pod.startedAt !== null || isTerminal(pod)) return [];
        pod.startedAt = at;
        pod.phase = 'Running';
        return [event(pod, at, 'update', 'started')];
      case 'pod-ready':
        return isTerminal(pod) ? [] : [event(pod, at, 'update', 'ready')];
      case 'pod-finished': {
        if (isTerminal(pod)) return [];
        pod.phase = observation.phase;
        return [event(pod, at, 'update', 'finished', observation.reason), ...ended(pod, at)];
      }
      case 'pod-deleted': {
        pods.delete(observation.uid);
        const rows = [event(pod, at, 'delete', 'deleted', observation.reason)];
        return isTerminal(pod) ? rows : [...rows, ...ended(pod, at)];
      }
      default:
        return [];
    }
  };
  const ended = (pod: Pod, at: number): CsvLine[] =>
    pod.boundAt === null
      ? [pendingRow(pod, at, 'withdrawn'), queueRow(at, -1)]
      : [runningRow(pod, at, pod.boundAt)];

  return {
    headers: () => podHeaders(columns),
    observe(observation, at) {
      if (observation.kind === 'template') {
        templates.set(observation.hash, templateCells(observation.template, kubernetes));
        return [];
      }
      if (observation.kind === 'pod-created') {
        if (pods.has(observation.uid)) return [];
        const pod: Pod = {
          created: observation,
          at,
          phase: 'Pending',
          node: null,
          boundAt: null,
          startedAt: null,
        };
        pods.set(observation.uid, pod);
        return [event(pod, at, 'add', 'created'), queueRow(at, 1)];
      }
      const pod = 'uid' in observation ? pods.get(observation.uid) : undefined;
      return pod ? observePod(pod, observation, at) : [];
    },
    finish: (at) =>
      [...pods.values()]
        .filter((pod) => pod.boundAt === null && !isTerminal(pod))
        .map((pod) => pendingRow(pod, at, 'pending')),
  };
}

function podHeaders(columns: CsvColumns): CsvLine[] {
  return [
    row(EVENTS, [
      ...['timestamp', 'pod_name', 'node_name', 'phase', 'event_type', 'cpu_req', 'mem_req'],
      ...['time_us', 'namespace', 'pod_uid', 'observation'],
      ...columns.requested.map(requestColumn),
      'message',
    ]),
    row(PENDING, [
      ...['pod_uid', 'pod_name', 'pending_time_milliseconds'],
      ...[
        'namespace',
        'outcome',
        'waiting_ms',
        'age_ms',
        'intended_us',
        'created_us',
        'until_us',
        'left_truncated',
      ],
    ]),
    row(RUNNING, [
      ...['pod_uid', 'pod_name', 'running_time_milliseconds'],
      ...['namespace', 'outcome', 'running_ms', 'holding_ms', 'bound_us', 'started_us', 'ended_us'],
    ]),
    row(QUEUE, ['timestamp', 'length', 'time_us']),
  ];
}

function requestColumn(resource: string): string {
  if (resource === 'cpu') return 'requests_cpu_milli';
  if (resource === 'memory') return 'requests_memory_bytes';
  return `requests_${resource}`;
}

/**
 * `pending_time_milliseconds` is whole milliseconds since the creation, as the original means it (without its error of up to a
 * second); it stays empty if there is no such time: for a pod that is still pending, and for one that is older than the recording.
 */
function pendingRow(pod: Pod, until: number, outcome: 'bound' | 'withdrawn' | 'pending'): CsvLine {
  const { uid, name, namespace, age, intended } = pod.created;
  const arrival = Math.min(intended ?? pod.at, pod.at);
  const known = outcome !== 'pending' && age === undefined;
  return row(PENDING, [
    uid,
    name,
    known ? Math.floor((until - pod.at) / 1000) : null,
    namespace,
    outcome,
    outcome === 'bound' && known ? milliseconds(until - arrival) : null,
    outcome === 'bound' ? null : milliseconds(until - arrival + (age ?? 0)),
    arrival,
    pod.at,
    until,
    age !== undefined,
  ]);
}

function runningRow(pod: Pod, endedAt: number, boundAt: number): CsvLine {
  const { uid, name, namespace, age } = pod.created;
  const outcome = pod.phase === 'Succeeded' ? 'succeeded' : pod.phase === 'Failed' ? 'failed' : 'deleted';
  return row(RUNNING, [
    uid,
    name,
    Math.floor((endedAt - pod.at + (age ?? 0)) / 1000),
    namespace,
    outcome,
    milliseconds(pod.startedAt === null ? null : endedAt - pod.startedAt),
    milliseconds(endedAt - boundAt),
    boundAt,
    pod.startedAt,
    endedAt,
  ]);
}

const UNKNOWN_TEMPLATE: TemplateCells = { firstContainer: ['0', '0'], request: requestOfUnknownTemplate() };

function templateCells(template: PodTemplate, kubernetes: string | undefined): TemplateCells {
  const first = template.spec.containers[0]?.resources?.requests;
  return {
    firstContainer: [String(first?.cpu ?? '0'), String(first?.memory ?? '0')],
    request: readableRequest(template, kubernetes).amounts,
  };
}

function isTerminal(pod: Pod): boolean {
  return pod.phase === 'Succeeded' || pod.phase === 'Failed';
}

function row(file: string, cells: readonly (string | number | boolean | null)[]): CsvLine {
  return { file, line: csvLine(cells) };
}
