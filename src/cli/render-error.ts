/** Renders an error for stderr: one line for a problem of the user, a stack and a request to report it for a fault of keg. */
import { formatPosition, UserError, withNextStep } from '../core/errors/user-error.ts';
import type { QuantityError } from '../core/objects/quantity.ts';

export interface RenderedError {
  /** Empty where no line is printed. */
  readonly text: string;
  /** The same for programs: what, where, what next. Undefined: the text. */
  readonly data?: { readonly message: string } & Readonly<Record<string, unknown>>;
  readonly exitCode: number;
}

/** Exit code of a fault of keg itself (EX_SOFTWARE of sysexits), different from the codes that scripts act on. */
const BUG_EXIT_CODE = 70;

export function renderError(error: unknown): RenderedError {
  if (error instanceof UserError) {
    const { message, position, next, problemCode: code, exitCode } = error;
    return { text: userErrorText(error), data: { message, position, next, code }, exitCode };
  }
  // A recording is read without its quantities, so that a report can leave out those that Kubernetes refuses.
  if (isQuantityError(error))
    return renderError(new UserError(error.message, { next: 'correct it in the recording or scenario' }));
  const oclif = asOclifError(error);
  if (oclif) return oclif;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = `This is a fault in kubectl keg, not in what you did. Please report it with the command and these lines:\n${stack}`;
  return { text, exitCode: BUG_EXIT_CODE };
}

/** By its name: every command would load the quantities for their class. */
function isQuantityError(error: unknown): error is QuantityError {
  const name: QuantityError['name'] = 'QuantityError';
  return error instanceof Error && error.name === name;
}

function userErrorText(error: UserError): string {
  const where = error.position ? `${formatPosition(error.position)}: ` : '';
  return `${where}error: ${withNextStep(error.message, error.next)}`;
}

/** oclif's own errors (unknown flag, missing argument, `this.exit()`) carry an exit code in `oclif.exit`. */
function asOclifError(error: unknown): RenderedError | undefined {
  if (!(error instanceof Error) || !('oclif' in error)) return undefined;
  const { exit } = error.oclif as { readonly exit?: number | false };
  const exitCode = typeof exit === 'number' ? exit : 2;
  if ('code' in error && error.code === 'EEXIT') return { text: '', exitCode };
  const missing = missingArguments(error);
  if (missing !== undefined) return { text: `error: ${missing}`, exitCode: 2 };
  return { text: `error: ${inOneLine(error.message)} (see --help)`, exitCode: exitCode === 0 ? 0 : 2 };
}

/** Names the first argument that is missing, in its own words; undefined if none is. */
function missingArguments(error: Error): string | undefined {
  if (!('args' in error) || !Array.isArray(error.args)) return undefined;
  const [first] = error.args as readonly unknown[];
  if (typeof first !== 'object' || first === null || !('required' in first) || first.required !== true)
    return undefined;
  const { name, description } = first as { readonly name?: unknown; readonly description?: unknown };
  return `${String(name).toUpperCase()} is missing (give ${String(description)}; see --help)`;
}

/** oclif spreads its messages over several lines and adds advice that --help gives better. */
function inOneLine(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const end = lines.findIndex((line) => /^(Note: |See more help)/.test(line));
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .filter((line) => line !== '')
    .join(' ')
    .replaceAll(/\s{2,}/g, ' ');
}
