/** The flags of `replay` that mean something on a live cluster alone. */
import { Flags } from '@oclif/core';
import { UserError } from '../core/errors/user-error.ts';
import type { Microseconds } from '../core/time/microseconds.ts';
import type { KwokOptions } from '../targets/kwok/kwok-target.ts';
import { type ClusterFlags, readClusterFlags } from './cluster-flags.ts';
import { parseDurationFlag } from './duration-flag.ts';

const live = { helpGroup: 'LIVE' } as const;

export const LIVE_FLAGS = {
  'max-lag': Flags.string({
    ...live,
    helpValue: '200ms',
    description: 'fail (exit code 1) if events were sent later than this (p99, wall time)',
  }),
  'dry-run': Flags.boolean({ ...live, description: 'tell what would be made and changed, and make nothing' }),
  'allow-real-nodes': Flags.boolean({
    ...live,
    description: 'play on a cluster with nodes that KWOK does not simulate',
  }),
  'ignore-scheduler-events': Flags.boolean({
    ...live,
    description: 'leave out changes of the scheduler instead of refusing the scenario',
  }),
  probe: Flags.boolean({
    ...live,
    allowNo: true,
    default: true,
    description: 'see with a short load what the cluster sustains before the clock starts',
  }),
  keep: Flags.boolean({ ...live, description: 'leave what was made; kubectl keg cluster reset removes it' }),
};

interface FlagValues extends ClusterFlags {
  readonly target: 'embedded' | 'kwok';
  readonly 'max-lag'?: string | undefined;
  readonly 'dry-run': boolean;
  readonly 'allow-real-nodes': boolean;
  readonly 'ignore-scheduler-events': boolean;
  readonly probe: boolean;
  readonly keep: boolean;
  readonly weights?: readonly string[] | undefined;
  readonly 'scheduler-config'?: string | undefined;
  readonly 'kubernetes-version'?: string | undefined;
}

export interface LiveFlags {
  readonly kwok: KwokOptions;
  readonly maxLag: Microseconds | undefined;
  readonly dryRun: boolean;
  readonly probe: boolean;
  readonly keep: boolean;
}

/** What-ifs about the scheduler: a cluster brings its own. */
const EMBEDDED_ONLY = ['weights', 'scheduler-config', 'kubernetes-version'] as const;
const LIVE_ONLY = [
  'max-lag',
  'dry-run',
  'allow-real-nodes',
  'ignore-scheduler-events',
  'keep',
  'kubeconfig',
  'context',
  'as',
  'as-group',
] as const;

/**
 * @returns undefined for the embedded target.
 * @throws {UserError} (usage) for a flag that means nothing on this target.
 */
export function readLiveFlags(flags: FlagValues): LiveFlags | undefined {
  const { target } = flags;
  const senseless = (target === 'embedded' ? LIVE_ONLY : EMBEDDED_ONLY).find((flag) => {
    const value = flags[flag];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  });
  if (senseless !== undefined) {
    throw new UserError(`--${senseless} means nothing on --target ${target}`, {
      next:
        target === 'embedded'
          ? 'say --target kwok as well, or leave it out'
          : 'the cluster’s own scheduler decides: configure it there (docs/reference/targets.md), or play on --target embedded',
    });
  }
  if (target === 'embedded') return undefined;
  const { choice, timeout } = readClusterFlags(flags);
  return {
    kwok: {
      choice,
      timeout,
      allowRealNodes: flags['allow-real-nodes'],
      ignoreSchedulerEvents: flags['ignore-scheduler-events'],
    },
    maxLag: parseDurationFlag('--max-lag', flags['max-lag']),
    dryRun: flags['dry-run'],
    probe: flags.probe,
    keep: flags.keep,
  };
}
