/** The programs of the tests' control plane, each at an exact version. Versions are changed only here. */

export const KUBERNETES_VERSION = 'v1.36.3';
const ETCD_VERSION = 'v3.6.8';
const KWOK_VERSION = 'v0.8.0';

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

export interface Program {
  readonly name: ProgramName;
  readonly version: string;
  /** The Go package of its `main`. */
  readonly goPackage: string;
  /** The folder in `modules/` whose go.mod and go.sum pin everything it is built from. */
  readonly module: 'kubernetes' | 'kwok';
  /** Go linker flags. */
  readonly linkerFlags: string;
}

const STRIPPED = '-s -w';
const [MAJOR, MINOR] = KUBERNETES_VERSION.slice(1).split('.');

// Without these flags the API server's version is v0.0.0-master+$Format$, which clients cannot parse.
const KUBERNETES_FLAGS = [
  STRIPPED,
  ...Object.entries({
    gitVersion: KUBERNETES_VERSION,
    gitMajor: MAJOR,
    gitMinor: MINOR,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
  }).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`),
].join(' ');

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

function kubernetes(name: ProgramName): Program {
  const goPackage = `k8s.io/kubernetes/cmd/${name}`;
  return {
    name,
    version: KUBERNETES_VERSION,
    goPackage,
    module: 'kubernetes',
    linkerFlags: KUBERNETES_FLAGS,
  };
}

function kwok(name: ProgramName): Program {
  const goPackage = `sigs.k8s.io/kwok/cmd/${name}`;
  return { name, version: KWOK_VERSION, goPackage, module: 'kwok', linkerFlags: STRIPPED };
}
