/** Replays a fitted scenario and its recording, and compares both with what was recorded. */
import type { WrittenScenario } from '../../core/fitting/writing/written-scenario.ts';
import {
  entriesByGroup,
  hasFewJobs,
  recordedArrivals,
  writtenWords,
} from '../../core/fitting/writing/written-words.ts';
import { type GroupFigures, groupFigures } from '../../core/measure/group-figures.ts';
import {
  type Gate,
  type RecordedTimes,
  type Truth,
  type TruthFigure,
  truthFigures,
} from '../../core/measure/truth.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import { onOneNode, plannedAnywhere } from './one-node.ts';
import { type SideFigures, type SideToPlay, sideFigures } from './play-side.ts';
import { playSides } from './play-sides.ts';
import { entryOfPods, type RecordedSide } from './recorded-side.ts';
import { isSmall, type RefinedGroup } from './refine-groups.ts';
import { entryGroups, loadWritten } from './written-side.ts';

export interface TruthRequest {
  readonly side: RecordedSide;
  readonly groups: readonly RefinedGroup[];
  readonly scenario: WrittenScenario;
  /** Seconds. */
  readonly window: number;
  readonly gate: Gate;
  /** The first of the seeds. */
  readonly seed: number;
  readonly onProgress: (step: string) => void;
}

/** The seeds of the fitted scenario… */
const SEEDS = 5;
/** …and where the median of these misses by chance, this many… */
const MOST_SEEDS = 20;
/** …unless they have more pods than this together: large scenarios scatter little. */
const MOST_PODS = 100_000;
const NO_PODS: GroupFigures = groupFigures([], { from: 0, to: 1 });

/** `failure`: why a side cannot be played. */
export type TruthOrFailure =
  | { readonly truth: Omit<Truth, 'prediction'>; readonly failure?: undefined }
  | { readonly truth?: undefined; readonly failure: string };

export async function truthOfFit(request: TruthRequest): Promise<TruthOrFailure> {
  const { side, groups, scenario, window, gate, seed, onProgress } = request;
  const fits = groups.map(({ fit }) => fit);
  const entryOf = entryOfPods(fits.map(({ group }) => group));
  const entries = entryGroups(
    scenario,
    fits.map(({ group }) => group.name),
  );
  const part = side.part(window);
  const seedsFrom = (from: number, to: number): number[] =>
    Array.from({ length: Math.max(0, to - from) }, (_, index) => seed + from + index);
  const isOnOneNode = !side.hasNodes;
  const resources = new Set(
    fits.flatMap(({ group }) => group.requests.flatMap(({ requests }) => Object.keys(requests))),
  );
  const placed = (each: Scenario): Scenario => (isOnOneNode ? onOneNode(each, [...resources]) : each);
  const loaded = placed(loadWritten(scenario));
  const play = side.play(entryOf);
  const own = isOnOneNode ? plannedAnywhere(play.recorded) : play.recorded;
  const fitted = { scenario: loaded, recorded: [], part: { from: 0, to: Math.round(window * 1e6) }, entries };
  const pods = fits.reduce((sum, { group }) => sum + group.pods.length, 0);
  const playAll = async (sides: readonly SideToPlay[]): Promise<PlayedSides> => {
    const played = await playSides(sides, pods, (done) => onProgress(`replayed ${done} of ${sides.length}`));
    const failed = played.find(({ failure }) => failure !== undefined);
    return failed?.failure !== undefined
      ? { failure: failed.failure }
      : { figures: played.map(({ figures }) => figures!) };
  };
  const withSeed = (each: number): SideToPlay => ({ ...fitted, seed: each });
  onProgress('replaying the recording and the fitted scenario');
  const first = await playAll([
    { scenario: placed(play.scenario), recorded: own, seed, part, entries },
    ...seedsFrom(0, SEEDS).map(withSeed),
  ]);
  if (!first.figures) return first;
  const [replayed, ...draws] = first.figures as [SideFigures, ...SideFigures[]];
  const recorded = sideFigures(side.spans(entryOf), entries, part);
  const figuresOf = (of: (side: SideFigures) => GroupFigures) =>
    truthFigures({ recorded: of(recorded), replayed: of(replayed), fitted: draws.map(of) }, gate);
  if (
    mayMissByChance(
      figuresOf((each) => each.total),
      gate,
    )
  ) {
    const more = Math.min(MOST_SEEDS - SEEDS, Math.floor(MOST_PODS / Math.max(1, pods)));
    const further = await playAll(seedsFrom(SEEDS, SEEDS + more).map(withSeed));
    if (!further.figures) return further;
    draws.push(...further.figures);
  }
  const seeds = seedsFrom(0, draws.length);
  const written = entriesByGroup(scenario);
  const total = figuresOf((each) => each.total);
  return {
    truth: {
      gate,
      isOnOneNode,
      seeds,
      total,
      groups: groups.map(({ fit: { group }, why }) => ({
        name: group.name,
        figures: figuresOf((each) => each.groups[group.name] ?? NO_PODS),
        written: writtenWords(group.name, written.get(group.name) ?? []),
        why,
      })),
      isMissed: total.some(({ isOutside }) => isOutside),
      recordedTimes: recordedTimes(groups, scenario),
      series: {
        recorded: recorded.series,
        replayed: replayed.series,
        fitted: draws.map(({ series }) => series),
      },
    },
  };
}

type PlayedSides =
  | { readonly figures: readonly SideFigures[]; readonly failure?: undefined }
  | { readonly figures?: undefined; readonly failure: string };

/** Whether a figure is missed, and some seeds of each missed one are inside the gate: the median of a few seeds scatters. */
function mayMissByChance(figures: readonly TruthFigure[], { low, high }: Gate): boolean {
  const missed = figures.filter(({ isOutside }) => isOutside);
  return (
    missed.length > 0 &&
    missed.every(
      ({ recorded, fitted }) =>
        recorded && fitted && fitted.low <= high * recorded && fitted.high >= low * recorded,
    )
  );
}

function recordedTimes(groups: readonly RefinedGroup[], scenario: WrittenScenario): RecordedTimes {
  const entries = entriesByGroup(scenario);
  const counted = groups.map(({ fit }) => {
    const own = entries.get(fit.group.name) ?? [];
    return {
      arrived: fit.arrived,
      recorded: Math.min(fit.arrived, recordedArrivals(own)),
      isLarge: !isSmall(fit) && !hasFewJobs(own),
    };
  });
  const sumOf = (some: typeof counted): readonly [pods: number, share: number] => {
    const [all, pods] = [
      some.reduce((sum, { arrived }) => sum + arrived, 0),
      some.reduce((sum, { recorded }) => sum + recorded, 0),
    ];
    return [pods, all > 0 ? pods / all : 0];
  };
  const [pods, share] = sumOf(counted);
  const [podsOfLarge, shareOfLarge] = sumOf(counted.filter(({ isLarge }) => isLarge));
  return { pods, share, podsOfLarge, shareOfLarge };
}
