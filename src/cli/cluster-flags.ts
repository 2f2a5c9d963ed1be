/** kubectl's own flags for which cluster is meant and as whom, for every command that talks to one. */
import { Flags } from '@oclif/core';
import type { Microseconds } from '../core/time/microseconds.ts';
import type { ClusterChoice } from '../kubernetes/choose-context.ts';
import { parseDurationFlag } from './duration-flag.ts';

export const CLUSTER_FLAGS = {
  kubeconfig: Flags.string({
    helpValue: 'FILE',
    description: 'kubeconfig (default: KUBECONFIG, else ~/.kube/config)',
    helpGroup: 'CLUSTER',
  }),
  context: Flags.string({
    description: 'context of the kubeconfig (default: its current one)',
    helpGroup: 'CLUSTER',
  }),
  as: Flags.string({ helpValue: 'USER', description: 'act as this user', helpGroup: 'CLUSTER' }),
  'as-group': Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'GROUP',
    description: 'and as a member of this group (may be repeated)',
    helpGroup: 'CLUSTER',
  }),
  'request-timeout': Flags.string({
    helpValue: 'DURATION',
    default: '30s',
    description: 'how long one call may take with all its attempts; 0 is no limit',
    helpGroup: 'CLUSTER',
  }),
};

export interface ClusterFlags {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly as?: string | undefined;
  readonly 'as-group'?: readonly string[] | undefined;
  readonly 'request-timeout': string;
}

/** @throws {UserError} (usage) for a timeout that is no duration. */
export function readClusterFlags(flags: ClusterFlags): { choice: ClusterChoice; timeout: Microseconds } {
  const { kubeconfig, context, as, 'as-group': asGroups } = flags;
  // kubectl takes a bare number for seconds.
  const text = flags['request-timeout'].replace(/^\d+$/, '$&s');
  return {
    choice: { kubeconfig, context, as, asGroups },
    timeout: parseDurationFlag('--request-timeout', text),
  };
}
