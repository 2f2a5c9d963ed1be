/** Looks up the names that the Tab key offers, within a short time, and loads what that needs only then. */
import type { TabCandidate } from './completion-answer.ts';
import type { KnownKind } from './value-kinds.ts';

type Given = ReadonlyMap<string, readonly string[]>;

/** Milliseconds for one call to a cluster. */
const LONGEST_CALL = 1500;
/** Milliseconds for everything, with a credential plugin. A user who presses Tab waits no longer. */
const LONGEST_WAIT = 3000;

/** No names where the kubeconfig or the cluster cannot be read in time. */
export async function knownValues(kind: KnownKind, given: Given): Promise<readonly TabCandidate[]> {
  const late = new Promise<readonly TabCandidate[]>((resolve) => {
    setTimeout(() => resolve([]), LONGEST_WAIT).unref();
  });
  return await Promise.race([LOOKUPS[kind](given).catch(() => []), late]);
}

const LOOKUPS: Readonly<Record<KnownKind, (given: Given) => Promise<readonly TabCandidate[]>>> = {
  formats: async () => {
    const { OUTPUT_FORMATS } = await import('../../render/formats/index.ts');
    return OUTPUT_FORMATS.map(({ name, summary }) => ({ value: name, description: summary }));
  },
  contexts: (given) => ofKubeconfig('contexts', given),
  clusters: (given) => ofKubeconfig('clusters', given),
  users: (given) => ofKubeconfig('users', given),
  namespaces: async (given) => {
    const { namespaceNames } = await import('../../verbs/completion/cluster-names.ts');
    return undescribed(await namespaceNames(await clusterOf(given), LONGEST_CALL));
  },
  runs: async (given) => {
    const { runNames } = await import('../../verbs/completion/cluster-names.ts');
    return undescribed(await runNames(await clusterOf(given), LONGEST_CALL));
  },
  weights: async () => {
    const { SCORE_PLUGIN_NAMES } = await import('../../render/terminal/plugin-names.ts');
    return SCORE_PLUGIN_NAMES.map((name) => ({ value: `${name}=`, description: '' }));
  },
  'kubernetes-versions': async () => {
    const { KUBERNETES_VERSIONS } = await import('../../core/scheduler/kubernetes-version.ts');
    return undescribed(KUBERNETES_VERSIONS);
  },
};

function undescribed(names: readonly string[]): TabCandidate[] {
  return names.map((value) => ({ value, description: '' }));
}

async function ofKubeconfig(
  kind: 'contexts' | 'clusters' | 'users',
  given: Given,
): Promise<readonly TabCandidate[]> {
  const { kubeconfigNames } = await import('../../verbs/completion/kubeconfig-names.ts');
  const names = kubeconfigNames(kind, given.get('kubeconfig')?.at(-1));
  return names.map(({ name, server }) => ({ value: name, description: server }));
}

/** The cluster that the flags so far choose. */
async function clusterOf(given: Given) {
  const { CLUSTER_FLAGS, readClusterFlags } = await import('../cluster-flags.ts');
  const read = Object.entries(CLUSTER_FLAGS).map(([name, flag]) => {
    const values = given.get(name);
    if (flag.type === 'boolean') return [name, values !== undefined];
    return [name, flag.multiple ? values : values?.at(-1)];
  });
  return readClusterFlags(Object.fromEntries(read)).choice;
}
