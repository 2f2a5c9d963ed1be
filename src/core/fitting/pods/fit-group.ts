/** Fits all quantities of one group of pods. */

import type { Sample } from '../../distributions/estimating/sample.ts';
import type { Candidate, Distribution } from '../../distributions/families/distribution.ts';
import { type ArrivalModel, arrivalModel, createdTimes, placedBursts } from '../arrivals/arrival-model.ts';
import { type Dispersion, dispersion } from '../arrivals/dispersion.ts';
import { familyWithin, keepCount, withinStretches } from '../arrivals/keep-count.ts';
import type { RateProfile } from '../arrivals/rate-profile.ts';
import { chooseFamily, type FamilyChoice } from '../choice/choose-family.ts';
import { burstRuns } from '../runs/burst-runs.ts';
import type { GroupRuns } from '../runs/group-runs.ts';
import { heavyRuns } from '../runs/heavy-runs.ts';
import { largeBursts } from '../runs/large-bursts.ts';
import { runsOfForm } from '../runs/runs-of-form.ts';
import { lifetimesUntil } from './cause-lifetimes.ts';
import { CAUSES, type CauseComparison, compareCauses } from './competing-ends.ts';
import type { EndCause } from './end-cause.ts';
import { AS_CHOSEN, type GroupForm } from './group-form.ts';
import {
  endCauses,
  lifetimes,
  phaseDelays,
  reportDelays,
  residualLifetimes,
  type Watch,
  wasWaiting,
  withdrawals,
} from './group-samples.ts';
import { type LoadDependence, loadDependence, type StartLoads } from './load-dependence.ts';
import type { PodHistory } from './pod-history.ts';
import type { WorkloadGroup } from './workload-group.ts';

/**
 * The quantities fitted for a group, one row each. `running` is the rest of the lifetime of pods that existed before the window, `withdrawn`
 * the time after which a pod that still waits for a node is deleted, `finished` the delay of the report of an end.
 */
export type Quantity =
  | 'arrivals'
  | 'burst gaps'
  | 'lifetime'
  | EndedBy
  | 'running'
  | 'bound'
  | 'withdrawn'
  | 'finished'
  | 'started'
  | 'ready';

/** Started → an end by that cause, where the age at the end depends on the cause. */
type EndedBy = (typeof CAUSES)[number];

export interface QuantityFit {
  readonly quantity: Quantity;
  readonly sample: Sample;
  readonly choice: FamilyChoice;
  /** The delay that each other start under way adds, where it is significant: the sample is then without it. */
  readonly load?: LoadDependence;
}

/** The large bursts of a group, apart from its other pods. */
export interface PartedBursts
  extends Pick<GroupFit, 'arrived' | 'recorded' | 'rateProfile'>,
    Required<Pick<GroupFit, 'runs'>> {
  /** Of bursts. */
  readonly count: number;
  /** Undefined where the arrivals are recorded. */
  readonly gaps: QuantityFit | undefined;
}

export interface GroupFit {
  readonly group: WorkloadGroup;
  /** The form that was asked for. */
  readonly form: GroupForm;
  /** The times at which pods were created in the window, in seconds, in order. */
  readonly times: readonly number[];
  /** Number of pods created in the window. */
  readonly arrived: number;
  /** Number of pods that ran when the window opened. */
  readonly present: number;
  /** Number of pods that existed when the window opened, and waited for a node. */
  readonly waiting?: number;
  /** Pods a second. */
  readonly rate: number;
  readonly dispersion: readonly Dispersion[];
  /** Arrivals that are written as they were recorded. */
  readonly recorded: ArrivalModel['recorded'];
  /** The beat of arrivals or bursts, where they have one. */
  readonly beat: ArrivalModel['beat'];
  /** The rate of arrivals over time. */
  readonly rateProfile: RateProfile;
  readonly burstSize: Distribution | undefined;
  readonly fits: readonly QuantityFit[];
  /** How the pods run, as it is written: in strata, and one by one where they existed before. */
  readonly runs?: GroupRuns;
  /** The large bursts, where the form has them apart: the arrivals and runs of the group are then without them. */
  readonly bursts?: PartedBursts;
  readonly ends: ReadonlyMap<EndCause, number>;
  /** The ends of pods that existed when the window opened; all ends where none of those pods ended. */
  readonly endsBefore: ReadonlyMap<EndCause, number>;
  /** Whether the age at the end depends on the cause; undefined where there are too few ends for a test. */
  readonly causes: CauseComparison | undefined;
}

