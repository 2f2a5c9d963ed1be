/** Fits a recording, and writes a scenario that draws from the fits. */
import { counted } from '../../core/errors/counted.ts';
import { UserError } from '../../core/errors/user-error.ts';
import {
  type ClueCollector,
  type ControllerClues,
  collectClues,
} from '../../core/fitting/controllers/controller-clues.ts';
import {
  type ClusterHistory,
  collectHistory,
  type HistoryCollector,
  type TimeGrain,
} from '../../core/fitting/pods/pod-history.ts';
import type { WorkloadGroup } from '../../core/fitting/pods/workload-group.ts';
import { countedEnds } from '../../core/fitting/runs/counted-ends.ts';
import { fittedScenario } from '../../core/fitting/writing/fitted-scenario.ts';
import { clusterToWrite } from '../../core/fitting/writing/write-cluster.ts';
import type { WrittenScenario } from '../../core/fitting/writing/written-scenario.ts';
import { requestOfTemplate } from '../../core/measure/template-requests.ts';
import type { Gate } from '../../core/measure/truth.ts';
import { nodeProblems } from '../../core/recording/node-problems.ts';
import type { RecordingHeader } from '../../core/recording/observation.ts';
import type { RecordingEnd } from '../../core/recording/recording-reader.ts';
import { parseDuration } from '../../core/time/duration.ts';
import type { RecordingFit } from '../../render/fit/recording-fit.ts';
import type { Output } from '../../storage/output-name.ts';
import { readRecordingFiles } from '../../storage/recording-file.ts';
import { refuseUnsafeOutputs } from '../../storage/safe-outputs.ts';
import { type FitOptions, type FittedGroups, fitGroups, refined, type SeriesForm } from './fit-groups.ts';
import { fitProblems, NODES_ALONE, notPlayable } from './fit-problems.ts';
import { withoutRunMarks } from './own-run.ts';
import { predictSecondHalf } from './predict-second-half.ts';
import { collectRecordedSide, type RecordedSide } from './recorded-side.ts';
import type { RefinedGroup } from './refine-groups.ts';
import { refineReplayed } from './refine-replayed.ts';
import { releaseControllers } from './release-controllers.ts';
import { type FitFiles, saveFit } from './save-fit.ts';
import { settleSeries } from './settle-series.ts';
import { truthOfFit } from './truth-of-fit.ts';

/** The recordings are the files of one run, in the order of their times. The scenario and the page are undefined where none is written. */
export interface FitRequest extends FitFiles {
  /** The seed of the p-values, and the default seed of the scenario. */
  readonly seed: number;
  /** The range of fitted ÷ recorded that counts as true. Undefined: nothing is replayed. */
  readonly gate?: Gate | undefined;
  /** Receives, in words, the next step. */
  readonly onProgress?: ((step: string) => void) | undefined;
}

/** The tick for times of a recorder's watch, in seconds. */
const CLUMP = 0.01;

/**
 * @throws {QuantityError} for a request that is not a quantity.
 * @throws {UserError} (exit code 2) if the recording cannot be read or contains no pods and no nodes, or if an output exists and `force` is not set.
 *   Nothing is written then.
 */
export async function fitRecording(request: FitRequest): Promise<RecordingFit> {
  refuseUnsafeOutputs({ inputs: request.recordings, outputs: outputsOf(request), force: request.force });
  let header: RecordingHeader | undefined;
  let collector: HistoryCollector | undefined;
  let clues: ClueCollector | undefined;
  let side: RecordedSide | undefined;
  const end = await readRecordingFiles(request.recordings, {
    header(read) {
      header = read;
      collector = collectHistory(grainOf(read));
      clues = collectClues(grainOf(read).resolution);
      // Only the comparison needs it.
      if (request.gate) side = collectRecordedSide(read, request.recordings.join(', '));
    },
    observe(observation) {
      collector?.observe(observation);
      clues?.observe(observation);
      side?.observe(observation);
    },
  });
  const history = withoutRunMarks(collector!.history());
  if (history.pods.length === 0 && history.nodes.length > 0) {
    const fit = nodesAlone(header!, history, end, request);
    return { ...fit, files: await saveFit(fit, request) };
  }
  if (history.pods.length === 0) {
    throw new UserError(`${request.recordings.join(', ')} contains no pods`, {
      next: 'record for longer, or other namespaces',
    });
  }
  // Refused here: later the scenario would be at fault.
  for (const template of new Set(history.pods.map((pod) => pod.template)))
    requestOfTemplate(template, undefined);
  const fit = await fitHistory({ header: header!, history, clues: clues!, side, end }, request);
  return { ...fit, files: await saveFit(fit, request) };
}

/** The scenario of a recording without pods: its nodes, for pods of others. */
function nodesAlone(
  header: RecordingHeader,
  history: ClusterHistory,
  end: RecordingEnd,
  { seed }: FitRequest,
): RecordingFit {
  const { window, nodes } = history;
  const scenario = fittedScenario({
    name: header.name ?? 'fitted',
    description: `${counted(nodes.length, 'node')} of a recording without pods`,
    seed,
    window,
    cluster: clusterToWrite(header, history),
    groups: [],
  });
  const ends = { all: [], byGroup: new Map() };
  const problems = [NODES_ALONE, ...fitProblems(history, end)];
  return {
    header,
    window,
    pods: 0,
    nodes: nodes.length,
    groups: [],
    load: undefined,
    ends,
    scenario,
    problems,
  };
}

