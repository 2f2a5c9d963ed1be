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
  {
    name: 'cluster',
    type: 'text',
    description: 'cluster of the kubeconfig (default: of the context)',
    group,
  },
  { name: 'user', type: 'text', description: 'user of the kubeconfig (default: of the context)', group },
  {
    name: 'server',
    char: 's',
    type: 'text',
    helpValue: 'URL',
    description: 'address of the API server',
    group,
  },
  {
    name: 'token',
    type: 'text',
    description: 'bearer token; like all credentials it is sent over https only',
    group,
  },
  {
    name: 'client-certificate',
    type: 'text',
    helpValue: 'FILE',
    description: 'certificate to log in with',
    group,
  },
  { name: 'client-key', type: 'text', helpValue: 'FILE', description: 'key of the certificate', group },
  {
    name: 'certificate-authority',
    type: 'text',
    helpValue: 'FILE',
    description: 'authority that signed the certificate of the API server',
    group,
  },
  {
    name: 'insecure-skip-tls-verify',
    type: 'boolean',
    description: 'do not check the certificate of the API server',
    group,
  },
  {
    name: 'tls-server-name',
    type: 'text',
    helpValue: 'NAME',
    description: 'name to check in the certificate of the API server (default: its host name)',
    group,
  },
  { name: 'as', type: 'text', helpValue: 'USER', description: 'act as this user', group },
  {
    name: 'as-group',
    type: 'texts',
    helpValue: 'GROUP',
    description: 'and as a member of this group',
    group,
  },
  { name: 'as-uid', type: 'text', helpValue: 'UID', description: 'and with this uid', group },
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
