/** Runs a script of this folder: notes go to stderr, and a UserError becomes one line and its exit code. */
import { UserError } from '../../../src/core/errors/user-error.ts';

export interface CommandOutput {
  /** Progress, on stderr. */
  readonly note: (line: string) => void;
  /** The result, on stdout. */
  readonly print: (line: string) => void;
}

/** Runs `main` and sets the exit code. An error that is not a UserError is a bug and keeps its stack. */
export async function runAsCommand(main: (output: CommandOutput) => Promise<void>): Promise<void> {
  const note = (line: string): void => void process.stderr.write(`${line}\n`);
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    await main({ note, print });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    note(`Error: ${error.message}`);
    if (error.next !== undefined) note(`Next: ${error.next}`);
    process.exitCode = error.exitCode;
  }
}
