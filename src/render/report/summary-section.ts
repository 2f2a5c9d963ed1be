/** Renders the first lines of a report: the recording, the speed of a replay, and the counts of pods. */

import { counted } from '../../core/errors/counted.ts';
import type { ProblemCode } from '../../core/errors/problem-codes.ts';
import type { Figures, NeverBoundReason, RecordingFacts } from '../../core/measure/figures.ts';
import { limitWords } from '../../core/measure/lag-cause.ts';
import type { JumpProof, LagSummary } from '../../core/recording/run-quality.ts';
import { versionText } from '../../core/scheduler/kubernetes-version.ts';
import { hasDate } from '../../core/time/moment.ts';
import { formatNumber, formatSpan, formatSpeed } from '../terminal/human-units.ts';
import { labelled } from '../terminal/text-layout.ts';

/** Problems that make the figures those of another cluster than was asked for, or than there is, with their labels. */
const SHOWN_PROBLEMS: ReadonlyMap<ProblemCode, string> = new Map([
  ['not-modelled', 'Not modelled'],
  ['no-profile', 'Not modelled'],
  ['inferred-nodes', 'Not seen'],
]);
const LABEL_WIDTH = 13;
const REASONS_SHOWN = 3;

/** One fact about a recording. */
export interface SummaryFact {
  /** Empty where it goes on with the fact before it. */
  readonly label: string;
  readonly text: string;
  /** Number of pods that it is about; shown before the text. */
  readonly count?: number;
}

export function summaryLines(figures: Figures, width: number): string[] {
  return summaryFacts(figures).flatMap(({ label, text, count }) => {
    if (count === undefined) return labelled(label, text, width, LABEL_WIDTH);
    const before = `${' '.repeat(LABEL_WIDTH)}${formatNumber(count).padStart(5)}  `;
    return labelled(before, text, width, before.length);
  });
}

export function summaryFacts(figures: Figures): SummaryFact[] {
  const { recording, makespan, gaps, ignored } = figures;
  const line = (label: string, text: string | null): SummaryFact[] =>
    text === null ? [] : [{ label, text }];
  return [
    ...line('Recording', recordingText(recording)),
    ...line('Window', windowText(figures)),
    ...line('Speed', speedText(figures)),
    ...line('', jumpsText(figures)),
    ...line('Lag', lagText(figures)),
    ...line('Answers', answersText(figures)),
    ...line('Pods', podsText(figures)),
    ...line('', endsText(figures)),
    ...line('Containers', containersText(figures)),
    ...line('Evicted', evictedText(figures)),
    ...line('Never bound', neverBoundText(figures)),
    ...figures.neverBound.reasons.slice(0, REASONS_SHOWN).map(reasonFact),
    ...line('', moreReasons(figures.neverBound.reasons.length)),
    ...figures.problems.flatMap(({ code, message }) => {
      const label = SHOWN_PROBLEMS.get(code);
      return label === undefined ? [] : line(label, message);
    }),
    ...line('Makespan', makespan && makespanText(makespan)),
    ...line(
      'Not seen',
      gaps.count === 0 ? null : `${formatSpan(gaps.total)} in ${counted(gaps.count, 'gap')}`,
    ),
    ...line(
      'Ignored',
      ignored.total === 0
        ? null
        : `${counted(ignored.total, 'observation')} that do not fit (see .ignored in -o json)`,
    ),
  ];
}

function recordingText({ name, source }: RecordingFacts): string {
  const origin =
    source.kind === 'replay'
      ? `replay on ${source.target ?? 'an unknown target'}`
      : source.kind === 'import'
        ? `import${source.from === undefined ? '' : ` from ${source.from}`}`
        : 'cluster';
  return [
    name === null ? origin : `${name}: ${origin}`,
    ...(source.kubernetes === undefined
      ? []
      : [`Kubernetes ${source.target === 'embedded' ? versionText(source.kubernetes) : source.kubernetes}`]),
    ...(source.seed === undefined ? [] : [`seed ${source.seed}`]),
  ].join(', ');
}

