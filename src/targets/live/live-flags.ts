/** Declares the flags of `replay` that make sense on a live cluster only. */
import type { TargetFlag } from '../target-flag.ts';
import { CONNECTION_FLAGS } from './connection-flags.ts';

const group = 'LIVE';

/** Unlike other commands, a replay takes several. */
const CONTEXTS: TargetFlag = {
  name: 'context',
  type: 'texts',
  description:
    'context of the kubeconfig (default: its current one); several play at the same moment, and are compared',
  group: 'CLUSTER',
};

export const LIVE_FLAGS: readonly TargetFlag[] = [
  {
    name: 'max-lag',
    type: 'duration',
    helpValue: '200ms',
    description: 'fail (exit code 1) if events were sent later than this (p99, wall time)',
    group,
  },
  {
    name: 'pause-at',
    type: 'texts',
    helpValue: 'TIME',
    description: 'stop the clock at this time of the scenario, until space or p goes on',
    group,
  },
  {
    name: 'dry-run',
    type: 'boolean',
    description: 'print what would be created and changed, and create nothing',
    group,
  },
  {
    name: 'allow-real-nodes',
    type: 'boolean',
    description: 'play on a cluster with nodes that KWOK does not simulate',
    group,
  },
  {
    name: 'ignore-scheduler-events',
    type: 'boolean',
    description: 'leave out changes of the scheduler instead of refusing the scenario',
    group,
  },
  {
    name: 'probe',
    type: 'boolean',
    allowNo: true,
    default: true,
    description: 'measure with a short load what the cluster sustains before the clock starts (default: on)',
    group,
  },
  {
    name: 'keep',
    type: 'boolean',
    description: 'leave what was created; kubectl keg cluster reset removes it',
    group,
  },
  {
    name: 'scheduler-metrics',
    type: 'text',
    helpValue: 'URL',
    description: 'for --speed max: the metrics of kube-scheduler, such as https://127.0.0.1:10259/metrics',
    group,
  },
  {
    name: 'controller-metrics',
    type: 'text',
    helpValue: 'URL',
    description: 'for --speed max with workloads: the metrics of kube-controller-manager',
    group,
  },
  {
    name: 'max-backoff',
    type: 'duration',
    helpValue: '10s',
    description: 'for --speed max: podMaxBackoffSeconds of the cluster’s scheduler (default 10s)',
    group,
  },
  ...CONNECTION_FLAGS.map((flag) => (flag.name === 'context' ? CONTEXTS : flag)),
];

/** What-ifs about the scheduler: a live cluster brings its own. */
export const LIVE_SENSELESS_FLAGS: readonly string[] = ['weights', 'scheduler-config', 'kubernetes-version'];

export const LIVE_INSTEAD_OF_SENSELESS =
  'the cluster’s own scheduler decides: configure it there (docs/how-to/replay-on-a-live-cluster.md), or play on --target embedded';
