/** Declares and reads the flag that says where the API of kube-scheduler-simulator is. */
import { UserError } from '../../core/errors/user-error.ts';
import { type FlagValues, type TargetFlag, textFlag } from '../target-flag.ts';

const DEFAULT_URL = 'http://localhost:1212/api/v1';

export const SIMULATOR_URL_FLAG = {
  name: 'simulator-url',
  type: 'text',
  helpValue: 'URL',
  default: DEFAULT_URL,
  description: 'where the API of kube-scheduler-simulator is',
  group: 'LIVE',
} as const satisfies TargetFlag;

/** @throws {UserError} (usage) for what is not an http or https URL. */
export function readSimulatorUrl(flags: FlagValues): string {
  const text = textFlag(flags, SIMULATOR_URL_FLAG.name) ?? DEFAULT_URL;
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw new UserError(`--simulator-url ${text} is not a URL`, {
      next: `expected one such as ${DEFAULT_URL}`,
    });
  return text.replace(/\/+$/, '');
}
