/** Converts the flags of a live target to its options. */
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { ClusterChoice } from '../../kubernetes/cluster-choice.ts';
import { kubeconfigFiles } from '../../kubernetes/kubeconfig-files.ts';
import { durationFlag, type FlagValues, textFlag, textsFlag } from '../target-flag.ts';
import type { JumpAccess } from './jumps/jump-access.ts';

/** Which cluster, and how long one call to it may take. */
export interface ClusterAccess {
  readonly choice: ClusterChoice;
  /** Of one call with all its attempts; 0 is no limit. */
  readonly timeout: Microseconds;
}

export interface LiveOptions extends ClusterAccess {
  /** Play on a cluster that has nodes which really run pods. */
  readonly allowRealNodes: boolean;
  /** Leave out changes of the scheduler instead of refusing the play. */
  readonly ignoreSchedulerEvents: boolean;
  /** Measure what the cluster sustains before the clock starts. */
  readonly probe: boolean;
  /** Leave the phases of pods to the Stages that the cluster has. */
  readonly clusterStages: boolean;
  /** For --speed max. */
  readonly jumps: JumpAccess;
}

const DEFAULT_TIMEOUT: Microseconds = 30_000_000;

export function readClusterAccess(flags: FlagValues): ClusterAccess {
  return {
    choice: {
      kubeconfig: textFlag(flags, 'kubeconfig'),
      context: textFlag(flags, 'context') ?? textsFlag(flags, 'context')?.[0],
      cluster: textFlag(flags, 'cluster'),
      user: textFlag(flags, 'user'),
      server: textFlag(flags, 'server'),
      tlsServerName: textFlag(flags, 'tls-server-name'),
      insecureSkipTlsVerify: flags['insecure-skip-tls-verify'] === true,
      certificateAuthority: textFlag(flags, 'certificate-authority'),
      clientCertificate: textFlag(flags, 'client-certificate'),
      clientKey: textFlag(flags, 'client-key'),
      token: textFlag(flags, 'token'),
      as: textFlag(flags, 'as'),
      asGroups: textsFlag(flags, 'as-group'),
      asUid: textFlag(flags, 'as-uid'),
    },
    timeout: durationFlag(flags, 'request-timeout') ?? DEFAULT_TIMEOUT,
  };
}

export function readLiveFlags(flags: FlagValues): LiveOptions {
  return {
    ...readClusterAccess(flags),
    allowRealNodes: flags['allow-real-nodes'] === true,
    ignoreSchedulerEvents: flags['ignore-scheduler-events'] === true,
    probe: flags.probe !== false,
    clusterStages: flags['cluster-stages'] === true,
    jumps: {
      schedulerMetrics: textFlag(flags, 'scheduler-metrics'),
      controllerMetrics: textFlag(flags, 'controller-metrics'),
      maxBackoff: durationFlag(flags, 'max-backoff'),
    },
  };
}

/** The kubeconfig files. */
export function liveInputFiles(flags: FlagValues): readonly string[] {
  return kubeconfigFiles(readClusterAccess(flags).choice);
}
