/** Declares kubectl's own flags for the cluster and the user. Every command that calls a cluster has them. */
import type { TargetFlag } from '../target-flag.ts';

const group = 'CLUSTER';

export const CONNECTION_FLAGS = [
  {
    name: 'kubeconfig',
    type: 'text',
    helpValue: 'FILE',
    description: 'kubeconfig (default: KUBECONFIG, else ~/.kube/config)',
    group,
  },
  {
    name: 'context',
    type: 'text',
    description: 'context of the kubeconfig (default: its current one)',
    group,
  },
  { name: 'as', type: 'text', helpValue: 'USER', description: 'act as this user', group },
  {
    name: 'as-group',
    type: 'texts',
    helpValue: 'GROUP',
    description: 'and as a member of this group (may be repeated)',
    group,
  },
  {
    name: 'request-timeout',
    type: 'duration',
    bareSeconds: true,
    helpValue: 'DURATION',
    default: '30s',
    description: 'how long one call may take with all its attempts; 0 is no limit',
    group,
  },
] as const satisfies readonly TargetFlag[];
