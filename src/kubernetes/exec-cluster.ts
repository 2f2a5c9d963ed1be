/** Describes the cluster to a credential plugin that asks for it, as client.authentication.k8s.io's Cluster: it has no paths, for the plugin has another folder. */
import { readFileSync } from 'node:fs';
import { asFields, asText, type Fields } from './kubeconfig-file.ts';

/** The extension of a cluster's entry that holds what its plugin needs to know about it. */
const EXTENSION = 'client.authentication.k8s.io/exec';

/**
 * @param cluster the cluster's entry of the kubeconfig, with absolute paths.
 * @throws {Error} of node:fs, for an authority that cannot be read.
 */
export function execCluster(cluster: Fields): Fields {
  const authority = asText(cluster['certificate-authority']);
  const data =
    asText(cluster['certificate-authority-data']) ??
    (authority === undefined ? undefined : readFileSync(authority).toString('base64'));
  const list = Array.isArray(cluster.extensions) ? cluster.extensions : [];
  const config = list.map(asFields).find((each) => each?.name === EXTENSION)?.extension;
  return {
    server: cluster.server,
    'tls-server-name': asText(cluster['tls-server-name']),
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'] === true ? true : undefined,
    'certificate-authority-data': data,
    'proxy-url': asText(cluster['proxy-url']),
    'disable-compression': cluster['disable-compression'] === true ? true : undefined,
    // As kubectl: null where the entry has no such extension.
    config: config ?? null,
  };
}
