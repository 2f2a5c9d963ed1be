/** Converts the settings of a control plane to the files that kwokctl reads. */
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { ProgramPaths } from './build.ts';
import { KUBERNETES_VERSION } from './versions.ts';

/** The components, by kwokctl's names. */
export type ComponentName =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kwok-controller'
  | 'metrics-server';

interface Token {
  readonly token: string;
  readonly user: string;
  readonly groups?: readonly string[];
}

export interface ControlPlaneSettings {
  /** Serves KWOK's Stage objects. At first none exist, so that nodes and pods do not change. If false, KWOK's fast stages act. */
  readonly stages?: boolean;
  /** kube-scheduler's client limits: requests a second and burst. The defaults are 50 and 100, which bind 50 pods a second. */
  readonly schedulerLimits?: { readonly qps: number; readonly burst: number };
  /** Switches off every client limit, and the API server's priority and fairness. */
  readonly noLimits?: boolean;
  /** The version of kube-scheduler, as `v1.35.4`. Default: that of the other components. */
  readonly schedulerVersion?: string;
  /** A KubeSchedulerConfiguration in YAML. Its clientConnection is completed. */
  readonly schedulerConfiguration?: string;
  /** Bearer tokens that the API server accepts beside the administrator's client certificate. RBAC decides their rights. */
  readonly tokens?: readonly Token[];
  /** An audit policy in YAML. With it, the API server writes an audit log. */
  readonly auditPolicy?: string;
  /** The key below which etcd keeps the objects of the API server. */
  readonly etcdPrefix?: string;
  /** The path of metrics-server's program. With it the cluster serves metrics.k8s.io, and KWOK the Metric and usage objects it is read from. */
  readonly metricsServer?: string;
  /** Components to leave out, for example to measure the API server alone. */
  readonly without?: readonly ('kube-scheduler' | 'kube-controller-manager' | 'kwok-controller')[];
  /** More flags of a component, without their dashes. */
  readonly extraArgs?: Readonly<Partial<Record<ComponentName, Readonly<Record<string, string>>>>>;
}

export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
}

/** The number of ports that a cluster needs. */
export const PORT_COUNT = 7;

/** The files for the cluster's folder. The first is kwokctl's configuration. */
export function kwokctlFiles(
  settings: ControlPlaneSettings,
  { folder, programs, ports }: { folder: string; programs: ProgramPaths; ports: readonly number[] },
): readonly [ConfigurationFile, ...ConfigurationFile[]] {
  const [
    etcdPort,
    etcdPeerPort,
    kubeApiserverPort,
    kubeControllerManagerPort,
    kubeSchedulerPort,
    kwokPort,
    metricsServerPort,
  ] = ports;
  const tokens = settings.tokens?.map(tokenLine);
  const tokenFile = { path: join(folder, 'tokens.csv'), text: `${tokens?.join('\n')}\n` };
  const auditFile = { path: join(folder, 'audit-policy.yaml'), text: settings.auditPolicy ?? '' };
  const schedulerFile = { path: join(folder, 'scheduler.yaml'), text: schedulerConfiguration(settings) };
  // kwokctl takes a folder for kustomize only.
  const metricsFolder = join(folder, 'metrics-server');
  const metricsFiles = [
    { path: join(metricsFolder, 'kustomization.yaml'), text: 'resources: [service.yaml]\n' },
    { path: join(metricsFolder, 'service.yaml'), text: METRICS_SERVICE },
  ];
  const served = [
    ...(settings.stages === true ? ['Stage'] : []),
    ...(settings.metricsServer === undefined ? [] : ['Metric', 'ClusterResourceUsage']),
  ];
  const configuration = {
    apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
    kind: 'KwokctlConfiguration',
    options: {
      runtime: 'binary',
      kubeVersion: KUBERNETES_VERSION,
      // Without it every component listens on all interfaces.
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
      ...(served.length > 0 && { enableCRDs: served }),
      ...(settings.metricsServer !== undefined && {
        enableMetricsServer: true,
        metricsServerBinary: settings.metricsServer,
        metricsServerManifests: [metricsFolder],
        metricsServerPort,
      }),
      ...(settings.noLimits === true && { disableQPSLimits: true }),
      ...(settings.auditPolicy !== undefined && { kubeAuditPolicy: auditFile.path }),
      ...(settings.schedulerConfiguration !== undefined && { kubeSchedulerConfig: schedulerFile.path }),
      ...(settings.etcdPrefix !== undefined && { etcdPrefix: settings.etcdPrefix }),
      ...(settings.without !== undefined && { disable: settings.without }),
    },
    componentsPatches: componentsPatches(settings, tokenFile.path),
  };
  return [
    { path: join(folder, 'kwokctl.yaml'), text: stringify(configuration) },
    ...(settings.tokens !== undefined ? [tokenFile] : []),
    ...(settings.auditPolicy !== undefined ? [auditFile] : []),
    ...(settings.schedulerConfiguration !== undefined ? [schedulerFile] : []),
    ...(settings.metricsServer !== undefined ? metricsFiles : []),
  ];
}

/** kwokctl writes the address of the program into both. */
const METRICS_SERVICE = `apiVersion: v1
kind: Service
metadata: { name: metrics-server, namespace: kube-system }
spec: { ports: [{ name: https, port: 443 }] }
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: { name: v1beta1.metrics.k8s.io }
spec:
  group: metrics.k8s.io
  version: v1beta1
  groupPriorityMinimum: 100
  versionPriority: 100
  insecureSkipTLSVerify: true
  service: { name: metrics-server, namespace: kube-system }
`;

// Patches, because kwokctl 0.8.0 panics at a second --extra-args for one component.
function componentsPatches(settings: ControlPlaneSettings, tokenPath: string): object[] {
  const limits = settings.schedulerLimits;
  // A single scheduler needs no election. The lease of a killed one would delay its successor by 15 s, and an API server that is down
  // for longer than the lease would end the scheduler for good.
  const alone = { 'leader-elect': 'false' };
  const args: Partial<Record<ComponentName, Record<string, string>>> = {
    // A test cluster need not survive a power cut.
    etcd: { 'unsafe-no-fsync': 'true' },
    'kube-controller-manager': alone,
    'kube-apiserver': {
      ...(settings.tokens !== undefined && { 'token-auth-file': tokenPath }),
      // Without the controller manager no service accounts exist, which this admission plugin requires for every pod.
      ...(settings.without?.includes('kube-controller-manager') && {
        'disable-admission-plugins': 'ServiceAccount',
      }),
    },
    // With a configuration file kube-scheduler ignores these flags. They are written into the file then.
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
