/** Reads limits such as `waiting.p95 < 30s` and holds reports against them. */
import { UserError } from '../errors/user-error.ts';
import type { Figures } from '../measure/figures.ts';
import { parseAmount, QuantityError } from '../objects/quantity.ts';
import { parseDuration } from '../time/duration.ts';
import { type FigureUnit, type FoundFigure, figureAt } from './figure-at.ts';

const COMPARES = {
  '<=': (value: number, bound: number) => value <= bound,
  '>=': (value: number, bound: number) => value >= bound,
  '!=': (value: number, bound: number) => value !== bound,
  '<': (value: number, bound: number) => value < bound,
  '>': (value: number, bound: number) => value > bound,
  '=': (value: number, bound: number) => value === bound,
} as const;

type Operator = keyof typeof COMPARES;

export interface Limit {
  /** As it was written. */
  readonly text: string;
  readonly figure: string;
  readonly operator: Operator;
  /** As it was written: `30s`, `80%`, `0`, `16Gi`. */
  readonly bound: string;
}

export interface CheckedLimit extends FoundFigure {
  readonly limit: Limit;
  /** False where the report has no such figure. */
  readonly holds: boolean;
}

const LIMIT = /^\s*([^<>=!\s](?:[^<>=!]*[^<>=!\s])?)\s*(<=|>=|!=|==?|<|>)\s*(\S+)\s*$/;
const EXAMPLES =
  "write for example 'waiting.p95 < 30s', 'neverBound = 0' or 'cluster.resources.cpu.utilisation >= 60%'";

/** @throws {UserError} (usage) for anything but FIGURE OPERATOR BOUND. */
export function parseLimit(text: string): Limit {
  const [, figure, operator, bound] = LIMIT.exec(text) ?? [];
  if (figure === undefined || operator === undefined || bound === undefined) {
    throw new UserError(`${text.trim() === '' ? '""' : text} is no limit`, { next: EXAMPLES });
  }
  return { text: text.trim(), figure, operator: (operator === '==' ? '=' : operator) as Operator, bound };
}

/**
 * Finds limits that no report can keep or break.
 *
 * @param example - a report with every group of figures.
 * @throws {UserError} (usage) for a figure that no report has, and for a bound of another unit.
 */
export function refuseWrongLimits(limits: readonly Limit[], example: Figures): void {
  for (const limit of limits) checkLimit(limit, example, true);
}

/**
 * @param isExample - see {@link figureAt}.
 * @throws {UserError} (usage) for a figure that no report has, and for a bound of another unit.
 */
export function checkLimit(limit: Limit, report: Figures, isExample = false): CheckedLimit {
  const found = figureAt(report, limit.figure, isExample);
  const bound = boundOf(limit, found.unit);
  const holds = found.value !== null && COMPARES[limit.operator](found.value, bound);
  return { ...found, limit, holds };
}

/** The bound in the unit of the figure. */
function boundOf({ text, figure, bound }: Limit, unit: FigureUnit): number {
  const read = READERS[unit](bound, figure);
  if (read !== undefined) return read;
  throw new UserError(`${text}: ${bound} is no ${UNIT_WORDS[unit]}`, {
    next: `write for example ${UNIT_EXAMPLES[unit]}`,
  });
}

const READERS: Readonly<Record<FigureUnit, (bound: string, figure: string) => number | undefined>> = {
  microseconds: parseDuration,
  ratio: (bound) =>
    bound.endsWith('%') ? scaled(plainNumber(bound.slice(0, -1)), 0.01) : plainNumber(bound),
  count: plainNumber,
  currency: plainNumber,
  amount: (bound, figure) => orUndefined(() => parseAmount(resourceOf(figure), bound)),
};

const UNIT_WORDS: Readonly<Record<FigureUnit, string>> = {
  microseconds: 'duration',
  ratio: 'share',
  count: 'number',
  currency: 'number',
  amount: 'quantity',
};

const UNIT_EXAMPLES: Readonly<Record<FigureUnit, string>> = {
  microseconds: '30s or 1h30m',
  ratio: '80% or 0.8',
  count: '0 or 12',
  currency: '120.5',
  amount: '16 or 64Gi',
};

function plainNumber(bound: string): number | undefined {
  return /^-?\d+(?:\.\d+)?$/.test(bound) ? Number(bound) : undefined;
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

/** The resource whose quantity a bound is: the step after `resources`. */
function resourceOf(figure: string): string {
  const [, quoted, plain] = /resources(?:\[["']([^"']+)["']\]|\.([\w-]+))/.exec(figure) ?? [];
  return quoted ?? plain ?? 'pods';
}

function orUndefined(read: () => number): number | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}
