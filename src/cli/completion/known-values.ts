/** Looks up the names that the Tab key offers, within a short time, and loads what that needs only then. */

import type { ClusterChoice } from '../../kubernetes/cluster-choice.ts';
import type { CommandClass } from '../command-line/command-shape.ts';
import type { KnownValues } from './complete-value.ts';
import type { TabCandidate } from './completion-answer.ts';
import type { KnownKind } from './value-kinds.ts';

type Given = ReadonlyMap<string, readonly string[]>;

/** Milliseconds for one call to a cluster. */
const LONGEST_CALL = 1500;
/** Milliseconds for everything, with a credential plugin. A user who presses Tab waits no longer. */
const LONGEST_WAIT = 3000;

type LoadCommands = (first?: string) => Promise<Readonly<Record<string, CommandClass>>>;

/** No names where the kubeconfig or the cluster cannot be read in time. */
export function knownValues(loadCommands: LoadCommands): KnownValues {
  return async (kind, given, command) => {
    const late = new Promise<readonly TabCandidate[]>((resolve) => {
      setTimeout(() => resolve([]), LONGEST_WAIT).unref();
    });
    const choice = () => clusterChoice(given, command, loadCommands);
    return await Promise.race([LOOKUPS[kind](choice).catch(() => []), late]);
  };
}

type Choose = () => Promise<ClusterChoice>;

const LOOKUPS: Readonly<Record<KnownKind, (choose: Choose) => Promise<readonly TabCandidate[]>>> = {
  formats: async () => {
    const { OUTPUT_FORMATS } = await import('../../render/formats/index.ts');
    return OUTPUT_FORMATS.map(({ name, summary }) => ({ value: name, description: summary }));
  },
  contexts: (choose) => ofKubeconfig('contexts', choose),
  clusters: (choose) => ofKubeconfig('clusters', choose),
  users: (choose) => ofKubeconfig('users', choose),
  namespaces: async (choose) => {
    const { namespaceNames } = await import('../../verbs/completion/cluster-names.ts');
    return undescribed(await namespaceNames(await choose(), LONGEST_CALL));
  },
  runs: async (choose) => {
    const { runNames } = await import('../../verbs/completion/cluster-names.ts');
    return undescribed(await runNames(await choose(), LONGEST_CALL));
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
  choose: Choose,
): Promise<readonly TabCandidate[]> {
  const { kubeconfigNames } = await import('../../verbs/completion/kubeconfig-names.ts');
  const names = kubeconfigNames(kind, (await choose()).kubeconfig);
  return names.map(({ name, server }) => ({ value: name, description: server }));
}

/** The cluster that the flags so far choose, and the defaults of those that are not given. */
async function clusterChoice(
  given: Given,
  command: string,
  allCommands: LoadCommands,
): Promise<ClusterChoice> {
  const { CLUSTER_FLAGS, readClusterFlags } = await import('../cluster-flags.ts');
  const { findDefaults } = await import('../defaults/find-defaults.ts');
  const flags = { ...CLUSTER_FLAGS };
  const defaults = await findDefaults({ id: command, flags, allCommands, environment: process.env });
  const read = Object.entries(flags).map(([name, flag]) => {
    const values = given.get(name);
    if (values === undefined) return [name, defaults.get(name)?.value];
    if (flag.type === 'boolean') return [name, true];
    return [name, flag.multiple ? values : values.at(-1)];
  });
  return readClusterFlags(Object.fromEntries(read)).choice;
}
