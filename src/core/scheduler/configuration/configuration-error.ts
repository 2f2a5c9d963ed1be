/** The error about one value of a scheduler configuration. Its path leads a caller who knows the file to the line. */
import { UserError } from '../../errors/user-error.ts';

export class ConfigurationError extends UserError {
  /** From the configuration's own root. */
  readonly path: readonly PropertyKey[];
  /** The message without the path. */
  readonly detail: string;

  constructor(path: readonly PropertyKey[], detail: string, next?: string) {
    const place = pathTextOf(path);
    super(`scheduler configuration: ${place && `${place}: `}${detail}`, { next });
    this.path = path;
    this.detail = detail;
  }
}

/** For example `profiles[0].plugins.score`. */
export function pathTextOf(path: readonly PropertyKey[]): string {
  const keys = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return keys.join('').replace(/^\./, '');
}
