/** Holds several reports against several limits: a limit holds where it holds in every report. */
import type { Figures } from '../measure/figures.ts';
import { type CheckedLimit, checkLimit, type Limit } from './limit.ts';

/** A report and how people name it: a file, or a seed. */
export interface NamedReport {
  readonly name: string;
  readonly figures: Figures;
}

export interface LimitResult {
  readonly limit: Limit;
  readonly holds: boolean;
  /** One for each report. */
  readonly checks: readonly (CheckedLimit & { readonly report: string })[];
}

/** @throws {UserError} (usage) for a figure that no report has, and for a bound of another unit. */
export function checkLimits(limits: readonly Limit[], reports: readonly NamedReport[]): LimitResult[] {
  return limits.map((limit) => {
    const checks = reports.map(({ name, figures }) => ({ report: name, ...checkLimit(limit, figures) }));
    return { limit, holds: checks.every(({ holds }) => holds), checks };
  });
}
