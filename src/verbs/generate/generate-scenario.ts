/** Makes a scenario from another scenario or from a generator configuration of the original tool. */
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { invalidScenario } from '../../core/errors/invalid-scenario.ts';
import { CORRECT_YAML } from '../../core/errors/next-steps.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { type FileHead, fileHead } from '../../core/importers/file-kinds/file-head.ts';
import { requireRole } from '../../core/importers/file-kinds/name-file.ts';
import { GENERATOR_CONFIGURATION } from '../../core/importers/file-kinds/own-files.ts';
import {
  generateScenario,
  generatorProblems,
  isGeneratorConfig,
  readGeneratorConfig,
} from '../../core/importers/keg-go-generator/keg-go-generator.ts';
import { loadManifests } from '../../core/scenario/manifests/load-manifests.ts';
import { refuseIdleScenario } from '../../core/scenario/refuse-idle-scenario.ts';
import { saveScenario } from '../../core/scenario/save-scenario.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import { writeFileAtomically } from '../../storage/atomic-file.ts';
import { readManifestFiles } from '../../storage/manifest-files.ts';
import { pathFrom, recordedFileOf } from '../../storage/recorded-file.ts';
import { refuseInputs, refuseUnsafeOutputs } from '../../storage/safe-outputs.ts';
import { fileBeside, loadScenarioFile } from '../../storage/scenario-file.ts';
import { openSourceFile, type SourceFile, wholeTextOf } from '../../storage/source-file.ts';
import { changeScenario } from './change-scenario.ts';
import type { Changes, Written } from './changes.ts';
import { readRecordedNodes } from './recorded-nodes.ts';
import { withTablesAt } from './tables-at.ts';

export interface GenerateRequest extends Changes {
  readonly file: string;
  /** More files of manifests, which are one scenario with the first. */
  readonly otherFiles?: readonly string[];
  /** A recording whose nodes take the place of those of the scenario. */
  readonly nodesFrom?: string | undefined;
  /** The file to write; undefined to return the scenario only. */
  readonly output: string | undefined;
  readonly force: boolean;
}

export interface Generated {
  readonly text: string;
  readonly pods: number;
  readonly workloads: number;
  readonly problems: readonly Problem[];
}

const DURATION_WITHOUT_EFFECT: Problem = {
  code: 'idle-flag',
  severity: 'warning',
  message: '--duration has no effect on a generator configuration: its numPodEvents sets the number of pods',
};

interface Made {
  readonly scenario: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  /** The recording of pods that the scenario names. It must not be written over. */
  readonly recordedFile?: string;
}

/** @throws {UserError} (exit code 2) for a file that cannot be read, is neither a scenario nor a configuration, or an output that must not be replaced. */
export async function generate(request: GenerateRequest): Promise<Generated> {
  const { file, output, force } = request;
  const outputs = output === undefined ? [] : [{ flag: '-o', path: output, kind: 'scenario' } as const];
  const { nodesFrom, otherFiles = [] } = request;
  const inputs = [file, ...otherFiles, ...(nodesFrom === undefined ? [] : [nodesFrom])];
  refuseUnsafeOutputs({ inputs, outputs, force });
  const source = await openSourceFile(file);
  const nodes = nodesFrom === undefined ? undefined : await readRecordedNodes(nodesFrom);
  const made = await make(source, fileHead(source.head, source.file), request, nodes);
  if (output !== undefined && made.recordedFile !== undefined) refuseInputs([output], [made.recordedFile]);
  const generated = { ...made, text: saveScenario(made.scenario) };
  const { scenario, problems } = await loadScenarioFile(
    generated.text,
    join(dirname(output ?? file), 'what was generated'),
  );
  if (!scenario)
    throw new UserError(
      `what was generated is invalid: ${problems.find(({ severity }) => severity === 'error')?.message}`,
      {
        next: `correct ${file}: kubectl keg validate ${file}`,
      },
    );
  if (output !== undefined) await writeFileAtomically(output, generated.text, { overwrite: force });
  return {
    text: generated.text,
    pods: scenario.pods.length,
    workloads: scenario.workloads.length,
    problems: made.problems,
  };
}

