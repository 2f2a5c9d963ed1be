/** Converts the openb trace's files into a scenario, its pod list and, on request, its history: writes all of them or none. */
import { basename, dirname, join } from 'node:path';
import { importOpenb, type OpenbSummary, openbHeader } from '../../core/importers/openb/openb.ts';
import { encodeHeader, encodeObservation } from '../../core/recording/encode.ts';
import type { Observation } from '../../core/recording/observation.ts';
import { saveScenario } from '../../core/scenario/save-scenario.ts';
import { openAtomicFile } from '../../storage/atomic-file.ts';
import type { Output } from '../../storage/output-name.ts';
import { openRecordingFile } from '../../storage/recording-file.ts';
import { refuseUnsafeOutputs } from '../../storage/safe-outputs.ts';
import { readTextFile } from '../../storage/text-file.ts';

export interface OpenbImportOptions {
  /** The trace's node list (CSV). */
  readonly nodes: string;
  /** One of the trace's pod lists (CSV). */
  readonly pods: string;
  /** The scenario to write; its pod list is written beside it, as NAME.pods.keg.jsonl. */
  readonly output: string;
  /** The recording of the trace's own history to write; undefined for none. Compressed if its name ends in .gz. */
  readonly recording: string | undefined;
  /** Replace files that are there already. */
  readonly force: boolean;
  /** Of this program, for the recordings' headers. */
  readonly toolVersion: string;
}

export interface OpenbImportResult extends OpenbSummary {
  /** The files that were written: the scenario, its pod list, then the recording. */
  readonly files: readonly string[];
}

interface OpenFile {
  commit(): Promise<void>;
  discard(): void;
}

/**
 * Reads both lists, writes the files and returns what they contain.
 *
 * @throws {UserError} (exit code 2) for a list that cannot be read or is wrong (with file, line and column), or a file that exists
 *         already if `force` is not given. Nothing is written then.
 */
export async function importOpenbFiles(options: OpenbImportOptions): Promise<OpenbImportResult> {
  const stem = basename(options.output).replace(/\.ya?ml$/, '');
  const podList = `${stem}.pods.keg.jsonl`;
  const outputs: Output[] = [
    { flag: '-o', path: options.output, kind: 'scenario' },
    { flag: 'the pod list of -o', path: join(dirname(options.output), podList), kind: 'recording' },
    ...(options.recording === undefined
      ? []
      : [{ flag: '--recording', path: options.recording, kind: 'recording' } as const]),
  ];
  refuseUnsafeOutputs({ inputs: [options.nodes, options.pods], outputs, force: options.force });
  const files = outputs.map(({ path }) => path);

  const [nodeText, podText] = await Promise.all([readTextFile(options.nodes), readTextFile(options.pods)]);
  const trace = importOpenb({ file: options.nodes, text: nodeText }, { file: options.pods, text: podText });
  const header = encodeHeader(openbHeader(stem, options.toolVersion));
  const overwrite = options.force;
  const open: OpenFile[] = [];

  function writeRecording(path: string, observations: Iterable<Observation>): void {
    const file = openRecordingFile(path, { overwrite });
    open.push(file);
    file.emit(header);
    for (const observation of observations) file.emit(encodeObservation(observation));
  }

  try {
    writeRecording(files[1]!, trace.pods());
    if (options.recording !== undefined) writeRecording(options.recording, trace.history());
    const scenario = openAtomicFile(options.output, { overwrite });
    open.push(scenario);
    scenario.write(saveScenario(trace.scenario(stem, podList), { comment: COMMENT }));
    for (const file of open) await file.commit();
  } finally {
    for (const file of open) file.discard();
  }
  return { ...trace.summary, files };
}

const COMMENT = ` Made by kubectl keg import openb from the trace of github.com/hkust-adsl/kubernetes-scheduler-simulator (Apache-2.0).
 GPUs are in thousandths of a device. Nodes can be changed here; the pods are in the file that "recorded" names.`;
