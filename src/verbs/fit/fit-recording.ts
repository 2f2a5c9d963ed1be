/** Fits a recording, and writes the scenario that draws what it showed. */
import { UserError } from '../../core/errors/user-error.ts';
import { fitGroup } from '../../core/fitting/pods/fit-group.ts';
import { fittedScenario, type WrittenScenario } from '../../core/fitting/pods/fitted-scenario.ts';
import { loadDependence, startLoads } from '../../core/fitting/pods/load-dependence.ts';
import {
  type ClusterHistory,
  collectHistory,
  type HistoryCollector,
  type TimeGrain,
} from '../../core/fitting/pods/pod-history.ts';
import { groupPods } from '../../core/fitting/pods/workload-group.ts';
import type { RecordingHeader } from '../../core/recording/observation.ts';
import type { RecordingEnd } from '../../core/recording/recording-reader.ts';
import { saveScenario } from '../../core/scenario/save-scenario.ts';
import { parseDuration } from '../../core/time/duration.ts';
import type { RecordingFit } from '../../render/fit/recording-fit.ts';
import { writeFileAtomically } from '../../storage/atomic-file.ts';
import type { Output } from '../../storage/output-name.ts';
import { readRecordingFile } from '../../storage/recording-file.ts';
import { refuseUnsafeOutputs } from '../../storage/safe-outputs.ts';
import { withoutRunMarks } from './own-run.ts';

export interface FitRequest {
  readonly recording: string;
  /** Where the scenario goes; undefined for nowhere. */
  readonly scenario: string | undefined;
  /** Where the page of charts goes; undefined for nowhere. */
  readonly plot?: string | undefined;
  /** Replace a scenario that is there already. */
  readonly force: boolean;
  /** Of the p-values, and the scenario's default. */
  readonly seed: number;
  /** Told, in words, what is done next. */
  readonly onProgress?: ((doing: string) => void) | undefined;
}

/** Seconds. */
const CLUMP = 0.01;

/**
 * @throws {UserError} (exit code 2) if the recording cannot be read or holds no pods, or the scenario is there already and `force` is not
 *         given. Nothing is written then.
 */
export async function fitRecording(request: FitRequest): Promise<RecordingFit> {
  refuseUnsafeOutputs({ inputs: [request.recording], outputs: outputsOf(request), force: request.force });
  let header: RecordingHeader | undefined;
  let collector: HistoryCollector | undefined;
  const end = await readRecordingFile(request.recording, {
    header(read) {
      header = read;
      collector = collectHistory(grainOf(read));
    },
    observe: (observation) => collector?.observe(observation),
  });
  const history = withoutRunMarks(collector!.history());
  if (history.pods.length === 0) {
    throw new UserError(`${request.recording} holds no pods`, {
      next: 'record for longer, or other namespaces',
    });
  }
  const fit = fitHistory(header!, history, request, warningsOf(history, end));
  if (request.scenario !== undefined) {
    writeFileAtomically(request.scenario, scenarioYaml(fit.scenario, request.recording), {
      overwrite: request.force,
    });
  }
  if (request.plot !== undefined) {
    const { renderFitPage } = await import('../../render/charts/page.ts');
    writeFileAtomically(request.plot, renderFitPage(fit), { overwrite: request.force });
  }
  return fit;
}

function outputsOf({ scenario, plot }: FitRequest): Output[] {
  return [
    ...(scenario === undefined ? [] : [{ flag: '-o', path: scenario, kind: 'scenario' } as const]),
    ...(plot === undefined ? [] : [{ flag: '--plot', path: plot, kind: 'page' } as const]),
  ];
}

/**
 * How fine times are. What a recorder's watch tells comes in clumps: several events in one piece of the stream, at one and the same time.
 * Gaps of nothing between them would be taken for what they are not, so such times are read in ticks within which most clumps fall. (A
 * replay knows when its pods were meant to come.)
 */
function grainOf({ clock, source }: RecordingHeader): TimeGrain {
  const told = secondsOf(clock.resolution) ?? 1e-6;
  return {
    resolution: source.kind === 'cluster' && clock.kind === 'monotonic' ? Math.max(told, CLUMP) : told,
    stamps: clock.stamps === undefined ? 0 : (secondsOf(clock.stamps) ?? 0),
  };
}

function secondsOf(duration: string): number | undefined {
  const time = parseDuration(duration);
  return time === undefined ? undefined : time / 1e6;
}

function fitHistory(
  header: RecordingHeader,
  history: ClusterHistory,
  { seed, onProgress }: FitRequest,
  warnings: readonly string[],
): RecordingFit {
  const { window, pods, nodes } = history;
  const { resolution } = grainOf(header);
  const watch = { window, resolution };
  const loads = startLoads(pods);
  const all = groupPods(pods);
  const groups = all.map((group, index) =>
    fitGroup(group, watch, loads, seed, (quantity) =>
      onProgress?.(`fitting ${group.name}, ${quantity} (group ${index + 1} of ${all.length})`),
    ),
  );
  const name = header.name ?? 'fitted';
  const source = header.name === undefined ? 'a recording' : `the recording "${header.name}"`;
  const description = `Fitted to ${pods.length} pods in ${groups.length} ${groups.length === 1 ? 'group' : 'groups'} of ${source}`;
  return {
    header,
    window,
    pods: pods.length,
    groups,
    load: loadDependence(pods, loads),
    scenario: fittedScenario({ name, description, seed, window, nodes, groups }),
    warnings,
  };
}

function warningsOf({ gaps, nodes }: ClusterHistory, { isTorn, isClosed }: RecordingEnd): string[] {
  const missed = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  return [
    ...(isTorn ? ['warning: the last line of the recording is cut short and left out'] : []),
    ...(isClosed
      ? []
      : ['warning: the recording has no end: its window is taken to end with the last thing seen']),
    ...(missed > 0
      ? [`warning: ${missed.toFixed(0)}s of the window were not seen: arrivals in them are missing`]
      : []),
    ...(nodes.length === 0
      ? ['warning: the recording tells of no nodes: add some to the scenario before a replay']
      : []),
  ];
}

function scenarioYaml(scenario: WrittenScenario, recording: string): string {
  const comment = ` Fitted by kubectl keg fit from ${recording}. NAME-before are the pods that were there when it began.`;
  return saveScenario(scenario, { comment, isCompact: true });
}