/** Slices in which arrivals are counted, in seconds. */
const WIDTHS = [1, 10, 60, 600, 3600];

/**
 * The same group, watch and seed give the same fits.
 *
 * @param loads - of all pods of the recording: pods of other groups load a node as well.
 * @param begin - receives the quantity that is fitted next.
 * @param known - a fit of the same group in another form: quantities with an equal sample keep their choice.
 */
export function fitGroup(
  group: WorkloadGroup,
  watch: Watch,
  loads: StartLoads,
  seed: number,
  begin: (quantity: Quantity) => void = () => {},
  form: GroupForm = AS_CHOSEN,
  known?: GroupFit,
): GroupFit {
  const { pods, name } = group;
  const times = createdTimes(pods);
  const kept = new Set(form.keepsHeavy ? heavyRuns(pods, watch) : []);
  const light = pods.filter((pod) => !kept.has(pod));
  const bursts = form.partsBursts ? largeBursts(light, watch) : [];
  const large = new Set(bursts.flat());
  const drawn = light.filter((pod) => !large.has(pod));
  const drawnTimes = drawn.length < pods.length ? createdTimes(drawn) : times;
  const came = arrivalModel(drawnTimes, watch, form);
  const paced = form.isRecorded ? arrivalModel(drawnTimes, watch, { ...form, isRecorded: false }) : came;
  const choiceOf = (what: string, sample: Sample, candidates?: readonly Candidate[]): FamilyChoice =>
    chooseFamily(sample, {
      seed,
      name: `${name} ${what}`,
      ...(candidates && { candidates }),
      ...(form.repeats && { repeats: form.repeats }),
    });
  const fitted = (quantity: Quantity, sample: Sample, candidates?: readonly Candidate[]): QuantityFit[] => {
    if (sample.size === 0) return [];
    const before = known?.fits.find((fit) => fit.quantity === quantity);
    if (before && areEqual(before.sample, sample)) return [before];
    begin(quantity);
    return [{ quantity, sample, choice: choiceOf(quantity, sample, candidates) }];
  };
  const gapsBetween = came.beat
    ? onBeat(came)
    : came.recorded
      ? []
      : fitted('arrivals', came.gaps, came.isPoisson ? [familyWithin(came.gaps)] : undefined);
  const ends = endCauses(pods);
  const endsBefore = endCauses(pods.filter(({ wasThere }) => wasThere));
  const causes = compareCauses(pods);
  const byCause = causes?.areDifferent ? CAUSES.filter((cause) => ends.has(cause)) : [];
  const load = loadDependence(pods, loads);
  const startedOf = (dependence: LoadDependence | undefined): QuantityFit[] => {
    if (!dependence?.isThere) return fitted('started', phaseDelays(pods, 'started', watch));
    const added = (pod: PodHistory): number => dependence.perStart * (loads.get(pod) ?? 0);
    return fitted('started', phaseDelays(pods, 'started', watch, added)).map((fit) => {
      return { ...fit, load: dependence };
    });
  };
  const fits = [
    ...gapsBetween.map((fit) => {
      if (came.beat) return fit;
      const { choice, sample } = fit;
      return {
        ...fit,
        choice: came.isPoisson
          ? withinStretches(choice, sample, came.length)
          : keepCount(choice, sample, came.length),
      };
    }),
    ...(came.burst ? fitted('burst gaps', came.burst.gaps) : []),
    ...fitted('lifetime', lifetimes(pods, watch)),
    ...byCause.flatMap((cause) => fitted(cause, lifetimesUntil(cause, pods, watch))),
    ...fitted('running', residualLifetimes(pods, watch)),
    ...fitted('bound', phaseDelays(pods, 'bound', watch)),
    ...fitted('withdrawn', withdrawals(pods, watch)),
    ...startedOf(load),
    ...fitted('ready', phaseDelays(pods, 'ready', watch)),
    ...fitted('finished', reportDelays(pods, watch)),
  ];
  /** A sample that is a row already is not fitted again. */
  const choose = (what: string, sample: Sample): FamilyChoice =>
    fits.find((fit) => areEqual(fit.sample, sample))?.choice ?? choiceOf(what, sample);
  return {
    group,
    form,
    times,
    arrived: times.length,
    present: pods.filter((pod) => pod.wasThere && !wasWaiting(pod)).length,
    waiting: pods.filter(wasWaiting).length,
    rate: times.length / watch.window,
    dispersion: dispersion(times, watch.window, WIDTHS),
    recorded: came.recorded,
    beat: came.beat,
    rateProfile: came.rateProfile,
    burstSize: came.burst && sizesOf(came.burst.sizes),
    fits,
    runs: runsOfForm(
      pods.filter((pod) => !large.has(pod)),
      watch,
      form,
      choose,
      stretchesOf(paced),
      kept,
    ),
    ...(bursts.length > 0 && { bursts: partedBursts(bursts, watch, choiceOf) }),
    ends,
    endsBefore: CAUSES.some((cause) => endsBefore.has(cause)) ? endsBefore : ends,
    causes,
  };
}

