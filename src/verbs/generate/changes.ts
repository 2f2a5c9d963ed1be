/** Declares the changes of a scenario, and its content as it is written. */

import type { Problem } from '../../core/errors/problem.ts';

export interface Changes {
  readonly seed: number | undefined;
  /** Integer microseconds; undefined keeps it as it is. */
  readonly duration: number | undefined;
  /** Arrivals × this. */
  readonly amplify: number;
  /** Nodes × this. */
  readonly nodesScale: number;
}

export type Written = Record<string, unknown>;

/** A part of the scenario that no change concerns. */
export function keptAsWritten(message: string): Problem {
  return { code: 'kept-as-written', severity: 'warning', message };
}
