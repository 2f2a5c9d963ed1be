/** Declares an error that the user can correct: its message, its position, the next step, and the exit code. */
import type { ProblemCode } from './problem-codes.ts';

/** 1 a finding or failed assertion, 2 usage (bad flags, bad files), 3 the cluster. */
export type ExitCode = 1 | 2 | 3;

const DEFAULT_CODES = { 1: 'finding', 2: 'usage', 3: 'cluster' } as const satisfies Record<
  ExitCode,
  ProblemCode
>;

export interface SourcePosition {
  readonly file: string;
  /** From 1. */
  readonly line?: number | undefined;
  /** From 1. */
  readonly column?: number | undefined;
}

/** Writes a position as `file:line:column`, as far as it is known. */
export function formatPosition(position: SourcePosition): string {
  const parts = [position.file];
  if (position.line !== undefined) parts.push(String(position.line));
  if (position.line !== undefined && position.column !== undefined) parts.push(String(position.column));
  return parts.join(':');
}

/** Characters of the longest message. */
const LONGEST = 400;

/**
 * Makes a message safe to print: one line of at most 400 characters, without control characters, because a name in a file must not control
 * the terminal.
 */
export function oneLine(message: string): string {
  const plain = message.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '\uFFFD');
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 3)}...` : plain;
}

/** Thrown for everything that the user can correct. It is printed without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly position: SourcePosition | undefined;
  /** What the person can do next: every error has it. */
  readonly next: string;
  readonly exitCode: ExitCode;
  readonly problemCode: ProblemCode;

  /** `exitCode` is 2 by default, `problemCode` that of the exit code. */
  constructor(
    message: string,
    options: {
      position?: SourcePosition | undefined;
      next: string;
      exitCode?: ExitCode;
      problemCode?: ProblemCode;
    },
  ) {
    super(oneLine(message));
    this.position = options.position;
    this.next = options.next;
    this.exitCode = options.exitCode ?? 2;
    this.problemCode = options.problemCode ?? DEFAULT_CODES[this.exitCode];
  }
}

/** The message with the next step in parentheses, or after a semicolon where the message ends with parentheses of its own. */
export function withNextStep(message: string, next: string | undefined): string {
  if (!next) return message;
  return message.endsWith(')') ? `${message}; ${next}` : `${message} (${next})`;
}