function windowText({ window, recording }: Figures): string {
  const from = hasDate(recording.start) ? ` from ${recording.start.replace(/\.0+(?=Z|[+-])/, '')}` : '';
  const { window: part } = recording.source;
  const to = part?.to === undefined ? 'to the end' : `to ${formatSpan(part.to)}`;
  const of = part === undefined ? '' : `, ${formatSpan(part.from)} ${to} of it`;
  return `${formatSpan(window.to)}${from}${of}${window.closed ? '' : ' (cut short: no close line)'}`;
}

/** More changes of the speed than these are counted. */
const MOST_CHANGES = 3;

function speedText({ speed }: Figures): string | null {
  const isVirtual = speed.clock === 'virtual';
  if (isVirtual && speed.planned === null) return 'virtual time: every event happens exactly at its time';
  if (speed.planned === null && speed.achieved === null) return null;
  const achieved = speed.achieved === null ? '' : `, achieved ${formatSpeed(speed.achieved)}`;
  const { pauses = [], changes = [] } = speed;
  const shown = changes.length > MOST_CHANGES ? changes.slice(-1) : changes;
  const stretches = shown.map((each) => `${formatSpeed(each.speed)} from ${formatSpan(each.at)}`).join(', ');
  const more = changes.length === shown.length ? '' : ` (changed ${counted(changes.length, 'time')})`;
  const changed = changes.length === 0 ? '' : `, ${stretches}${more}`;
  const paused = formatSpan(pauses.reduce((sum, { wall }) => sum + wall, 0));
  const stops =
    pauses.length === 0 ? '' : `, without ${counted(pauses.length, 'pause')} of ${paused} wall time`;
  return `${isVirtual ? 'virtual time, ' : ''}planned ${formatSpeed(speed.planned)}${changed}${achieved}${stops}`;
}

/** What kept the clock at the planned speed, in words. */
const HOLD_WORDS: Readonly<Record<string, string>> = {
  events: 'events close together',
  calls: 'calls of keg under way',
  fence: 'the scheduler or the watch behind',
  scheduler: 'the scheduler at work',
  backoff: 'backoff of waiting pods',
  controllers: 'controllers at work',
  timers: 'timers of controllers',
};
const PROOF_WORDS: Readonly<Record<JumpProof, string>> = {
  metrics: 'the scheduler’s metrics prove each jump',
  'metrics-without-nodes':
    'the scheduler’s metrics prove each jump, but not that it had seen each change of a node (from 1.37 on they do)',
  silence: 'no metrics of the scheduler were read: jumps only while no pod waits, and nothing proves them',
};

function jumpsText({ speed: { jumps }, window }: Figures): string | null {
  if (jumps === null) return null;
  const held = Object.entries(jumps.held).filter(([, wall]) => wall >= 1000);
  const reasons = held
    .sort(([, a], [, b]) => b - a)
    .map(([reason, wall]) => `${HOLD_WORDS[reason] ?? reason} ${formatSpan(wall)}`);
  const share = window.to > 0 ? 1 - jumps.skipped / window.to : 1;
  const walked = `${formatNumber(Math.max(0, share) * 100)} % of the time at the planned speed`;
  const why = reasons.length > 0 ? ` (wall time: ${reasons.join(', ')})` : '';
  const sweeps =
    jumps.sweeps > 0
      ? `; about ${counted(jumps.sweeps, 'attempt')} of the scheduler’s 5-minute sweep left out, which can’t succeed`
      : '';
  return `${counted(jumps.count, 'jump')}, ${walked}${why}; ${PROOF_WORDS[jumps.proof]}${sweeps}`;
}

function lagText({ speed: { clock, lag, limitedBy } }: Figures): string | null {
  if (lag === null || clock === 'virtual') return null;
  const limit = limitedBy === null ? '' : `; limited by ${limitWords(limitedBy)}`;
  return `${percentilesText(lag)} of wall time (n ${formatNumber(lag.n)})${limit}`;
}

function answersText({ speed: { answers } }: Figures): string | null {
  return answers && `${percentilesText(answers)} of wall time (n ${formatNumber(answers.n)})`;
}

