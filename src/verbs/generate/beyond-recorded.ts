/** Prolongs what a fitted scenario knows only for the recorded time: strata in time, and the tails of the observed curves. */
import type { Problem } from '../../core/errors/problem.ts';
import type { DrawnPods, Scenario } from '../../core/scenario/scenario.ts';
import { formatSpan } from '../../render/terminal/human-units.ts';
import type { Written } from './changes.ts';

const SHOWN = 3;

/** Strata in time hold at any time, with the weights of the whole recording: the last one alone says little about what follows. */
export function withoutTimes(mix: readonly Written[]): Written[] {
  return mix.map(({ from: _from, until: _until, ...member }) => member);
}

/**
 * Says which entries draw from a tail in a longer scenario. In the recorded time no run that begins in it can show how long it would have
 * lasted beyond it, so the tail is an assumption.
 *
 * @param length - of the scenario as it is written, in integer microseconds.
 */
export function tailProblems({ pods, workloads }: Scenario, length: number, duration: number): Problem[] {
  if (length <= 0 || duration <= length) return [];
  const drawn = pods.filter((entry) => entry.kind === 'drawn');
  const named = [
    ...drawn.map((entry) => ({ name: entry.name, laws: lawsOf(entry) })),
    ...workloads.map(({ name, lifetime, series }) => ({ name, laws: [lifetime, series?.arrivals.arrivals] })),
  ].filter(({ laws }) => laws.some(hasTail));
  const names = [...new Set(named.map(({ name }) => name))];
  if (names.length === 0) return [];
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  const message = `${formatSpan(duration)} is longer than the ${formatSpan(length)} of the scenario: times beyond the longest one that was seen come from an assumed tail (${names.slice(0, SHOWN).join(', ')}${more})`;
  return [{ code: 'beyond-recorded', severity: 'warning', message }];
}

function lawsOf({ arrivals, lifetime, residual, mix = [], ages = [] }: DrawnPods): unknown[] {
  return [
    arrivals,
    lifetime,
    residual,
    ...mix.map((member) => member.lifetime),
    ...ages.map(({ own }) => own?.lifetime),
  ];
}

function hasTail(law: unknown): boolean {
  return typeof law === 'object' && law !== null && 'tail' in law && law.tail !== undefined;
}
