/** Describes how to connect to a cluster: its address, its proxy, TLS and credentials, all as kubectl takes them from the kubeconfig. */
import { UserError } from '../core/errors/user-error.ts';
import { ofContext } from './api-error.ts';
import { type ChosenContext, chooseContext } from './choose-context.ts';
import type { ClusterChoice } from './cluster-choice.ts';
import { type ExecCredential, isFresh, runExecPlugin } from './exec-plugin.ts';
import { givenAuthorization, givenTls } from './given-credentials.ts';
import { type ImpersonationHeaders, impersonationHeaders } from './impersonation.ts';
import { asFields, asText, type Fields } from './kubeconfig-file.ts';
import type { Environment } from './kubeconfig-files.ts';
import { isTokenFresh, refreshTokens } from './oidc-token.ts';
import { proxyFromEnvironment } from './proxy-environment.ts';
import { storeTokens } from './store-tokens.ts';
import type { TlsMaterial } from './tls-material.ts';

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
  /** `http://`, `https://` or `socks5://`: `proxy-url` of the cluster, else what the environment names. */
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
export async function connectionOf(
  choice: ClusterChoice,
  environment: Environment = process.env,
): Promise<Connection> {
  const chosen = chooseContext(choice, environment);
  if (chosen === undefined) {
    throw new UserError('there is no kubeconfig, so the cluster is not known', {
      next: 'use --kubeconfig FILE or --server URL, or set KUBECONFIG',
      exitCode: 3,
    });
  }
  return connectionFrom(chosen, impersonationHeaders(chosen.user), environment);
}

function connectionFrom(
  chosen: ChosenContext,
  impersonation: ImpersonationHeaders,
  environment: Environment,
): Connection {
  const { context, server, namespace, cluster } = chosen;
  const isSecure = server.startsWith('https://');
  // kubectl sends credentials over https only.
  const user = isSecure ? chosen.user : {};
  const exec = asFields(user.exec);
  const idToken = idTokenSource(chosen, asFields(user['auth-provider']), environment);
  let credential: Promise<ExecCredential> | undefined;
  const fromPlugin = async (plugin: Fields): Promise<ExecCredential> => {
    if (credential !== undefined && isFresh(await credential)) return credential;
    credential = runExecPlugin(plugin, { ...cluster, server });
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
    proxy: proxyOf(cluster, context) ?? proxyFromEnvironment(server, environment),
    async credentials() {
      try {
        const given = givenAuthorization(user);
        // A token in the file, or of a flag, makes a plugin needless.
        const own = exec === undefined || given !== undefined ? {} : await fromPlugin(exec);
        const authorization = given ?? asBearer(own.token ?? (await idToken()));
        return {
          headers: { ...(authorization !== undefined && { authorization }), ...impersonation },
          tls: {
            ...(isSecure && givenTls(cluster, user)),
            ...(own.certificate !== undefined &&
              own.key !== undefined && { cert: own.certificate, key: own.key }),
          },
        };
      } catch (error) {
        if (error instanceof UserError) throw error;
        throw new UserError(
          `the credentials${ofContext(context)} can't be used: ${(error as Error).message}`,
          {
            next: 'check the user and cluster of that context in the kubeconfig',
            exitCode: 3,
          },
        );
      }
    },
    renew() {
      credential = undefined;
    },
  };
}

function asBearer(token: string | undefined): string | undefined {
  return token === undefined ? undefined : `Bearer ${token}`;
}

const PROXY = /^(?:https?|socks5):\/\/./;

function proxyOf(cluster: Fields, context: string): string | undefined {
  const proxy = asText(cluster['proxy-url']);
  if (proxy === undefined || (PROXY.test(proxy) && URL.canParse(proxy))) return proxy;
  throw new UserError(
    `the proxy-url${ofContext(context)} needs to start with http://, https:// or socks5://, not ${proxy}`,
    { next: 'correct it with kubectl config set-cluster NAME --proxy-url=URL', exitCode: 3 },
  );
}

/** The ID token of the provider `oidc`, refreshed when it has expired. kubectl knows no other provider. */
function idTokenSource(
  { userEntry }: ChosenContext,
  provider: Fields | undefined,
  environment: Environment,
): () => Promise<string | undefined> {
  if (provider === undefined) return async () => undefined;
  let config = asFields(provider.config) ?? {};
  const refresh = async (): Promise<string | undefined> => {
    if (provider.name !== 'oidc')
      throw new Error(
        `its auth-provider is ${String(provider.name)}, and kubectl too has no such provider any more`,
      );
    if (!isTokenFresh(asText(config['id-token']))) {
      const tokens = await refreshTokens(config, environment);
      if (userEntry) storeTokens(userEntry, { ...tokens });
      config = { ...config, ...tokens };
    }
    return asText(config['id-token']);
  };
  let current: Promise<string | undefined> | undefined;
  return () => {
    current ??= refresh().finally(() => {
      current = undefined;
    });
    return current;
  };
}
