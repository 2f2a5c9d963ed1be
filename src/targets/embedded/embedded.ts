/** Declares the target `embedded`: a cluster inside keg, in virtual time, with a model of kube-scheduler. */
import { UserError } from '../../core/errors/user-error.ts';
import { formatMoment, parseMoment } from '../../core/time/moment.ts';
import type { Target } from '../target.ts';
import { type TargetFlag, textFlag } from '../target-flag.ts';

const START_FLAG: TargetFlag = {
  name: 'start',
  type: 'text',
  group: 'EMBEDDED',
  helpValue: 'TIME',
  description:
    'the date at which the scenario begins, RFC 3339, such as 2026-03-01T08:00:00Z: recordings and CSV files then have a calendar',
};

const PARALLEL_SEARCH_FLAG: TargetFlag = {
  name: 'parallel-search',
  type: 'boolean',
  group: 'EMBEDDED',
  description:
    "check nodes as kube-scheduler's parallel workers do, which race: in an order drawn from the seed (default: one after the other)",
};

/** @throws {UserError} (usage) for a value that is no time. */
function startOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const moment = parseMoment(text);
  if (moment !== undefined) return formatMoment(moment);
  throw new UserError(`--start ${text} is not a time`, { next: 'write for example 2026-03-01T08:00:00Z' });
}

export const EMBEDDED_TARGET: Target = {
  name: 'embedded',
  summary: 'a cluster inside keg: virtual time, a model of kube-scheduler, nothing outside is touched',
  clock: 'virtual',
  flags: [START_FLAG, PARALLEL_SEARCH_FLAG],
  senselessFlags: [],
  async open(flags) {
    const start = startOf(textFlag(flags, START_FLAG.name));
    const parallelSearch = flags[PARALLEL_SEARCH_FLAG.name] === true;
    const { embeddedTargetWith } = await import('./embedded-target.ts');
    return embeddedTargetWith({ start, parallelSearch });
  },
};
