/** Declares the flags that every command has. */
import * as Flags from '@oclif/core/flags';

const helpGroup = 'GLOBAL';

export const GLOBAL_FLAGS = {
  verbose: Flags.boolean({
    description: 'print where each value comes from, and every call to a cluster, on stderr',
    env: 'KEG_VERBOSE',
    helpGroup,
  }),
  'log-format': Flags.option({ options: ['text', 'json'] as const, default: 'text' as const })({
    description: 'format of messages on stderr',
    env: 'KEG_LOG_FORMAT',
    helpGroup,
  }),
};
