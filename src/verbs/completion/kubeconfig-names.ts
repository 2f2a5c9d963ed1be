/** Lists the contexts, clusters and users of the kubeconfig for the Tab key. */
import { asText, type Fields, mergeKubeconfigs, readKubeconfig } from '../../kubernetes/kubeconfig-file.ts';
import { kubeconfigFiles } from '../../kubernetes/kubeconfig-files.ts';

export interface KubeconfigName {
  readonly name: string;
  /** Of a context or a cluster; empty where the file names none. */
  readonly server: string;
}

/** @param kubeconfig default: the files that kubectl uses. */
export function kubeconfigNames(
  kind: 'contexts' | 'clusters' | 'users',
  kubeconfig: string | undefined,
): KubeconfigName[] {
  const merged = mergeKubeconfigs(kubeconfigFiles({ kubeconfig }).map(readKubeconfig));
  const serverOf = (fields: Fields): string => {
    const cluster = kind === 'contexts' ? merged.clusters.get(asText(fields.cluster) ?? '') : fields;
    return asText(cluster?.server) ?? '';
  };
  return [...merged[kind]].map(([name, fields]) => ({ name, server: serverOf(fields) }));
}