/** The delays of their phases are those of all pods of the group. */
function partedBursts(
  bursts: readonly (readonly PodHistory[])[],
  watch: Watch,
  choiceOf: (what: string, sample: Sample, candidates: readonly Candidate[]) => FamilyChoice,
): PartedBursts {
  const { gaps, length, recorded, rateProfile } = placedBursts(bursts.map(createdTimes), watch);
  const choice = recorded ? undefined : choiceOf('bursts', gaps, [familyWithin(gaps)]);
  return {
    arrived: bursts.reduce((sum, pods) => sum + pods.length, 0),
    count: bursts.length,
    recorded,
    rateProfile,
    gaps: choice && { quantity: 'arrivals', sample: gaps, choice: withinStretches(choice, gaps, length) },
    runs: burstRuns(bursts, watch),
  };
}

/** Where the stretches of the pace begin; those of a cycle come back, so no run belongs to one of them. */
function stretchesOf({ rateProfile: { every, steps } }: ArrivalModel): number[] {
  return every === undefined ? steps.slice(1).map(({ at }) => at) : [];
}

function onBeat({ beat, gaps }: ArrivalModel): QuantityFit[] {
  const distribution: Distribution = { family: 'constant', value: beat!.period };
  const choice = {
    verdict: 'constant',
    distribution,
    best: undefined,
    goodness: undefined,
    ranking: [],
    drawn: { form: 'constant', why: 'they arrive on a beat', watched: undefined, tail: undefined },
  } as const;
  return [{ quantity: 'arrivals', sample: gaps, choice }];
}

/** The observed sizes by their frequency: controllers choose them, so no family describes them. */
function sizesOf(sizes: readonly number[]): Distribution {
  const weights = new Map<number, number>();
  for (const size of sizes) weights.set(size, (weights.get(size) ?? 0) + 1);
  const options = [...weights]
    .map(([value, weight]) => ({ value, weight }))
    .sort((a, b) => a.value - b.value);
  return { family: 'choice', options };
}

/** Whether two samples of one quantity hold the same durations. */
function areEqual(one: Sample, other: Sample): boolean {
  return (
    one.size === other.size &&
    one.resolution === other.resolution &&
    one.rows.length === other.rows.length &&
    one.rows.every((row, index) => {
      const { duration, isEnded, entry, count } = other.rows[index]!;
      return (
        row.duration === duration && row.isEnded === isEnded && row.entry === entry && row.count === count
      );
    })
  );
}