function percentilesText(summary: LagSummary): string {
  const [p50, p95, p99, max] = [summary.p50, summary.p95, summary.p99, summary.max].map(formatSpan);
  return `p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max}`;
}

function podsText({ pods }: Figures): string {
  const { older = 0 } = pods;
  const before = older === 0 ? '' : ` and ${formatNumber(older)} there before`;
  return `${formatNumber(pods.created - older)} created${before}, ${formatNumber(pods.bound)} bound, ${formatNumber(pods.started)} started, ${formatNumber(pods.ready)} ready`;
}

function endsText({ pods }: Figures): string {
  const alive = pods.alive.pending + pods.alive.bound + pods.alive.lost;
  const lost = pods.alive.lost === 0 ? '' : ` (${formatNumber(pods.alive.lost)} of them on removed nodes)`;
  return `${formatNumber(pods.succeeded)} succeeded, ${formatNumber(pods.failed)} failed, ${formatNumber(pods.deleted)} deleted, ${formatNumber(alive)} alive at the end${lost}`;
}

const ENDS_SHOWN = 4;

/** Restarts, the exit codes of runs that failed, and readiness that was lost. */
function containersText({ containers }: Figures): string | null {
  if (!containers) return null;
  const { restarts, restartedPods, failures: failed, readinessLost } = containers;
  const shown = failed.slice(0, ENDS_SHOWN).map(({ exitCode, reason, count }) => {
    return `${formatNumber(count)} with ${exitCode}${reason === null ? '' : ` (${reason})`}`;
  });
  const more =
    failed.length > ENDS_SHOWN ? [`${counted(failed.length - ENDS_SHOWN, 'more kind')}: -o json`] : [];
  const parts = [
    ...(restarts > 0 ? [`${counted(restarts, 'restart')} of ${counted(restartedPods, 'pod')}`] : []),
    ...(failed.length > 0 ? [`exits: ${[...shown, ...more].join(', ')}`] : []),
    ...(readinessLost > 0 ? [`readiness lost ${counted(readinessLost, 'time')}`] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : null;
}

/** What ended pods from outside, by Kubernetes' name for it. Others are printed as they are. */
const DISRUPTION_WORDS: Readonly<Record<string, string>> = {
  PreemptionByScheduler: 'preempted by pods of higher priority',
  Preempted: 'preempted by pods of higher priority',
  EvictionByEvictionAPI: 'by a drain or the eviction API',
  DeletionByTaintManager: 'by taints',
  TerminationByKubelet: 'by their kubelet',
};

function evictedText({ disruptions }: Figures): string | null {
  if (disruptions.pods === 0) return null;
  const parts = disruptions.reasons.map(
    ({ reason, count }) => `${formatNumber(count)} ${DISRUPTION_WORDS[reason] ?? reason}`,
  );
  return `${counted(disruptions.pods, 'pod')}: ${parts.join(', ')}`;
}

function neverBoundText({ neverBound }: Figures): string {
  if (neverBound.count === 0) return 'none';
  const parts = [
    ...(neverBound.pending > 0 ? [`${formatNumber(neverBound.pending)} still pending`] : []),
    ...(neverBound.gated > 0 ? [`${formatNumber(neverBound.gated)} gated (never tried)`] : []),
    ...(neverBound.withdrawn > 0 ? [`${formatNumber(neverBound.withdrawn)} withdrawn`] : []),
  ];
  return `${counted(neverBound.count, 'pod')}: ${parts.join(', ')}, oldest ${formatSpan(neverBound.oldest)}`;
}

function reasonFact({ count, reason, samples }: NeverBoundReason): SummaryFact {
  const sample = samples[0] === undefined ? '' : ` (e.g. ${samples[0]})`;
  return { label: '', text: `${reason ?? 'no reason recorded'}${sample}`, count };
}

function moreReasons(reasons: number): string | null {
  const hidden = reasons - REASONS_SHOWN;
  return hidden > 0 ? `${counted(hidden, 'more reason')}: -o json` : null;
}

function makespanText({ duration, complete }: { duration: number; complete: boolean }): string {
  return complete
    ? formatSpan(duration)
    : `at least ${formatSpan(duration)}: pods were alive when the window ended`;
}
