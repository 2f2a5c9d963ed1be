/** The error about one value of a scheduler configuration. Its path leads a caller who knows the file to the line. */
import { UserError } from '../../errors/user-error.ts';

const CORRECT = 'correct it there: kube-scheduler refuses it as well';

export class ConfigurationError extends UserError {
  /** From the configuration's own root. */
  readonly path: readonly PropertyKey[];
  /** The message without the path. */
  readonly detail: string;
  /** Whether the field should not be there, so that its name is wrong and not its value. */
  readonly ofName: boolean;
  /** A next step of its own, beyond that every wrong value has. */
  readonly advice: string | undefined;

  constructor(path: readonly PropertyKey[], detail: string, next?: string, ofName = false) {
    const place = pathTextOf(path);
    super(`scheduler configuration: ${place && `${place}: `}${detail}`, { next: next ?? CORRECT });
    this.advice = next;
    this.path = path;
    this.detail = detail;
    this.ofName = ofName;
  }
}

/** For example `profiles[0].plugins.score`. */
function pathTextOf(path: readonly PropertyKey[]): string {
  const keys = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return keys.join('').replace(/^\./, '');
}
