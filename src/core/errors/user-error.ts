/** The user's problem: one clear line of what, where and what to try next, and the exit code it ends with. */

/** 1 a finding or failed assertion, 2 usage (bad flags, bad files), 3 the cluster. */
export type ExitCode = 1 | 2 | 3;

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

const LONGEST = 400;

/**
 * Makes a message safe to print: one line, no control characters (a name in a file must not steer the terminal), no longer than a person
 * reads.
 */
export function oneLine(message: string): string {
  const plain = message.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '\uFFFD');
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 3)}...` : plain;
}

/** Thrown for anything the person at the keyboard can mend. Never carries a stack to the screen. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly position: SourcePosition | undefined;
  readonly next: string | undefined;
  readonly exitCode: ExitCode;

  constructor(
    message: string,
    options: { position?: SourcePosition | undefined; next?: string | undefined; exitCode?: ExitCode } = {},
  ) {
    super(oneLine(message));
    this.position = options.position;
    this.next = options.next;
    this.exitCode = options.exitCode ?? 2;
  }
}
