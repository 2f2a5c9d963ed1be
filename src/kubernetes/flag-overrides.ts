/** Replaces fields of a kubeconfig by flags, as kubectl does (k8s.io/client-go/tools/clientcmd, DirectClientConfig). */
import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../core/errors/user-error.ts';
import type { ClusterChoice } from './cluster-choice.ts';
import { asText, type Fields } from './kubeconfig-file.ts';

/**
 * `--server` also clears tls-server-name, and `--certificate-authority` also ends insecure-skip-tls-verify.
 *
 * @throws {UserError} (usage) for an authority that cannot be read, or together with --insecure-skip-tls-verify.
 */
export function clusterByFlags(cluster: Fields, choice: ClusterChoice): Fields {
  const authority = fileFlag('certificate-authority', choice.certificateAuthority);
  const isInsecure = choice.insecureSkipTlsVerify === true;
  if (authority !== undefined && isInsecure)
    throw new UserError('--certificate-authority and --insecure-skip-tls-verify contradict each other', {
      next: 'give one of them',
    });
  const server = asText(choice.server);
  const tlsServerName = asText(choice.tlsServerName);
  return {
    ...cluster,
    ...(server !== undefined && { server: withScheme(server) }),
    ...((server !== undefined || tlsServerName !== undefined) && { 'tls-server-name': tlsServerName }),
    ...((authority !== undefined || isInsecure) && {
      'insecure-skip-tls-verify': isInsecure,
      'certificate-authority': authority,
      'certificate-authority-data': undefined,
    }),
  };
}

/**
 * `--token` replaces every way in which the user logs in, except a certificate. Impersonation is replaced field by field.
 *
 * @throws {UserError} (usage) for a file that cannot be read, or a certificate without a key.
 */
export function userByFlags(user: Fields, choice: ClusterChoice): Fields {
  const certificate = fileFlag('client-certificate', choice.clientCertificate);
  const key = fileFlag('client-key', choice.clientKey);
  const token = asText(choice.token);
  const changed: Fields = {
    ...user,
    ...(token !== undefined && {
      token,
      tokenFile: undefined,
      exec: undefined,
      'auth-provider': undefined,
      username: undefined,
      password: undefined,
    }),
    ...(certificate !== undefined && {
      'client-certificate': certificate,
      'client-certificate-data': undefined,
    }),
    ...(key !== undefined && { 'client-key': key, 'client-key-data': undefined }),
    ...(asText(choice.as) !== undefined && { as: choice.as }),
    ...(asText(choice.asUid) !== undefined && { 'as-uid': choice.asUid }),
    ...(choice.asGroups?.length && { 'as-groups': choice.asGroups }),
  };
  if (certificate !== undefined && !isSet(changed, 'client-key') && !isSet(changed, 'client-key-data'))
    throw new UserError('--client-certificate needs a key', { next: 'add --client-key FILE' });
  return changed;
}

function isSet(user: Fields, field: string): boolean {
  return asText(user[field]) !== undefined;
}

/** `host:port` alone is an http server, as for kubectl. */
function withScheme(server: string): string {
  return server.includes('://') ? server : `http://${server}`;
}

/** Absolute; undefined if the flag is not given or empty. */
function fileFlag(flag: string, value: string | undefined): string | undefined {
  const path = asText(value);
  if (path === undefined) return undefined;
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it is not readable';
    throw new UserError(`--${flag} ${path} cannot be read: ${reason}`, {
      next: `name a file that you may read, or leave out --${flag}`,
    });
  }
  return resolve(path);
}
