/** Fits the groups of a history: pods that controllers create again, and pods that are drawn. */
import { counted } from '../../core/errors/counted.ts';
import type { ControllerClues } from '../../core/fitting/controllers/controller-clues.ts';
import { findWorkloads } from '../../core/fitting/controllers/find-workloads.ts';
import { type FittedController, fitControlled } from '../../core/fitting/controllers/fit-controlled.ts';
import type { ControlledGroup } from '../../core/fitting/controllers/found-workload.ts';
import { fitGroup, type GroupFit, type Quantity } from '../../core/fitting/pods/fit-group.ts';
import type { GroupForm } from '../../core/fitting/pods/group-form.ts';
import { type LoadDependence, loadDependence, startLoads } from '../../core/fitting/pods/load-dependence.ts';
import type { ClusterHistory, PodHistory } from '../../core/fitting/pods/pod-history.ts';
import { groupPods, type WorkloadGroup } from '../../core/fitting/pods/workload-group.ts';
import { scenarioOfPods } from '../../core/fitting/writing/fitted-scenario.ts';
import { entriesByGroup, recordedArrivals } from '../../core/fitting/writing/written-words.ts';
import { groupFigures } from '../../core/measure/group-figures.ts';
import type { PodSpan } from '../../core/measure/pod-spans.ts';
import type { Gate } from '../../core/measure/truth.ts';
import { hasThreads, onThreads } from '../../threads/on-threads.ts';
import { startWorker } from '../../threads/start-worker.ts';
import type { Piece } from './fit-worker.ts';
import { spansByGroup } from './play-side.ts';
import { entryOfPods, type RecordedSide } from './recorded-side.ts';
import { missOf, type RefinedGroup, refineGroups } from './refine-groups.ts';
import { refineTotal } from './refine-total.ts';
import { type ReturnedFit, returnedFit, type SentGroup, sentGroup } from './sent-group.ts';
import { drawnSpans, entryGroups } from './written-side.ts';

export interface FitOptions {
  /** Of the clock, in seconds. */
  readonly resolution: number;
  readonly seed: number;
  readonly onProgress: (step: string) => void;
  /** Default: as the tests choose. */
  readonly form?: GroupForm;
  /** By the uid of its first pod: how a series of Jobs is written that its tests alone would write otherwise. */
  readonly series?: ReadonlyMap<string, SeriesForm>;
}

/** The form of the arrivals of Jobs; `pods`: the pods are drawn one by one, as if there were no Jobs. */
export type SeriesForm = GroupForm | 'pods';

export interface FittedGroups {
  /** Every pod that takes part. */
  readonly pods: readonly PodHistory[];
  readonly controllers: readonly FittedController[];
  /** Groups of pods that are drawn. */
  readonly groups: readonly GroupFit[];
  readonly load: LoadDependence | undefined;
  /** Fits a group again, in another form. */
  refit(group: GroupFit, form: GroupForm): GroupFit;
  /** Fits a controller again, with the arrivals of its Jobs in another form. */
  refitSeries(controller: FittedController, form: GroupForm): FittedController;
}

/** With fewer groups, starting threads takes longer than the fits. */
const WORTH_THREADS = 300;

/** Each group in the form that the tests choose. @param clues - undefined: all pods are drawn. */
export async function fitGroups(
  history: ClusterHistory,
  clues: ControllerClues | undefined,
  { resolution, seed, onProgress, form, series }: FitOptions,
): Promise<FittedGroups> {
  const watch = { window: history.window, resolution };
  const formOf = ({ group }: ControlledGroup): SeriesForm | undefined => series?.get(group.pods[0]!.uid);
  const found = clues ? findWorkloads(history, clues, watch).controlled : [];
  const controlled = found.filter((each) => formOf(each) !== 'pods');
  const taken = new Set(controlled.flatMap(({ group }) => group.pods.map(({ uid }) => uid)));
  const others = history.pods.filter(({ uid }) => !taken.has(uid));
  const pods = [...controlled.flatMap(({ group }) => group.pods), ...others];
  const loads = startLoads(pods);
  const drawn = groupPods(
    others,
    controlled.flatMap(({ group, workloads }) => [group.name, ...workloads.map(({ name }) => name)]),
  );
  const all = [...controlled.map(({ group }) => group), ...drawn];
  const groupOf = new Map(all.flatMap((group) => group.pods.map((pod) => [pod, group.name] as const)));
  const beginning = (group: WorkloadGroup): ((quantity: Quantity) => void) => {
    const position = `group ${all.indexOf(group) + 1} of ${all.length}`;
    return (quantity) => onProgress(`fitting ${group.name}, ${quantity} (${position})`);
  };
  const fitOf = (each: ControlledGroup, arrivals?: GroupForm): FittedController =>
    fitControlled(each, watch, loads, seed, beginning(each.group), form, arrivals);
  return {
    pods,
    controllers: controlled.map((each) => {
      const arrivals = formOf(each);
      return fitOf(each, arrivals === 'pods' ? undefined : arrivals);
    }),
    groups:
      drawn.length < WORTH_THREADS || !hasThreads()
        ? drawn.map((group) => fitGroup(group, watch, loads, seed, beginning(group), form))
        : await fitOnThreads(drawn, { watch, loads, seed, form }, (done) =>
            onProgress(`fitted ${controlled.length + done} of ${counted(all.length, 'group')}`),
          ),
    load: loadDependence(pods, loads, (pod) => groupOf.get(pod)),
    refit: (known, form) => fitGroup(known.group, watch, loads, seed, beginning(known.group), form, known),
    refitSeries: ({ found }, arrivals) => fitOf(found, arrivals),
  };
}

