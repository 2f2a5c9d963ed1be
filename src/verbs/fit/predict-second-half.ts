/** Fits the first half of a recording, and compares what it predicts with the second half. */
import { type Stationarity, stationarity } from '../../core/fitting/arrivals/stationarity.ts';
import type { GroupFit } from '../../core/fitting/pods/fit-group.ts';
import { AS_CHOSEN } from '../../core/fitting/pods/group-form.ts';
import type { ClusterHistory, PodHistory } from '../../core/fitting/pods/pod-history.ts';
import { scenarioOfPods } from '../../core/fitting/writing/fitted-scenario.ts';
import { entriesByGroup, recordedArrivals } from '../../core/fitting/writing/written-words.ts';
import { type GroupFigures, groupFigures, type Part } from '../../core/measure/group-figures.ts';
import type { PodSpan } from '../../core/measure/pod-spans.ts';
import { bandOf, type PredictedFigure, type Prediction } from '../../core/measure/truth.ts';
import { type FitOptions, fitGroups } from './fit-groups.ts';
import { entryOfPods, type RecordedSide } from './recorded-side.ts';
import { drawnSpans } from './written-side.ts';

/** Fewer pods show only noise. */
const FEWEST_PODS = 100;
const SEEDS = 5;
/** The range of predicted ÷ recorded in which a figure counts as predicted. */
const [LOW, HIGH] = [0.8, 1.25];
/** Durations count up to this share of the window in the test of stationarity. Of later arrivals they are not known that far. */
const KNOWN_DURATION = 1 / 8;
/** Normal quantile at 97.5 %. */
const Z = 1.959963984540054;
/** Repeats of each test: they decide what is drawn, and their p-values are not printed. */
const REPEATS = 39;

/** @param history - of the pods that are drawn. @returns undefined where there are too few of them. */
export async function predictSecondHalf(
  history: ClusterHistory,
  side: RecordedSide,
  options: FitOptions,
): Promise<Prediction | undefined> {
  const { window } = history;
  const half = window / 2;
  const first = firstHalf(history, half);
  const arrived = history.pods.reduce((sum, { wasThere }) => sum + Number(!wasThere), 0);
  if (first.pods.length < FEWEST_PODS || arrived < FEWEST_PODS) return undefined;
  const { groups: fitted } = await fitGroups(first, undefined, {
    ...options,
    form: { ...AS_CHOSEN, repeats: REPEATS },
  });
  const groups = fitted.map((group) => prolonged(group, half));
  const entries = entriesByGroup(scenarioOfPods(groups, window));
  const predicting = groups.filter(({ group }) => recordedArrivals(entries.get(group.name) ?? []) === 0);
  const leftOut = new Set(
    groups
      .filter((group) => !predicting.includes(group))
      .flatMap(({ group }) => group.pods.map(({ uid }) => uid)),
  );
  const seeds = Array.from({ length: SEEDS }, (_, index) => options.seed + index);
  const drawn = drawnSpans(predicting, window, seeds).map((spans) => [...spans.values()].flat());
  const whole = side.part(window);
  const middle = (whole.from + whole.to) / 2;
  const entryOf = entryOfPods([{ name: 'all', pods: history.pods.filter(({ uid }) => !leftOut.has(uid)) }]);
  const spans = present(side.plannedSpans(entryOf));
  const recorded = groupFigures(spans, { from: middle, to: whole.to });
  const arrivals = spans.filter(({ wasThere }) => !wasThere);
  const part: Part = { from: Math.round(half * 1e6), to: Math.round(window * 1e6) };
  const predicted = drawn.map((spans) => groupFigures(spans, part));
  return {
    figures: [
      figure('created', [recorded, predicted], ({ created }) => created, processOf(arrivals, whole)),
      figure(
        'alive',
        [recorded, predicted],
        ({ alive }) => alive.mean,
        processOf(arrivals, whole, () => 1),
      ),
      figure(
        'cpu',
        [recorded, predicted],
        ({ requested }) => requested.cpu ?? 0,
        processOf(arrivals, whole, ({ held }) => held[0]?.request.get('cpu') ?? 0),
      ),
    ].filter(({ recorded: seen, predicted: drew }) => seen > 0 || drew > 0),
    leftOut: groups.length - predicting.length,
  };
}

