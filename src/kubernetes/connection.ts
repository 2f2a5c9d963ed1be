/** Describes how to connect to a cluster: its address, TLS and credentials. client-node reads them from the kubeconfig; only this file loads it. */
import type { KubeConfig } from '@kubernetes/client-node';
import { UserError } from '../core/errors/user-error.ts';
import { ofContext } from './api-error.ts';
import { type ChosenContext, chooseContext } from './choose-context.ts';
import type { ClusterChoice } from './cluster-choice.ts';
import { type ExecCredential, isFresh, runExecPlugin } from './exec-plugin.ts';
import { type ImpersonationHeaders, impersonationHeaders } from './impersonation.ts';
import { asFields, asText, type Fields } from './kubeconfig-file.ts';

/** As node:tls names them. */
export interface TlsMaterial {
  readonly ca?: Buffer | string;
  readonly cert?: Buffer | string;
  readonly key?: Buffer | string;
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
}

export interface Credentials {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly tls: TlsMaterial;
}

export interface Connection {
  /** `https://host:port`, optionally with a path, without a slash at its end. */
  readonly server: string;
  readonly context: string;
  /** The namespace of the context. */
  readonly namespace: string;
  /** `http://`, `https://` or `socks5://`. */
  readonly proxy: string | undefined;
  /** The headers and certificates to send now. Plugins and token files are read again when their credential is old. */
  credentials(): Promise<Credentials>;
  /** Forgets the credentials from files and plugins, because the server did not accept them. */
  renew(): void;
}

/**
 * Finds the cluster as kubectl does; in a pod without kubeconfig, by the pod's own service account. Sends nothing.
 *
 * @throws {UserError} (the cluster) where there is none; (usage) for flags that contradict each other.
 */
export async function connectionOf(choice: ClusterChoice): Promise<Connection> {
  const chosen = chooseContext(choice);
  if (chosen === undefined) {
    throw new UserError('there is no kubeconfig, so the cluster is not known', {
      next: 'use --kubeconfig FILE or --server URL, or set KUBECONFIG',
      exitCode: 3,
    });
  }
  const impersonation = impersonationHeaders(chosen.user);
  const { KubeConfig } = await import('@kubernetes/client-node');
  const load = (): KubeConfig => {
    const config = new KubeConfig();
    config.loadFromString(JSON.stringify(asKubeconfig(chosen)));
    return config;
  };
  return connectionFrom(chosen, load, impersonation);
}

function connectionFrom(
  chosen: ChosenContext,
  load: () => KubeConfig,
  impersonation: ImpersonationHeaders,
): Connection {
  const { context, server, namespace, cluster } = chosen;
  const exec = isPlain(server) ? undefined : asFields(chosen.user.exec);
  let config = load();
  let credential: Promise<ExecCredential> | undefined;
  const fromPlugin = async (plugin: Fields): Promise<ExecCredential> => {
    if (credential !== undefined && isFresh(await credential)) return credential;
    credential = runExecPlugin(plugin, cluster);
    // A failure is not kept: the next call reads again.
    credential.catch(() => {
      credential = undefined;
    });
    return credential;
  };
  return {
    server,
    context,
    namespace,
    proxy: asText(cluster['proxy-url']),
    async credentials() {
      const known = await fromClientNode(config, context);
      const own = exec === undefined ? {} : await fromPlugin(exec);
      return {
        headers: {
          ...known.headers,
          ...(own.token === undefined ? {} : { authorization: `Bearer ${own.token}` }),
          ...impersonation,
        },
        tls: {
          ...known.tls,
          ...(own.certificate === undefined || own.key === undefined
            ? {}
            : { cert: own.certificate, key: own.key }),
        },
      };
    },
    renew() {
      credential = undefined;
      config = load();
    },
  };
}

/** kubectl sends credentials over https only. */
function isPlain(server: string): boolean {
  return server.startsWith('http://');
}

/** One context as a separate kubeconfig, without the fields that client-node handles differently from kubectl. */
function asKubeconfig({ server, cluster, user }: ChosenContext): Fields {
  const { exec: _exec, as: _as, tokenFile, token, ...others } = isPlain(server) ? {} : user;
  // client-node looks for `token-file`, which no kubeconfig has. Its provider of that name reads the file again every minute.
  const fromFile = { 'auth-provider': { name: 'tokenFile', config: { tokenFile } } };
  return {
    'current-context': 'context',
    contexts: [{ name: 'context', context: { cluster: 'cluster', user: 'user' } }],
    // client-node refuses plain http unless TLS verification is off. Plain http has no TLS to verify.
    clusters: [
      {
        name: 'cluster',
        cluster: { ...cluster, server, ...(isPlain(server) ? { 'insecure-skip-tls-verify': true } : {}) },
      },
    ],
    users: [{ name: 'user', user: { ...others, ...(tokenFile === undefined ? { token } : fromFile) } }],
  };
}

/** Takes what client-node would send out of the options that it prepares for node:https. */
async function fromClientNode(config: KubeConfig, context: string): Promise<Credentials> {
  const options: Record<string, unknown> & { headers?: Record<string, unknown> } = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    throw new UserError(`the credentials${ofContext(context)} can't be used: ${(error as Error).message}`, {
      next: 'check the user and cluster of that context in the kubeconfig',
      exitCode: 3,
    });
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {}))
    headers[name.toLowerCase()] = String(value).trim();
  if (typeof options.auth === 'string')
    headers.authorization = `Basic ${Buffer.from(options.auth).toString('base64')}`;
  const tls = Object.fromEntries(
    ['ca', 'cert', 'key', 'rejectUnauthorized', 'servername'].flatMap((key) =>
      options[key] === undefined || options[key] === null ? [] : [[key, options[key]]],
    ),
  );
  return { headers, tls };
}
