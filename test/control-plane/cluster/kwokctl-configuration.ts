/** Writes what a test or a person asks of a control plane as the files that kwokctl reads. */
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { ProgramPaths } from './build.ts';
import { KUBERNETES_VERSION } from './versions.ts';

/** By the names kwokctl gives them. */
export type ComponentName =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kwok-controller';

export interface Token {
  readonly token: string;
  readonly user: string;
  readonly groups?: readonly string[];
}

export interface ControlPlaneSettings {
  /** Serves KWOK's Stage objects; there are none at first, so nodes and pods stay as they are. Else KWOK's own fast stages act. */
  readonly stages?: boolean;
  /** kube-scheduler's client limits, requests a second and at once; its own are 50 and 100, which bind 50 pods a second. */
  readonly schedulerLimits?: { readonly qps: number; readonly burst: number };
  /** Switches off every client limit, and the API server's priority and fairness with them. */
  readonly noLimits?: boolean;
  /** A KubeSchedulerConfiguration in YAML; its clientConnection is completed. */
  readonly schedulerConfiguration?: string;
  /** Bearer tokens the API server knows beside the administrator's client certificate; what they may do is RBAC's to say. */
  readonly tokens?: readonly Token[];
  /** An audit policy in YAML; the API server then writes an audit log. */
  readonly auditPolicy?: string;
  /** Components to leave out, as for measuring the API server alone. */
  readonly without?: readonly ('kube-scheduler' | 'kube-controller-manager' | 'kwok-controller')[];
  /** More flags of a component, without their dashes. */
  readonly extraArgs?: Readonly<Partial<Record<ComponentName, Readonly<Record<string, string>>>>>;
}

export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
}

/** How many ports a cluster needs. */
export const PORT_COUNT = 6;

/** The files to put into the cluster's folder; the first is kwokctl's configuration. */
export function kwokctlFiles(
  settings: ControlPlaneSettings,
  { folder, programs, ports }: { folder: string; programs: ProgramPaths; ports: readonly number[] },
): readonly [ConfigurationFile, ...ConfigurationFile[]] {
  const [etcdPort, etcdPeerPort, kubeApiserverPort, kubeControllerManagerPort, kubeSchedulerPort, kwokPort] =
    ports;
  const tokens = settings.tokens?.map(tokenLine);
  const tokenFile = { path: join(folder, 'tokens.csv'), text: `${tokens?.join('\n')}\n` };
  const auditFile = { path: join(folder, 'audit-policy.yaml'), text: settings.auditPolicy ?? '' };
  const schedulerFile = { path: join(folder, 'scheduler.yaml'), text: schedulerConfiguration(settings) };
  const configuration = {
    apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
    kind: 'KwokctlConfiguration',
    options: {
      runtime: 'binary',
      kubeVersion: KUBERNETES_VERSION,
      // Without it everything listens on all interfaces.
      bindAddress: '127.0.0.1',
      etcdBinary: programs.etcd,
      kubeApiserverBinary: programs['kube-apiserver'],
      kubeControllerManagerBinary: programs['kube-controller-manager'],
      kubeSchedulerBinary: programs['kube-scheduler'],
      kwokControllerBinary: programs.kwok,
      kubectlBinary: programs.kubectl,
      etcdPort,
      etcdPeerPort,
      kubeApiserverPort,
      kubeControllerManagerPort,
      kubeSchedulerPort,
      kwokControllerPort: kwokPort,
      ...(settings.stages === true && { enableCRDs: ['Stage'] }),
      ...(settings.noLimits === true && { disableQPSLimits: true }),
      ...(settings.auditPolicy !== undefined && { kubeAuditPolicy: auditFile.path }),
      ...(settings.schedulerConfiguration !== undefined && { kubeSchedulerConfig: schedulerFile.path }),
      ...(settings.without !== undefined && { disable: settings.without }),
    },
    componentsPatches: componentsPatches(settings, tokenFile.path),
  };
  return [
    { path: join(folder, 'kwokctl.yaml'), text: stringify(configuration) },
    ...(settings.tokens !== undefined ? [tokenFile] : []),
    ...(settings.auditPolicy !== undefined ? [auditFile] : []),
    ...(settings.schedulerConfiguration !== undefined ? [schedulerFile] : []),
  ];
}

// As patches: more than one --extra-args for one component makes kwokctl 0.8.0 panic.
function componentsPatches(settings: ControlPlaneSettings, tokenPath: string): object[] {
  const limits = settings.schedulerLimits;
  // One scheduler has nobody to elect: a lease left by a killed one would hold its successor up for 15 s, and an API server away for
  // longer than the lease would end it for good.
  const alone = { 'leader-elect': 'false' };
  const args: Partial<Record<ComponentName, Record<string, string>>> = {
    // A cluster for trying out need not survive a power cut.
    etcd: { 'unsafe-no-fsync': 'true' },
    'kube-controller-manager': alone,
    'kube-apiserver': {
      ...(settings.tokens !== undefined && { 'token-auth-file': tokenPath }),
      // Nobody then makes the service accounts that it would ask of every pod.
      ...(settings.without?.includes('kube-controller-manager') && {
        'disable-admission-plugins': 'ServiceAccount',
      }),
    },
    // With a configuration file kube-scheduler ignores these flags; they are then written into the file.
    ...(settings.schedulerConfiguration === undefined && {
      'kube-scheduler': {
        ...alone,
        ...(limits !== undefined && {
          'kube-api-qps': String(limits.qps),
          'kube-api-burst': String(limits.burst),
        }),
      },
    }),
  };
  for (const [name, more] of Object.entries(settings.extraArgs ?? {}) as [
    ComponentName,
    Record<string, string>,
  ][]) {
    args[name] = { ...args[name], ...more };
  }
  return Object.entries(args).map(([name, values]) => ({
    name,
    extraArgs: Object.entries(values).map(([key, value]) => ({ key, value })),
  }));
}

function schedulerConfiguration({ schedulerConfiguration, schedulerLimits }: ControlPlaneSettings): string {
  if (schedulerConfiguration === undefined) return '';
  const given = parse(schedulerConfiguration) as { clientConnection?: object; leaderElection?: object };
  return stringify({
    ...given,
    clientConnection: { ...given.clientConnection, ...schedulerLimits },
    leaderElection: { ...given.leaderElection, leaderElect: false },
  });
}

/** A line of the API server's static token file: token, user, uid, groups. */
function tokenLine({ token, user, groups = [] }: Token): string {
  return [token, user, user, `"${groups.join(',')}"`].join(',');
}