/** The nodes take the place of those of the scenario. */
type OtherNodes = readonly Written[] | undefined;

function withNodes(written: Written, nodes: OtherNodes): Written {
  if (nodes === undefined) return written;
  return { ...written, cluster: { ...(written.cluster as Written | undefined), nodes } };
}

async function make(
  source: SourceFile,
  head: FileHead,
  request: GenerateRequest,
  nodes: OtherNodes,
): Promise<Made> {
  const { otherFiles = [] } = request;
  const isConfiguration = GENERATOR_CONFIGURATION.detect(head);
  const role = isConfiguration
    ? 'scenario'
    : requireRole(
        head,
        ['scenario', 'manifests'],
        'a scenario, a generator configuration or a file of manifests',
      );
  if (role === 'manifests') return makeOfManifests(source, otherFiles, request, nodes);
  if (otherFiles.length > 0)
    throw new UserError('only files of Kubernetes manifests are one scenario together', {
      position: { file: request.file },
      next: 'give one file',
    });
  const text = await wholeTextOf(source);
  const content = read(text, request.file);
  if (isGeneratorConfig(content)) {
    const config = readGeneratorConfig(content);
    const problems: readonly Problem[] = [
      ...(request.duration === undefined ? [] : [DURATION_WITHOUT_EFFECT]),
      ...generatorProblems(content, request.file),
    ];
    const scenario = generateScenario({
      ...config,
      seed: request.seed ?? config.seed,
      numPodEvents: config.numPodEvents * request.amplify,
      arrivalScaleFactor: config.arrivalScaleFactor / request.amplify,
    });
    return { scenario: withNodes(scenario, nodes), problems };
  }
  const loaded = await loadScenarioFile(text, request.file);
  if (!loaded.scenario) throw invalidScenario(loaded.problems);
  refuseIdleScenario(loaded.scenario);
  const changed = changeScenario(withNodes(content as Written, nodes), loaded.scenario, request);
  return { ...changed, ...withMovedFiles(changed.scenario, loaded.scenario, request) };
}

async function makeOfManifests(
  source: SourceFile,
  otherFiles: readonly string[],
  request: GenerateRequest,
  nodes: OtherNodes,
): Promise<Made> {
  const files = await readManifestFiles(source, otherFiles);
  const { scenario, data, problems } = loadManifests(files);
  if (!scenario || !data) throw invalidScenario(problems);
  const changed = changeScenario(withNodes(data, nodes), scenario, request);
  return { ...changed, problems: [...problems, ...changed.problems] };
}

/** The files that a scenario names stay where they are, so a scenario in another folder names them by other paths. */
function withMovedFiles(
  written: Made['scenario'],
  scenario: Scenario,
  { file, output }: GenerateRequest,
): Pick<Made, 'recordedFile'> & Partial<Pick<Made, 'scenario'>> {
  const recordedFile = recordedFileOf(file, scenario);
  const named = recordedFile === undefined ? {} : { recordedFile };
  if (output === undefined || resolve(dirname(output)) === resolve(dirname(file))) return named;
  const moved = withTablesAt(written, (table) =>
    isAbsolute(table) ? table : pathFrom(output, fileBeside(file, table)),
  );
  if (recordedFile === undefined || isAbsolute(scenario.recorded!)) return { ...named, scenario: moved };
  const metadata = { ...(written.metadata as Written), recorded: pathFrom(output, recordedFile) };
  return { ...named, scenario: { ...moved, metadata } };
}

function read(text: string, file: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    if (error instanceof YAMLParseError)
      throw new UserError(`${file} is not YAML: ${error.message.split('\n')[0]}`, { next: CORRECT_YAML });
    throw error;
  }
}
