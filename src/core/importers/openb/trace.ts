/** Reads the two CSV lists of the openb trace as plain nodes and pods, and checks every cell. */
import { type Problem, warningAt } from '../../errors/problem.ts';
import type { CsvRow, NamedText } from '../text/csv-table.ts';
import { readCsv } from '../text/csv-table.ts';

export interface OpenbNode {
  readonly name: string;
  readonly cpuMilli: number;
  readonly memoryMebibytes: number;
  /** Whole devices. */
  readonly gpus: number;
  /** Empty for a node without GPUs. */
  readonly model: string;
}

/** Times are the trace's: whole seconds from its start. */
export interface OpenbPod {
  readonly name: string;
  readonly cpuMilli: number;
  readonly memoryMebibytes: number;
  /** Thousandths of a device, over all devices the pod asks for. */
  readonly gpuMilli: number;
  /** GPU models it can run on; empty for any. */
  readonly models: readonly string[];
  /** LS, BE, Burstable or Guaranteed. */
  readonly qos: string;
  readonly phase: OpenbPhase;
  readonly created: number;
  /** Null for a pod that was never scheduled. */
  readonly scheduled: number | null;
  /** Null for a pod that exists at the end of the trace: its end is unknown (right-censored). */
  readonly deleted: number | null;
}

type OpenbPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

export interface OpenbTrace {
  readonly nodes: readonly OpenbNode[];
  readonly pods: readonly OpenbPod[];
  /** The end of the trace's window, in seconds: the latest time in the pod list. */
  readonly end: number;
  readonly problems: readonly Problem[];
}

const NODE_COLUMNS = ['sn', 'cpu_milli', 'memory_mib', 'gpu', 'model'];
const POD_COLUMNS = [
  'name',
  'cpu_milli',
  'memory_mib',
  'num_gpu',
  'gpu_milli',
  'gpu_spec',
  'qos',
  'pod_phase',
  'creation_time',
  'deletion_time',
  'scheduled_time',
];
const PHASES: readonly string[] = ['Pending', 'Running', 'Succeeded', 'Failed'];

/** Kubernetes' rules for a name (DNS-1123 subdomain) and for the value of a label. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const LABEL_VALUE = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
/** Table programs write whole numbers with a point if a column has gaps. */
const WHOLE_NUMBER = /^\d{1,9}(\.0+)?$/;
const MOST_GPUS = 1000;

/**
 * Reads the node list and a pod list of the trace (the columns are those of its README). A pod that has not ended and whose deletion_time is
 * the latest time of the list still existed when the trace ended.
 *
 * @throws {UserError} with file, line and column for a wrong cell.
 */
export function readOpenb(nodeList: NamedText, podList: NamedText): OpenbTrace {
  const nodeTable = readCsv(nodeList, NODE_COLUMNS);
  const podTable = readCsv(podList, POD_COLUMNS);
  const nodes = unique(nodeTable.rows, 'sn').map(readNode);
  const pods = unique(podTable.rows, 'name').map(readPod);
  const end = pods.reduce((latest, pod) => Math.max(latest, pod.deleted ?? 0), 0);
  return {
    nodes,
    pods: pods.map((pod) => (isAliveAt(end, pod) ? { ...pod, deleted: null } : pod)),
    end,
    problems: [...ignored(nodeList.file, nodeTable.unknown), ...ignored(podList.file, podTable.unknown)],
  };
}

function isAliveAt(end: number, { deleted, phase }: OpenbPod): boolean {
  return deleted === end && (phase === 'Running' || phase === 'Pending');
}

function ignored(file: string, columns: readonly string[]): Problem[] {
  return columns.map((name) =>
    warningAt('unknown-column', { file }, `column "${name}" is not known and was ignored`),
  );
}

function unique(rows: readonly CsvRow[], column: string): readonly CsvRow[] {
  const seen = new Set<string>();
  for (const row of rows) {
    const name = row.cell(column);
    if (!NAME.test(name)) throw row.fault(column, `"${name}" is not a valid name of a Kubernetes object`);
    if (seen.has(name)) throw row.fault(column, `"${name}" is there twice`);
    seen.add(name);
  }
  return rows;
}

function readNode(row: CsvRow): OpenbNode {
  const gpus = number(row, 'gpu');
  if (gpus > MOST_GPUS) throw row.fault('gpu', `is ${gpus}: a node has at most ${MOST_GPUS}`);
  const model = row.cell('model');
  if (model !== '' && !LABEL_VALUE.test(model))
    throw row.fault('model', `"${model}" cannot be a label's value`);
  return {
    name: row.cell('sn'),
    cpuMilli: number(row, 'cpu_milli'),
    memoryMebibytes: number(row, 'memory_mib'),
    gpus,
    model,
  };
}

function readPod(row: CsvRow): OpenbPod {
  const phase = row.cell('pod_phase');
  if (!PHASES.includes(phase)) throw row.fault('pod_phase', `"${phase}" is none of ${PHASES.join(', ')}`);
  const qos = row.cell('qos');
  if (!LABEL_VALUE.test(qos)) throw row.fault('qos', `"${qos}" cannot be a label's value`);
  const gpus = number(row, 'num_gpu');
  if (gpus > MOST_GPUS) throw row.fault('num_gpu', `is ${gpus}: a pod has at most ${MOST_GPUS}`);
  const created = number(row, 'creation_time');
  const scheduled = row.cell('scheduled_time') === '' ? null : number(row, 'scheduled_time');
  const deleted = number(row, 'deletion_time');
  if (scheduled !== null && scheduled < created) {
    throw row.fault('scheduled_time', `${scheduled} is before creation_time ${created}`);
  }
  if (deleted < (scheduled ?? created)) {
    throw row.fault(
      'deletion_time',
      `${deleted} is before ${scheduled === null ? 'creation' : 'scheduled'}_time`,
    );
  }
  return {
    name: row.cell('name'),
    cpuMilli: number(row, 'cpu_milli'),
    memoryMebibytes: number(row, 'memory_mib'),
    gpuMilli: gpus * number(row, 'gpu_milli'),
    models: readModels(row),
    qos,
    phase: phase as OpenbPhase,
    created,
    scheduled,
    deleted,
  };
}

function readModels(row: CsvRow): string[] {
  const written = row.cell('gpu_spec');
  if (written === '') return [];
  const models = written.split('|');
  const wrong = models.find((model) => !LABEL_VALUE.test(model));
  if (wrong !== undefined) throw row.fault('gpu_spec', `"${written}" is not GPU models separated by |`);
  return models;
}

function number(row: CsvRow, column: string): number {
  const written = row.cell(column);
  if (!WHOLE_NUMBER.test(written))
    throw row.fault(column, `is "${written}", not a whole number from 0 to 999999999`);
  return Number(written);
}