/** As `generate` prolongs it: a pace repeats, and strata in time hold at any time. Their last stretch says little about what follows. */
function prolonged(group: GroupFit, length: number): GroupFit {
  const { rateProfile, runs } = group;
  const isPace = rateProfile.every === undefined && rateProfile.steps.length > 1;
  const strata = runs?.strata.map((stratum) => ({ ...stratum, from: undefined, until: undefined }));
  return {
    ...group,
    ...(isPace && { rateProfile: { ...rateProfile, every: length } }),
    ...(runs && strata && { runs: { ...runs, strata } }),
  };
}

function present(spans: readonly PodSpan[]): PodSpan[] {
  return spans.map((span) => (span.group === 'all' ? span : { ...span, wasThere: true }));
}

/** The history as it would have been recorded up to that time. */
function firstHalf(history: ClusterHistory, half: number): ClusterHistory {
  const before = (time: number | undefined): number | undefined =>
    time !== undefined && time < half ? time : undefined;
  return {
    ...history,
    window: half,
    pods: history.pods
      .filter(({ created, seen }) => created < half && seen < half)
      .map((pod): PodHistory => {
        const ended = before(pod.ended);
        return {
          ...pod,
          bound: before(pod.bound),
          started: before(pod.started),
          ready: before(pod.ready),
          ended,
          cause: ended === undefined ? undefined : pod.cause,
        };
      }),
  };
}

/**
 * How steady the load is that the arrivals bring: their time in the recording × what they hold. The test counts each duration only as far as it
 * is known for all, and the last arrivals with the mean of the others; the scatter counts all of it.
 *
 * @param amountOf - undefined: arrivals are counted.
 */
function processOf(
  arrivals: readonly PodSpan[],
  { from, to }: Part,
  amountOf?: (span: PodSpan) => number,
): Stationarity | undefined {
  if (!amountOf)
    return stationarity(
      arrivals.map(({ created }) => ({ at: created - from, weight: 1 })),
      to - from,
    );
  const longest = (to - from) * KNOWN_DURATION;
  const weighed = arrivals.map((span) => {
    const [amount, time] = [amountOf(span), (span.ended ?? to) - span.created];
    return {
      at: span.created - from,
      weight: amount * Math.min(time, longest),
      whole: amount * time,
    };
  });
  const isKnown = ({ at }: { readonly at: number }): boolean => at < to - from - longest;
  const known = weighed.filter(isKnown);
  const mean = known.reduce((total, { weight }) => total + weight, 0) / Math.max(1, known.length);
  const tested = stationarity(
    weighed.map((arrival) => (isKnown(arrival) ? arrival : { ...arrival, weight: mean })),
    to - from,
  );
  const sum = weighed.reduce((total, { whole }) => total + whole, 0);
  const squares = weighed.reduce((total, { whole }) => total + whole * whole, 0);
  return tested && { ...tested, scatter: (2 * Math.sqrt(tested.dispersion.long * squares)) / sum };
}

function figure(
  name: string,
  [recorded, drawn]: readonly [GroupFigures, readonly GroupFigures[]],
  of: (figures: GroupFigures) => number,
  process: Stationarity | undefined,
): PredictedFigure {
  const [seen, predicted] = [of(recorded), bandOf(drawn.map(of))?.median ?? 0];
  const ratio = seen > 0 ? predicted / seen : null;
  const isOutside = ratio === null || ratio < LOW || ratio > HIGH;
  const largestByChance = process && Math.exp(Z * process.scatter);
  const isPredictable = process?.isStationary === true && largestByChance! <= HIGH;
  return { name, recorded: seen, predicted, ratio, isOutside, process, largestByChance, isPredictable };
}