function outputsOf({ scenario, plot }: FitRequest): Output[] {
  return [
    ...(scenario === undefined ? [] : [{ flag: '-o', path: scenario, kind: 'scenario' } as const]),
    ...(plot === undefined ? [] : [{ flag: '--plot', path: plot, kind: 'page' } as const]),
  ];
}

/**
 * The resolution of the times. The events of a recorder's watch arrive in clumps: several events in one piece of the stream, with one time.
 * Gaps of 0 between them would distort the fits, so these times are read in ticks that hold most clumps. (A recording of a replay has the
 * intended time of each pod.)
 */
function grainOf({ clock, source }: RecordingHeader): TimeGrain {
  const recorded = secondsOf(clock.resolution) ?? 1e-6;
  return {
    resolution:
      source.kind === 'cluster' && clock.kind === 'monotonic' ? Math.max(recorded, CLUMP) : recorded,
    stamps: clock.stamps === undefined ? 0 : (secondsOf(clock.stamps) ?? 0),
  };
}

function secondsOf(duration: string): number | undefined {
  const time = parseDuration(duration);
  return time === undefined ? undefined : time / 1e6;
}

interface ReadRecording {
  readonly header: RecordingHeader;
  readonly history: ClusterHistory;
  readonly clues: ClueCollector;
  /** Undefined where nothing is compared. */
  readonly side: RecordedSide | undefined;
  readonly end: RecordingEnd;
}

async function fitHistory(
  { header, history, clues, side, end }: ReadRecording,
  { seed, gate, onProgress = () => {} }: FitRequest,
): Promise<RecordingFit> {
  const { window } = history;
  const cluster = clusterToWrite(header, history);
  const options = { resolution: grainOf(header).resolution, seed, onProgress };
  const found = clues.clues(history.pods);
  const { fitted, series } = await withSettledSeries(history, found, side, { ...options, gate });
  const name = header.name ?? 'fitted';
  const source = header.name === undefined ? 'a recording' : `the recording "${header.name}"`;
  const areInferred = nodeProblems(header).length > 0;
  const written = ({ controllers, pods }: FittedGroups, groups: readonly RefinedGroup[]): WrittenScenario => {
    const count = controllers.length + groups.length;
    return fittedScenario({
      name,
      description: `Fitted to ${counted(pods.length, 'pod')} in ${counted(count, 'group')} of ${source}${areInferred ? '. Its nodes are inferred from the pods: they have at least this capacity' : ''}`,
      seed,
      window,
      cluster,
      groups: groups.map(({ fit }) => fit),
      controllers,
    });
  };
  const fitOf = (of: FittedGroups, some: readonly RefinedGroup[]): RecordingFit => {
    const groups = [...of.controllers, ...some].map(({ fit }) => fit);
    return {
      header,
      window,
      pods: of.pods.length,
      nodes: history.nodes.length,
      groups,
      load: of.load,
      ends: endsOf(
        groups.map(({ group }) => group),
        history,
      ),
      scenario: written(of, some),
      problems: [...fitProblems(history, end), ...nodeProblems(header)],
    };
  };
  if (gate === undefined || !side)
    return fitOf(
      fitted,
      fitted.groups.map((fit) => ({ fit, why: undefined })),
    );
  const replayed = async (of: FittedGroups) => {
    const controlled = of.controllers.map(({ fit }) => ({ fit, why: undefined }));
    const drawn = refined(of, history, side, { gate, seed });
    const { groups, result } = await refineReplayed(drawn, of.refit, (some) =>
      truthOfFit({
        side,
        groups: [...controlled, ...some],
        scenario: written(of, some),
        window,
        gate,
        seed,
        onProgress,
      }),
    );
    return { fitted: of, groups, result };
  };
  const final = await releaseControllers(fitted, gate, replayed, (uids) => {
    const released = uids.map((uid) => [uid, 'pods'] as const);
    return fitGroups(history, found, { ...options, series: new Map([...series, ...released]) });
  });
  const fit = fitOf(final.fitted, final.groups);
  const { truth, failure } = final.result;
  if (failure !== undefined) return { ...fit, problems: [...fit.problems, notPlayable(failure)] };
  const drawnPods = final.groups.flatMap(({ fit: { group } }) => group.pods);
  const prediction = await predictSecondHalf({ ...history, pods: drawnPods }, side, options);
  return { ...fit, truth: { ...truth, prediction } };
}

/** A second fit where a series of Jobs is written otherwise than the first one did. */
async function withSettledSeries(
  history: ClusterHistory,
  clues: ControllerClues,
  side: RecordedSide | undefined,
  { gate, ...options }: FitOptions & { readonly gate: Gate | undefined },
): Promise<{ readonly fitted: FittedGroups; readonly series: ReadonlyMap<string, SeriesForm> }> {
  const fitted = await fitGroups(history, clues, options);
  if (gate === undefined || !side) return { fitted, series: new Map() };
  const series = settleSeries(fitted, side, { window: history.window, gate, seed: options.seed });
  return {
    fitted: series.size > 0 ? await fitGroups(history, clues, { ...options, series }) : fitted,
    series,
  };
}

function endsOf(groups: readonly WorkloadGroup[], { nodes }: ClusterHistory): RecordingFit['ends'] {
  return {
    all: countedEnds(
      groups.flatMap(({ pods }) => pods),
      nodes,
    ),
    byGroup: new Map(groups.map(({ name, pods }) => [name, countedEnds(pods, nodes)])),
  };
}
