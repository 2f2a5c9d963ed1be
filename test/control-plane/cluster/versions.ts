/** The programs of the tests' control plane, each at an exact version. Versions are changed only here. */

export const KUBERNETES_VERSION = 'v1.37.2';
const ETCD_VERSION = 'v3.7.0';
const KWOK_VERSION = 'v0.8.0';
const SIMULATOR_VERSION = 'v0.4.0';
const KREW_VERSION = 'v0.5.0';
const METRICS_SERVER_VERSION = 'v0.9.0';

/** Older kube-schedulers, with which the scheduler model is compared. Each is built when a run asks for it. */
export const OLDER_SCHEDULERS = ['v1.36.3', 'v1.35.4', 'v1.34.4', 'v1.33.13', 'v1.32.13'] as const;

const PROGRAM_NAMES = [
  'etcd',
  'kube-apiserver',
  'kube-scheduler',
  'kube-controller-manager',
  'kubectl',
  'kwok',
  'kwokctl',
] as const;
export type ProgramName = (typeof PROGRAM_NAMES)[number];
export type SimulatorProgramName = 'simulator' | 'simulator-scheduler';
export type KrewProgramName = 'krew' | 'validate-krew-manifest';

export interface Program<Name extends string = ProgramName> {
  readonly name: Name;
  readonly version: string;
  /** The Go package of its `main`. */
  readonly goPackage: string;
  /** The folder in `modules/` whose go.mod and go.sum pin everything it is built from. */
  readonly module: string;
  /** Go linker flags. */
  readonly linkerFlags: string;
}

const STRIPPED = '-s -w';

// Without these flags the API server's version is v0.0.0-master+$Format$, which clients cannot parse.
function kubernetesFlags(version: string): string {
  const [gitMajor, gitMinor] = version.slice(1).split('.');
  const fields = {
    gitVersion: version,
    gitMajor,
    gitMinor,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
  };
  const flags = Object.entries(fields).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  );
  return [STRIPPED, ...flags].join(' ');
}

/** In build order: the API server first, because the others share most of its packages. */
export const PROGRAMS: readonly Program[] = [
  kubernetes('kube-apiserver'),
  kubernetes('kube-scheduler'),
  kubernetes('kube-controller-manager'),
  // kwokctl checks with it whether the cluster is ready, and would download one if it were missing.
  kubernetes('kubectl'),
  {
    name: 'etcd',
    version: ETCD_VERSION,
    goPackage: 'go.etcd.io/etcd/server/v3',
    module: 'kubernetes',
    linkerFlags: STRIPPED,
  },
  kwok('kwok'),
  kwok('kwokctl'),
];

/** kube-scheduler-simulator's server and its scheduler. Only the runs that ask for the simulator build them. */
export const SIMULATOR_PROGRAMS: readonly Program<SimulatorProgramName>[] = [
  simulator('simulator-scheduler', 'scheduler'),
  simulator('simulator', 'simulator'),
];

/** krew, and the check that krew-index runs on each manifest. */
export const KREW_PROGRAMS: readonly Program<KrewProgramName>[] = [
  krew('krew'),
  krew('validate-krew-manifest'),
];

/** metrics-server, which reads from KWOK what pods use. Only the runs that ask for it build it. */
export const METRICS_SERVER: Program<'metrics-server'> = {
  name: 'metrics-server',
  version: METRICS_SERVER_VERSION,
  goPackage: 'sigs.k8s.io/metrics-server/cmd/metrics-server',
  module: 'metrics-server',
  // kwokctl refuses a program that does not state its version.
  linkerFlags: `${STRIPPED} -X sigs.k8s.io/metrics-server/pkg/version.gitVersion=${METRICS_SERVER_VERSION}`,
};

/** A real kubelet, for the runs that ask for a node. 1.36 is the last that runs on containerd 1.6. */
export const KUBELET: Program<'kubelet'> = {
  name: 'kubelet',
  version: 'v1.36.3',
  goPackage: 'k8s.io/kubernetes/cmd/kubelet',
  module: 'kubelet-1.36.3',
  linkerFlags: kubernetesFlags('v1.36.3'),
};

/** The kube-scheduler of a version: the default one, or one of {@link OLDER_SCHEDULERS}. */
export function schedulerProgram(version: string): Program {
  const module = version === KUBERNETES_VERSION ? 'kubernetes' : `kube-scheduler-${version.slice(1)}`;
  return { ...kubernetes('kube-scheduler'), version, module, linkerFlags: kubernetesFlags(version) };
}

function kubernetes(name: ProgramName): Program {
  return {
    name,
    version: KUBERNETES_VERSION,
    goPackage: `k8s.io/kubernetes/cmd/${name}`,
    module: 'kubernetes',
    linkerFlags: kubernetesFlags(KUBERNETES_VERSION),
  };
}

function kwok(name: ProgramName): Program {
  const goPackage = `sigs.k8s.io/kwok/cmd/${name}`;
  return { name, version: KWOK_VERSION, goPackage, module: 'kwok', linkerFlags: STRIPPED };
}

function simulator(name: SimulatorProgramName, command: string): Program<SimulatorProgramName> {
  const goPackage = `sigs.k8s.io/kube-scheduler-simulator/simulator/cmd/${command}`;
  const module = 'kube-scheduler-simulator';
  return { name, version: SIMULATOR_VERSION, goPackage, module, linkerFlags: STRIPPED };
}

function krew(name: KrewProgramName): Program<KrewProgramName> {
  const goPackage = `sigs.k8s.io/krew/cmd/${name}`;
  // Without its own version krew offers an upgrade of itself.
  const linkerFlags = `${STRIPPED} -X sigs.k8s.io/krew/internal/version.gitTag=${KREW_VERSION}`;
  return { name, version: KREW_VERSION, goPackage, module: 'krew', linkerFlags };
}