async function fitOnThreads(
  groups: readonly WorkloadGroup[],
  rest: Omit<SentGroup, 'group'>,
  onDone: (done: number) => void,
): Promise<GroupFit[]> {
  const pieces = groups.map((group) => ({ kind: 'group', group: sentGroup(group, rest) }) as const);
  const fits = await onThreads<Piece, ReturnedFit>({
    pieces,
    start: () => startWorker('fit-worker'),
    onDone,
  });
  return fits.map((fit, index) => returnedFit(groups[index]!, fit));
}

/** The seeds of the draws by which forms are compared: a draw without a scheduler costs little. Small recordings scatter most, and cost least. */
const [FEWEST_DRAWS, MOST_DRAWS] = [9, 25];
/** Together they have about this many pods. */
const DRAWN_PODS = 30_000;

/** @param pods - of one draw. */
export function seedsOfDraws(pods: number, seed: number): number[] {
  const draws = Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, Math.floor(DRAWN_PODS / Math.max(1, pods))));
  return Array.from({ length: draws }, (_, index) => seed + index);
}

/** The drawn groups; those that would draw something else than the recording in another form. */
export function refined(
  { groups, refit }: FittedGroups,
  { window }: ClusterHistory,
  side: RecordedSide,
  { gate, seed }: { readonly gate: Gate; readonly seed: number },
): RefinedGroup[] {
  const seeds = seedsOfDraws(
    groups.reduce((sum, { group }) => sum + group.pods.length, 0),
    seed,
  );
  const workloadGroups = groups.map(({ group }) => group);
  const entries = entryGroups(
    { events: {} },
    workloadGroups.map(({ name }) => name),
  );
  const recorded = spansByGroup(side.plannedSpans(entryOfPods(workloadGroups)), entries);
  const part = side.part(window);
  const drawnPart = { from: 0, to: Math.round(window * 1e6) };
  const known = new WeakMap<GroupFit, readonly (readonly PodSpan[])[]>();
  const spansOf = (some: readonly GroupFit[]): (readonly (readonly PodSpan[])[])[] => {
    const fresh = some.filter((fit) => !known.has(fit));
    const drawn = fresh.length > 0 ? drawnSpans(fresh, window, seeds) : [];
    for (const fit of fresh)
      known.set(
        fit,
        drawn.map((spans) => spans.get(fit.group.name) ?? []),
      );
    return some.map((fit) => known.get(fit)!);
  };
  const figures = new Map([...recorded].map(([name, spans]) => [name, groupFigures(spans, part)]));
  const single = refineGroups(groups, {
    gate,
    recorded: figures,
    draw: (some) => {
      const drawn = spansOf(some).map((each) => each.map((spans) => groupFigures(spans, drawnPart)));
      return new Map(some.map(({ group }, index) => [group.name, drawn[index]!]));
    },
    refit,
    recordedTimes: (fit) => recordedTimesOf(fit, window),
  });
  return refineTotal(single, (group) => figures.get(group)?.alive.mean ?? 0, {
    gate,
    recorded: groupFigures([...recorded.values()].flat(), part),
    draw: (some) => {
      const drawn = spansOf(some);
      return seeds.map((_, index) =>
        groupFigures(
          drawn.flatMap((each) => each[index]!),
          drawnPart,
        ),
      );
    },
    missAlone: (fit) => {
      const own = spansOf([fit])[0]!.map((spans) => groupFigures(spans, drawnPart));
      const seen = figures.get(fit.group.name);
      return seen ? missOf(seen, own, gate).size : 0;
    },
    refit,
  });
}

function recordedTimesOf(fit: GroupFit, window: number): number {
  return recordedArrivals(entriesByGroup(scenarioOfPods([fit], window)).get(fit.group.name) ?? []);
}
