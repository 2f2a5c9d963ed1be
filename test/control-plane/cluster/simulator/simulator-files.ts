/** The files of a simulator in the folder of its cluster. */
import { join } from 'node:path';
import { stringify } from 'yaml';

/** The simulator writes each new configuration into this file, and its scheduler reads it when it starts. */
export function schedulerFile(folder: string): string {
  return join(folder, 'simulator-scheduler.yaml');
}

/** What the scheduler starts with: the default configuration, and a client without kube-scheduler's limits. */
export function schedulerConfiguration(folder: string): string {
  return stringify({
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    // A restarted scheduler would wait for the lease of the one before it.
    leaderElection: { leaderElect: false },
    clientConnection: { kubeconfig: join(folder, 'kubeconfig.yaml'), qps: 5000, burst: 10_000 },
  });
}

export function simulatorConfiguration(): string {
  return stringify({
    apiVersion: 'kube-scheduler-simulator-config/v1alpha1',
    kind: 'SimulatorConfiguration',
    corsAllowedOriginList: ['http://localhost:3000'],
  });
}
